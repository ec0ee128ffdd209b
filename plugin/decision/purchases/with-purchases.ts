import type { Plan } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { guarded, held } from "../outcomes.ts";
import { Refusal } from "../refusal.ts";
import { backToBack } from "./back-to-back.ts";

/** The plan with what is bought for its sale (R19); what keeps that from being planned holds the order. */
export function withPurchases(plan: Plan, input: DecisionInput): Plan {
  const made = input.purchases ?? [];
  if (made.length === 0 && input.settings.purchases.mode !== "back_to_back") return plan;
  const fresh = guarded(() => backToBack(plan.documents, input));
  if (fresh instanceof Refusal) {
    const outcome = plan.outcome.state === "held" ? plan.outcome : held(fresh);
    return { ...plan, outcome, purchases: made };
  }
  return made.length + fresh.length === 0 ? plan : { ...plan, purchases: [...made, ...fresh] };
}
