import type { LedgerRef, PurchaseOperation } from "../../connectors/connector.ts";
import type { Plan } from "../../domain/plan.ts";
import { fix, type Problem } from "../../domain/problem.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import { connectorOf } from "../context.ts";
import type { EffectBook, Work } from "../work.ts";
import { performBy } from "./perform.ts";
import { documentReference } from "./reference.ts";

/** Writes what is bought with the sale, oldest first, once its documents are in the ledger (R19). */
export async function executePurchases(work: Work, plan: Plan): Promise<Problem | null> {
  for (const purchase of plan.purchases ?? []) {
    const problem = await writePurchase(work, purchase);
    if (problem !== null) return afterTheSale(problem, purchase);
  }
  return null;
}

/** Writes one supplier's invoice or credit note, once (R17). */
async function writePurchase(work: Work, purchase: PlannedPurchase): Promise<Problem | null> {
  const { key, credits } = purchase;
  if (work.effects.isDone(key, "purchase")) return null;
  const { purchases } = work.ledger;
  if (purchases === undefined) {
    const { name } = connectorOf(work.context, work.connection.system);
    const message = `${name} takes no purchase invoices from us. Switch purchases off.`;
    return fix("PURCHASE_UNMAPPED", message, { place: "settings", field: "purchases.mode" });
  }
  const operation: PurchaseOperation = {
    step: "purchase",
    purchase,
    reference: documentReference(work, work.key.orderId, key),
    credits: credits === null ? null : placeOf(work.effects, credits),
  };
  const written = await performBy(work, key, "purchase", operation, () => purchases.perform(operation));
  if (!written.ok) return written.problem;
  work.note("purchase", `Bought: ${nameOf(purchase)} ${written.performed.ref.number}, ${purchase.text}.`);
  return null;
}

/** The sale stays as it is booked, and the sentence names both. */
function afterTheSale(problem: Problem, purchase: PlannedPurchase): Problem {
  if (problem.act === "retry") return problem;
  return {
    ...problem,
    message: `${purchase.text}: the sale is booked, its purchase is not. ${problem.message}`,
  };
}

const nameOf = ({ kind }: PlannedPurchase): string =>
  kind === "credit_note" ? "purchase credit note" : "purchase invoice";

function placeOf(effects: EffectBook, key: string): LedgerRef | null {
  const effect = effects.get(key, "purchase");
  return effect?.state === "done" ? effect.ref : null;
}

/** Purchases that are in the ledger, in the order they were made: the decision takes them as they are. */
export function existingPurchases(effects: EffectBook): PlannedPurchase[] {
  return effects
    .all()
    .flatMap(({ operation, state }) =>
      operation?.step === "purchase" && state === "done" ? [operation.purchase] : [],
    );
}
