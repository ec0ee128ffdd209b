import { z } from "zod";
import type { Outcome, PlannedDocument, PlannedPayment, PlannedRow } from "../../domain/plan.ts";
import type { Context } from "../../pipeline/context.ts";
import { type Preview, previewOrder } from "../../pipeline/reports/orders.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { type FixSubject, fixUrl, usualPlace } from "../fix-url.ts";
import { component } from "./components.ts";
import { endpoint, noBody } from "./endpoint.ts";
import { flowMembers, showFlow } from "./flow-answer.ts";
import {
  amount,
  bookedDocument,
  bookedJournal,
  bookedPayment,
  bookedPurchase,
  day,
  plannedJournal,
  plannedPurchase,
  showBooked,
  showJournal,
  showPurchase,
  standing,
  warning,
  warningList,
} from "./order-answer.ts";
import { connectionMeant, whichConnection } from "./orders.ts";
import { notConnected, pipelineProblem } from "./pipeline-problem.ts";
import { ApiProblem } from "./problem.ts";

const plannedRow = component(
  "PlannedRow",
  z.strictObject({
    kind: z.enum([
      "line",
      "shipping",
      "fee",
      "gift_card",
      "tip",
      "balance",
      "adjustment",
      "rounding",
      "text",
      "channel_tax",
    ]),
    text: z.string(),
    quantity: z.string(),
    unit_price: z.string(),
    net: amount,
    vat: amount,
    gross: amount,
    vat_rate: z.string(),
    treatment: z.enum([
      "domestic",
      "oss",
      "eu_goods",
      "eu_service",
      "export",
      "outside",
      "deemed_supplier",
      "local_foreign",
    ]),
    country: z.string(),
    vat_rule: z
      .int()
      .nullable()
      .meta({ description: "Number of the VAT rule that chose the treatment; null outside VAT." }),
    account: z.string().nullable().meta({ description: "Null lets the ledger choose." }),
    vat_code: z.string().nullable(),
    cost_centre: z.string().nullable(),
    project: z.string().nullable(),
    why: z.string().meta({ description: "The rule and the setting that chose treatment and account." }),
  }),
);

const plannedDocument = component(
  "PlannedDocument",
  z.strictObject({
    key: z.string(),
    kind: z.enum(["invoice", "credit_note", "order"]),
    credits: z.string().nullable().meta({ description: "Key of the document it reduces." }),
    date: day,
    currency: z.string(),
    exchange_rate: z.string().nullable(),
    booking: z.enum(["draft", "book"]),
    row_form: z.enum(["gross", "net"]),
    reference: z.string().nullable(),
    comment: z.string().nullable(),
    legal_texts: z.array(z.string()),
    net: amount,
    vat: amount,
    gross: amount,
    rounding: amount,
    rows: z.array(plannedRow),
    contains: z
      .array(z.string())
      .meta({ description: "Changes that are in its rows already, because they came before it was booked." }),
    why: z.array(z.string()).meta({ description: "Rules that decided about the document as a whole." }),
  }),
);

const paymentShare = component("PaymentShare", z.strictObject({ amount, account: z.string() }));

const plannedPayment = component(
  "PlannedPayment",
  z.strictObject({
    id: z.string(),
    document: z.string().meta({ description: "Key of the document it settles." }),
    direction: z.enum(["in", "out"]),
    method: z.string(),
    amount,
    currency: z.string(),
    date: day,
    account: z.string().nullable(),
    mode: z.string().nullable(),
    why: z.string(),
    fee: paymentShare
      .optional()
      .meta({ description: "Kept by the provider: the account gets that much less." }),
    surplus: paymentShare.optional().meta({
      description: "Paid beyond the document and owed to the customer: the account gets that much more.",
    }),
    moved_as: z
      .strictObject({ amount, currency: z.string() })
      .optional()
      .meta({ description: "What really moved, where that was in another currency." }),
    set_off: z
      .string()
      .optional()
      .meta({ description: "Key of the document it is set off against; no money moves." }),
    undoes: z
      .literal(true)
      .optional()
      .meta({ description: "Takes back in the books what was registered on that account; no money moves." }),
  }),
);

