import { z } from "zod";
import type { Amount, Reconciled, Unbooked } from "../../domain/reconciliation.ts";
import { endOf, startOf } from "../../pipeline/day-bounds.ts";
import { sellingConnections } from "../../pipeline/left-to.ts";
import { type ReconciliationReport, reconcile } from "../../pipeline/reports/reconcile.ts";
import { component } from "./components.ts";
import { csv } from "./csv.ts";
import { type Call, endpoint, noBody } from "./endpoint.ts";
import { amount, code, day, showStanding, state } from "./order-answer.ts";
import { connectionMeant, whichConnection } from "./orders.ts";

const USUAL_LIMIT = 500;
const MOST_LISTED = 5_000;
const MOST_IN_A_FILE = 100_000;

const reason = component(
  "UnbookedReason",
  z.union([code, z.literal("DIFFERENCE")]).meta({
    description:
      "An order's code; DIFFERENCE: all the settings ask for is in the ledger, but it is not what the shop keeps.",
  }),
);
const counted = { count: z.int(), sum: amount };
const booked = component(
  "BookedSum",
  z.strictObject(counted).meta({
    description: "`count`: orders booked. `sum`: invoices less credit notes in the ledger, of all orders.",
  }),
);
const unbooked = component(
  "UnbookedSum",
  z.strictObject({
    ...counted,
    reasons: z.array(z.strictObject({ code: reason, ...counted })),
  }),
);
const reconciled = {
  orders: z.int(),
  charged: amount.meta({ description: "Orders as placed with cash rounding, edits and exchanges." }),
  refunded: amount,
  shop_total: amount.meta({
    description: "charged - refunded. Always booked + skipped + waiting + held, to the cent.",
  }),
  booked,
  skipped: unbooked,
  waiting: unbooked,
  held: unbooked,
};

const reconciliationAnswer = component(
  "Reconciliation",
  z.strictObject({
    from: day,
    to: day,
    connection_id: z.string().nullable(),
    currencies: z.array(
      z.strictObject({
        currency: z.string(),
        ...reconciled,
        months: z.array(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), ...reconciled })),
      }),
    ),
    unread: z.int().meta({
      description: "Orders the shop pointed at that could not be read yet; they belong to no month.",
    }),
    unbooked_count: z.int(),
    unbooked: z
      .array(
        z.strictObject({
          order_id: z.string(),
          number: z.string().nullable(),
          state,
          code: reason,
          message: z.string(),
          fix_url: z.url().optional(),
          currency: z.string().nullable(),
          total: amount.nullable(),
          amount: amount
            .nullable()
            .meta({ description: "What is missing in the ledger; negative for a refund not booked yet." }),
          ordered_at: z.iso.datetime().nullable(),
        }),
      )
      .meta({ description: "Oldest first, at most `limit`; what nobody could read comes first." }),
  }),
);

const TOGETHER = "all";

const period = whichConnection.extend({
  connection: z
    .string()
    .optional()
    .meta({
      description: `Id of the connection; the first when left out, ${TOGETHER} of them together when it is "${TOGETHER}".`,
    }),
  from: day.meta({ description: "First day, in the shop's time zone, on which an order was created." }),
  to: day.meta({ description: "Last day, which belongs to it." }),
});

const isInOrder = ({ from, to }: { readonly from: string; readonly to: string }): boolean => from <= to;
const backwards = { path: ["to"], message: "is before `from`" };

