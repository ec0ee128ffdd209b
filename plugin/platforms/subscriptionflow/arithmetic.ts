import { absolute, add, compare, isZero, type Money, minorUnit, subtract, sum } from "../../domain/money.ts";
import { exactAmount } from "./exact-amount.ts";
import type { Charge, InvoiceRecord } from "./schema.ts";

/** How the charges of an invoice add up; the vendor's document does not say. */
export type Arithmetic = "on top" | "discounted" | "inclusive";

interface ChargeMoney {
  readonly subTotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly total: Money;
}

export function chargeMoney(charge: Charge, currency: string): ChargeMoney {
  return {
    subTotal: exactAmount(charge.sub_total, currency),
    discount: exactAmount(charge.discount, currency),
    tax: exactAmount(charge.tax, currency),
    total: exactAmount(charge.total_amount, currency),
  };
}

/** In this order; the first that holds for every charge wins (assumption T1). */
const EQUATIONS: readonly (readonly [Arithmetic, (charge: ChargeMoney) => Money])[] = [
  ["on top", ({ subTotal, discount, tax }) => add(subtract(subTotal, discount), tax)],
  ["discounted", ({ subTotal, tax }) => add(subTotal, tax)],
  ["inclusive", ({ subTotal, discount }) => subtract(subTotal, discount)],
];

/** The way in which every charge adds up, to a cent; null when there is none, and then nothing may be booked. */
export function arithmeticOf(charges: readonly Charge[], currency: string): Arithmetic | null {
  const all = charges.map((charge) => chargeMoney(charge, currency));
  const holds = ([, totalOf]: (typeof EQUATIONS)[number]): boolean =>
    all.every((charge) => isNear(totalOf(charge), charge.total, 1));
  return EQUATIONS.find(holds)?.[0] ?? null;
}

/**
 * What the header says against its charges (assumption T2), as a sentence; null when it agrees. Total and tax are left
 * to the decision, which knows the merchant's tolerance: here the discounts, which it never sees, and the money.
 */
export function headerProblem(invoice: InvoiceRecord, charges: readonly Charge[]): string | null {
  const { currency, discount_value: stated } = invoice;
  if (stated === null) return null;
  const header = exactAmount(stated, currency);
  const lines = sum(
    charges.map((charge) => exactAmount(charge.discount, currency)),
    currency,
  );
  // A header without discount beside charges with one is how a discount of the charge itself looks.
  if (isZero(header) || isNear(header, lines, charges.length)) return null;
  return `its discount of ${stated} ${currency} is not the sum of its charges' discounts`;
}

/** True when two amounts differ by no more than so many minor units. */
export function isNear(a: Money, b: Money, units: number): boolean {
  const unit = minorUnit(a.currency);
  const slack = sum(
    Array.from({ length: Math.max(1, units) }, () => unit),
    a.currency,
  );
  return compare(absolute(subtract(a, b)), slack) <= 0;
}
