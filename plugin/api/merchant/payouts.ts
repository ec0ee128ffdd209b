import { z } from "zod";
import { payoutIdOf, payoutKey } from "../../domain/payout.ts";
import { syncNow } from "../../pipeline/inbox/sync.ts";
import { documentsOf } from "../../pipeline/reports/orders.ts";
import { openShop } from "../../pipeline/shop.ts";
import { listTransfers } from "../../store/transfers/transfer-lists.ts";
import { readLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer, type Transfer } from "../../store/transfers/transfers.ts";
import { component } from "./components.ts";
import { cursor, writeCursor } from "./cursor.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";
import { amount, bookedJournal, showBooked, showStanding, standing, state } from "./order-answer.ts";
import { connectionMeant, whichConnection } from "./orders.ts";
import { ApiProblem } from "./problem.ts";

const PAGE_SIZE = 50;
const LOG_LENGTH = 500;
const MAX_SYNC_IDS = 50;
const MAX_ID = 184;

const payoutSummary = component(
  "PayoutSummary",
  z.strictObject({
    payout_id: z.string().meta({ description: "The platform's own id." }),
    ...standing,
    gateway: z.string().nullable(),
    net: amount.nullable().meta({ description: "What arrived at the bank." }),
    currency: z.string().nullable(),
    paid_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime(),
  }),
);

const payoutAnswer = component(
  "Payout",
  z.strictObject({
    ...payoutSummary.shape,
    journals: z.array(bookedJournal).meta({ description: "Its voucher, once it is in the ledger." }),
    log: z.array(z.strictObject({ at: z.iso.datetime(), step: z.string(), message: z.string() })),
  }),
);

export const payoutEndpoints = [
  endpoint({
    method: "get",
    path: "/payouts",
    summary: "Payouts of payment providers, the newest first",
    needsAdmin: false,
    query: whichConnection.extend({
      state: state.optional(),
      cursor: cursor.optional().meta({ description: "next_cursor of the page before." }),
    }),
    body: noBody,
    status: 200,
    answer: component(
      "PayoutPage",
      z.strictObject({
        data: z.array(payoutSummary),
        next_cursor: z.string().nullable(),
        notice: z
          .string()
          .optional()
          .meta({ description: "Why no payouts come from this shop, where that is so." }),
      }),
    ),
    problems: [404, 422],
    async handle(call) {
      const { context, installation, query } = call;
      const connection = await connectionMeant(call);
      const found = await listTransfers(context.store, {
        installationId: installation.id,
        connectionId: connection?.id ?? 0,
        kind: "payout",
        state: query.state,
        after: query.cursor,
        limit: PAGE_SIZE + 1,
      });
      const shown = found.slice(0, PAGE_SIZE);
      const last = shown.at(-1);
      const isGranted = openShop(context, installation).payouts !== undefined;
      return {
        data: shown.map((transfer) => ({ ...showPayout(transfer), ...showStanding(context, transfer) })),
        next_cursor: last === undefined || found.length <= PAGE_SIZE ? null : writeCursor(last),
        ...(isGranted ? {} : { notice: NOT_GRANTED }),
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/payouts/sync",
    summary: "Look at these payouts now; an id the shop does not know is a 404 afterwards",
    needsAdmin: false,
    query: noQuery,
    body: component(
      "PayoutSyncRequest",
      z.strictObject({ ids: z.array(z.string().min(1).max(MAX_ID)).min(1).max(MAX_SYNC_IDS) }),
    ),
    status: 202,
    answer: component(
      "PayoutSyncAnswer",
      z.strictObject({
        results: z.array(z.strictObject({ id: z.string(), status: z.enum(["info"]), message: z.string() })),
      }),
    ),
    problems: [422],
    async handle({ context, installation, body }) {
      const ids = [...new Set(body.ids)];
      await syncNow(context, installation.id, ids.map(payoutKey));
      const message = "The payout is about to be looked at.";
      return { results: ids.map((id) => ({ id, status: "info" as const, message })) };
    },
  }),
  endpoint({
    method: "get",
    path: "/payouts/{payout_id}",
    summary: "One payout: its voucher, what stands in the way, what happened",
    needsAdmin: false,
    query: whichConnection,
    body: noBody,
    status: 200,
    answer: payoutAnswer,
    problems: [404],
    async handle(call) {
      const { context, installation } = call;
      const connection = await connectionMeant(call);
      const orderId = payoutKey(call.params["payout_id"] ?? "");
      const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
      const transfer = await readTransfer(context.store, key);
      if (transfer === null) throw new ApiProblem("NOT_FOUND");
      const log = await readLog(context.store, key, LOG_LENGTH);
      const { journals } = showBooked(context.publicUrl, orderId, await documentsOf(context, key));
      return {
        ...showPayout(transfer),
        ...showStanding(context, transfer),
        journals,
        log: log.map(({ at, step, message }) => ({ at, step, message })),
      };
    },
  }),
];

const NOT_GRANTED =
  "The shop has not granted us its payouts, or has none. To grant them, install the app again from the shop's admin.";

/** The columns of a transfer as a payout fills them. */
function showPayout(transfer: Transfer) {
  const { orderId, customer, total, currency, orderedAt, updatedAt } = transfer;
  return {
    payout_id: payoutIdOf(orderId) ?? orderId,
    gateway: customer,
    net: total,
    currency,
    paid_at: orderedAt,
    updated_at: updatedAt,
  };
}