export const reconciliationEndpoints = [
  endpoint({
    method: "get",
    path: "/reconciliation",
    summary:
      "What the shop keeps of its orders against what of them is in the ledger, per currency and month",
    needsAdmin: false,
    query: period
      .extend({
        limit: z.coerce
          .number()
          .int()
          .min(0)
          .max(MOST_LISTED)
          .optional()
          .meta({ description: `Most unbooked orders to list; ${USUAL_LIMIT} when left out.` }),
      })
      .refine(isInOrder, backwards),
    body: noBody,
    status: 200,
    answer: reconciliationAnswer,
    problems: [404],
    async handle(call) {
      const { context, query } = call;
      const { report, connectionId } = await reported(call, query.limit ?? USUAL_LIMIT);
      return {
        from: query.from,
        to: query.to,
        connection_id: connectionId,
        currencies: report.currencies.map((one) => ({
          currency: one.currency,
          ...showReconciled(one),
          months: one.months.map((month) => ({ month: month.month, ...showReconciled(month) })),
        })),
        unread: report.unread,
        unbooked_count: report.unbookedCount,
        unbooked: report.unbooked.map(({ transfer, ...one }) => ({
          order_id: transfer.orderId,
          number: transfer.number,
          ...showStanding(context, transfer),
          code: one.code,
          message: one.message,
          currency: one.currency,
          total: transfer.total,
          amount: one.amount,
          ordered_at: transfer.orderedAt,
        })),
      };
    },
  }),
  endpoint({
    method: "get",
    path: "/reconciliation.csv",
    summary: "The same for a spreadsheet: the sums, one line per currency, month, state and reason",
    needsAdmin: false,
    query: period.refine(isInOrder, backwards),
    body: noBody,
    status: 200,
    answer: z.string(),
    answerType: "text/csv",
    problems: [404],
    async handle(call) {
      const { report } = await reported(call, 0);
      return csv(
        ["month", "currency", "state", "code", "orders", "amount"],
        report.currencies.flatMap((one) =>
          one.months.flatMap((month) => sumRows(month.month, one.currency, month)),
        ),
      );
    },
  }),
  endpoint({
    method: "get",
    path: "/reconciliation/unbooked.csv",
    summary: "The orders that are not, or not wholly, in the ledger, for a spreadsheet",
    needsAdmin: false,
    query: period.refine(isInOrder, backwards),
    body: noBody,
    status: 200,
    answer: z.string(),
    answerType: "text/csv",
    problems: [404],
    async handle(call) {
      const { report } = await reported(call, MOST_IN_A_FILE);
      return csv(
        ["order_id", "number", "ordered_at", "state", "code", "message", "currency", "total", "missing"],
        report.unbooked.map(({ transfer, code: why, message, currency, amount: missing }) => [
          transfer.orderId,
          transfer.number,
          transfer.orderedAt,
          transfer.state,
          why,
          message,
          currency,
          transfer.total,
          missing,
        ]),
      );
    },
  }),
];

async function reported(
  call: Call<z.output<typeof period>, unknown>,
  limit: number,
): Promise<{ readonly report: ReconciliationReport; readonly connectionId: string | null }> {
  const { context, installation, query } = call;
  const { timeZone } = installation;
  // All of them together: each order once, where it is taken.
  const isTogether = query.connection === TOGETHER;
  const connection = isTogether ? null : await connectionMeant(call);
  const all = isTogether ? await sellingConnections(context, installation.id) : [];
  const filter = {
    installationId: installation.id,
    connectionIds: isTogether ? all.map((one) => one.connection.id) : [connection?.id ?? 0],
    from: startOf(query.from, timeZone),
    to: endOf(query.to, timeZone),
    timeZone,
  };
  const report = await reconcile(context, filter, limit);
  return { report, connectionId: connection === null ? null : String(connection.id) };
}

function showReconciled({ orders, charged, refunded, shopTotal, ...rest }: Reconciled) {
  return {
    orders,
    charged,
    refunded,
    shop_total: shopTotal,
    booked: rest.booked,
    skipped: showUnbooked(rest.skipped),
    waiting: showUnbooked(rest.waiting),
    held: showUnbooked(rest.held),
  };
}

const showUnbooked = ({ count, sum, reasons }: Unbooked) => ({ count, sum, reasons: [...reasons] });

function sumRows(month: string, currency: string, sums: Reconciled) {
  const row = (name: string, why: string, { count, sum }: Amount) => [month, currency, name, why, count, sum];
  const reasons = (["skipped", "waiting", "held"] as const).flatMap((name) =>
    sums[name].reasons.map((one) => row(name, one.code, one)),
  );
  return [
    row("shop_total", "", { count: sums.orders, sum: sums.shopTotal }),
    row("booked", "", sums.booked),
    ...reasons,
  ];
}
