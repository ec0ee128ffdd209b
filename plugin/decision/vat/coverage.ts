import { formatDecimal } from "../../domain/money.ts";
import type { Treatment } from "../../domain/plan.ts";
import type { FixProblem } from "../../domain/problem.ts";
import type { DecisionInput } from "../input.ts";
import { guarded } from "../outcomes.ts";
import { prepared } from "../prepared.ts";
import { Refusal } from "../refusal.ts";
import { isFree, itemsOfOrder } from "../rows/items.ts";
import { sellerOf, supplySpan } from "../rows/rows.ts";
import { rowRules } from "../rules/rules.ts";
import { chooseAccount } from "./accounts.ts";
import { classify } from "./classify.ts";

/** One kind of sale in an order, and the account it would get. */
export interface SoldUnder {
  readonly treatment: Treatment;
  readonly country: string;
  /** Percent. */
  readonly rate: string;
  readonly account: string | null;
  readonly vatCode: string | null;
  /** The setting that chose the account, or what is missing. */
  readonly why: string;
  readonly isMapped: boolean;
}

/** What an order sold, and why some of it cannot even be said to be of a kind. */
export interface SoldKinds {
  readonly sold: readonly SoldUnder[];
  readonly refused: readonly FixProblem[];
}

/** Each kind of sale of an order once, with the account of the VAT map or of the ledger. */
export function soldUnder(asked: DecisionInput): SoldKinds {
  const input = prepared(asked);
  const { order, settings, facts } = input;
  const span = supplySpan(input);
  const seller = sellerOf(input, span.to);
  const found = new Map<string, SoldUnder>();
  const refused = new Map<string, FixProblem>();
  for (const item of itemsOfOrder(order)) {
    for (const part of item.parts) {
      if (isFree(part) || item.isOutside) continue;
      const classified = guarded(() => classify(order, item, part, seller));
      if (classified instanceof Refusal) {
        refused.set(classified.problem.message, classified.problem);
        continue;
      }
      const ruled = rowRules(item, order, settings, seller.country);
      const choice = guarded(() => chooseAccount(classified, item.kind, settings, facts, span, ruled));
      const { treatment, country } = classified;
      const rate = formatDecimal(classified.rate);
      const isMapped = !(choice instanceof Refusal);
      found.set(`${treatment} ${country} ${rate}`, {
        treatment,
        country,
        rate,
        account: isMapped ? choice.account : null,
        vatCode: isMapped ? choice.vatCode : null,
        why: isMapped ? choice.why : choice.problem.message,
        isMapped,
      });
    }
  }
  return { sold: [...found.values()], refused: [...refused.values()] };
}