const previewAnswer = component(
  "Preview",
  z.strictObject({
    order_id: z.string(),
    outcome: z
      .strictObject(standing)
      .meta({ description: "How the order will stand when all of it is done." }),
    warnings: warningList,
    notices: z
      .array(z.strictObject({ code: warning, message: z.string() }))
      .meta({ description: "What the warnings are about, with amounts and names." }),
    documents: z.array(plannedDocument),
    payments: z.array(plannedPayment),
    journals: z
      .array(plannedJournal)
      .meta({ description: "Vouchers beside the documents; each is written when its day has come." }),
    purchases: z
      .array(plannedPurchase)
      .meta({ description: "What is bought with the sale; written when its documents are booked." }),
    ...flowMembers,
    removals: z.array(z.string()).meta({ description: "Keys of unbooked documents that have to go again." }),
    done: z
      .strictObject({
        documents: z.array(bookedDocument),
        payments: z.array(bookedPayment),
        journals: z.array(bookedJournal),
        purchases: z.array(bookedPurchase),
      })
      .meta({ description: "What of it is in the ledger already." }),
  }),
);

export const previewEndpoints = [
  endpoint({
    method: "get",
    path: "/orders/{order_id}/preview",
    summary: "The plan of an order as it stands in the shop now: exactly what would be sent; nothing is",
    needsAdmin: false,
    query: whichConnection.extend({
      undo: z.enum(["true", "false"]).optional().meta({
        description: "As if the order were taken out of the books now: exactly what that would write.",
      }),
    }),
    body: noBody,
    status: 200,
    answer: previewAnswer,
    problems: [404, 409],
    async handle(call) {
      const { context, installation } = call;
      const orderId = call.params["order_id"] ?? "";
      const connection = await connectionMeant(call);
      if (connection === null) throw notConnected(context);
      const key = { installationId: installation.id, connectionId: connection.id, orderId };
      const platformUrl = (await readTransfer(context.store, key))?.platformUrl ?? null;
      const at = new Date(context.ports.clock.now()).toISOString();
      const asked = call.query.undo === "true" ? { undone: { reason: "", at } } : {};
      const previewed = await previewOrder(context, connection, orderId, asked);
      if (previewed.ok) return show(context, previewed.value, { orderId, platformUrl });
      switch (previewed.reason) {
        case "not found":
          throw new ApiProblem("NOT_FOUND");
        case "not connected":
          throw notConnected(context);
        case "problem":
          throw pipelineProblem(context, previewed.problem, { orderId, platformUrl });
      }
    },
  }),
];

function show(
  context: Context,
  preview: Preview,
  subject: FixSubject & { readonly orderId: string },
): z.output<typeof previewAnswer> {
  const { plan } = preview;
  return {
    order_id: subject.orderId,
    outcome: showOutcome(context, plan.outcome, subject),
    warnings: [...plan.warnings],
    notices: [...plan.notices],
    documents: plan.documents.map(showDocument),
    payments: plan.documents.flatMap((document) =>
      document.payments.map((payment) => showPayment(payment, document)),
    ),
    journals: (plan.journals ?? []).map(showJournal),
    purchases: (plan.purchases ?? []).map(showPurchase),
    ...(plan.flow === undefined ? {} : showFlow(plan.flow)),
    removals: [...plan.removals],
    done: showBooked(context.publicUrl, subject.orderId, preview),
  };
}

function showOutcome(context: Context, outcome: Outcome, subject: FixSubject) {
  if (outcome.state === "booked") return { state: outcome.state };
  const { state, code, message } = outcome;
  const place = outcome.state === "held" ? outcome.fix : usualPlace(code);
  return { state, code, message, fix_url: fixUrl(context.publicUrl, place, subject) };
}

function showPayment(
  { movedAs, setOff, ...payment }: PlannedPayment,
  document: PlannedDocument,
): z.output<typeof plannedPayment> {
  return {
    ...payment,
    document: document.key,
    ...(movedAs === undefined ? {} : { moved_as: movedAs }),
    ...(setOff === undefined ? {} : { set_off: setOff }),
  };
}

function showDocument(document: PlannedDocument): z.output<typeof plannedDocument> {
  const { key, kind, credits, date, currency, booking, reference, comment, net, vat, gross, rounding } =
    document;
  return {
    key,
    kind,
    credits,
    date,
    currency,
    exchange_rate: document.exchangeRate,
    booking,
    row_form: document.rowForm,
    reference,
    comment,
    legal_texts: [...document.legalTexts],
    net,
    vat,
    gross,
    rounding,
    rows: document.rows.map(showRow),
    contains: [...(document.contains ?? [])],
    why: [...(document.why ?? [])],
  };
}

function showRow(row: PlannedRow): z.output<typeof plannedRow> {
  const { kind, text, quantity, net, vat, gross, treatment, country, account, why } = row;
  return {
    kind,
    text,
    quantity,
    unit_price: row.unitPrice,
    net,
    vat,
    gross,
    vat_rate: row.vatRate,
    vat_rule: row.vatRule ?? null,
    treatment,
    country,
    account,
    vat_code: row.vatCode,
    cost_centre: row.costCentre,
    project: row.project,
    why,
  };
}
