/** How many plans per second does the decision make, without any database or network, for a small and a large order? */
import { decide } from "../plugin/decision/decide.ts";
import type { DecisionInput } from "../plugin/decision/input.ts";
import { mug, order } from "../test/support/orders.ts";
import { facts, settings } from "../test/support/plans.ts";
import { type Figure, median, rounded } from "./table.ts";

const SIZES = [10, 500] as const;
const ROUNDS = 5;
const ROUND_MS = 1_000;

export async function plans(): Promise<Figure[]> {
  return SIZES.map((lines) => {
    const input = inputOf(lines);
    perSecond(input);
    const rates = Array.from({ length: ROUNDS }, () => perSecond(input));
    return {
      figure: `Plans per second, ${lines} lines`,
      engine: "none",
      value: rounded(median(rates)),
      beside: `one processor, median of ${ROUNDS} rounds`,
    };
  });
}

function inputOf(lines: number): DecisionInput {
  const sold = Array.from({ length: lines }, (_, index) =>
    mug(String((index % 3) + 1), {
      id: `L${index}`,
      sku: `SKU-${index}`,
      rate: ["25", "12", "6"][index % 3] ?? "25",
    }),
  );
  return {
    order: order({ lines: sold }),
    settings: settings(),
    facts: facts(),
    existing: [],
    shopCountry: "SE",
    maxRows: 1_000,
    ledgerName: "Fortnox",
  };
}

function perSecond(input: DecisionInput): number {
  const begun = performance.now();
  let made = 0;
  while (performance.now() - begun < ROUND_MS) {
    if (decide(input).outcome.state !== "booked") throw new Error("the order of the bench is not booked");
    made += 1;
  }
  return (made * 1_000) / (performance.now() - begun);
}
