import type { LedgerRef, PurchaseOperation, PurchaseSetOff } from "../../connectors/connector.ts";
import { formatMoney, isNegative, isZero, parseMoney, smaller, subtract, sum } from "../../domain/money.ts";
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
    const problem = (await writePurchase(work, purchase)) ?? (await setOff(work, purchase, plan));
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

/** Lets a credit note and the invoice it reduces settle each other, where the ledger can. */
async function setOff(work: Work, purchase: PlannedPurchase, plan: Plan): Promise<Problem | null> {
  const { key, kind, credits } = purchase;
  const settling = work.ledger.purchases?.setOff;
  if (kind !== "credit_note" || credits === null || settling === undefined) return null;
  const [ref, invoice] = [placeOf(work.effects, key), placeOf(work.effects, credits)];
  if (ref === null || invoice === null || work.effects.isDone(key, "set-off-purchase")) return null;
  const amount = openAmount(purchase, plan);
  if (amount === null) return null;
  const operation: PurchaseSetOff = { step: "set-off-purchase", purchase, ref, credits: invoice, amount };
  const done = await performBy(work, key, "set-off-purchase", operation, () => settling.perform(operation));
  if (!done.ok) return done.problem;
  const { leftOut = [] } = done.performed;
  const pair = `${nameOf(purchase)} ${ref.number}`;
  work.note(
    "purchase",
    leftOut.length === 0
      ? `Set off: ${pair} against ${invoice.number}, ${amount} ${purchase.currency}.`
      : `Left open: ${pair}, for somebody has settled ${invoice.number} otherwise in the ledger (${leftOut.join(", ")}).`,
  );
  return null;
}

/** The credit note's amount, as far as credits before it have left anything of its invoice; null where they have not. */
function openAmount(purchase: PlannedPurchase, { purchases = [] }: Plan): string | null {
  const { currency } = purchase;
  const invoice = purchases.find((one) => one.key === purchase.credits);
  const earlier = purchases.slice(0, purchases.indexOf(purchase));
  const before = earlier.filter((one) => one.kind === "credit_note" && one.credits === purchase.credits);
  const taken = sum(
    before.map((one) => parseMoney(one.gross, currency)),
    currency,
  );
  const left = subtract(parseMoney(invoice?.gross ?? purchase.gross, currency), taken);
  const amount = smaller(left, parseMoney(purchase.gross, currency));
  return isZero(amount) || isNegative(amount) ? null : formatMoney(amount);
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
