import type { PlannedDocument } from "../../domain/plan.ts";
import type { DecisionInput, ExistingDocument } from "../input.ts";
import { datedAs } from "./open-sale.ts";

/**
 * Whether the sale is an order in the ledger: by the settings, or because it is one there already that nobody has
 * invoiced. A negative sale is a credit note in every case.
 */
export function wantsOrder(
  sale: PlannedDocument,
  sent: ExistingDocument | null,
  input: DecisionInput,
): "order" | "invoice" | "not possible" {
  if (sent !== null) return sent.planned.kind === "order" ? "order" : "invoice";
  if (input.settings.orders.document === "invoice" || sale.kind !== "invoice") return "invoice";
  return input.makesOrders === true ? "order" : "not possible";
}

/** The sale as it is to stand: an order with the invoice made of it when its time has come, or the invoice alone. */
export function saleDocuments(
  sale: PlannedDocument,
  sent: ExistingDocument | null,
  input: DecisionInput,
): PlannedDocument[] {
  const { flow } = input;
  const invoices = flow === undefined ? sale.booking === "book" : flow.dayOf("invoice", "draft") !== null;
  if (wantsOrder(sale, sent, input) !== "order") return [sale];
  const order = asOrder(sale);
  const day = flow?.dayOf("order") ?? order.date;
  const dated = sent === null ? { ...order, date: day } : datedAs(order, sent.planned);
  return invoices ? [dated, sale] : [dated];
}

/** The sale as the ledger's order: the same rows, no entry in the books, never booked itself. */
function asOrder(sale: PlannedDocument): PlannedDocument {
  return { ...sale, key: "order", kind: "order", booking: "draft", email: null, payments: [] };
}
