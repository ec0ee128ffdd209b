import type { PlannedDocument } from "../../domain/plan.ts";
import type { DecisionInput, ExistingDocument } from "../input.ts";

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

/** The sale as the ledger's order: the same rows, no entry in the books, never booked itself. */
export function asOrder(sale: PlannedDocument): PlannedDocument {
  return { ...sale, key: "order", kind: "order", booking: "draft", email: null, payments: [] };
}
