import { minus, sum, taxOf, times } from "../manifest-shop/amounts.ts";
import type { Arithmetic, LineDraft } from "./drafts.ts";
import type { Charge, Invoice } from "./records.ts";

type ChargeAmounts = Pick<Charge, "discount" | "tax" | "sub_total" | "total_amount">;

/** What a charge comes to in one of the ways its members may add up. */
export function chargeAmounts(line: LineDraft, how: Arithmetic, decimals: number): ChargeAmounts {
  const discount = times(line.discount, "1", decimals);
  const listed = times(line.unit_price, line.quantity, decimals);
  const charged = minus(listed, discount, decimals);
  const isInclusive = how === "inclusive";
  const tax = line.tax ?? taxOf(charged, line.rate, isInclusive ? "included" : "on top", decimals);
  return {
    discount,
    tax,
    sub_total: how === "discounted" ? charged : listed,
    total_amount: isInclusive ? charged : sum([charged, tax], decimals),
  };
}

type InvoiceSums = Pick<Invoice, "discount_value" | "tax_amount" | "sub_total" | "total_amount">;

/** The header's sums over all charges. */
export function invoiceSums(
  charges: readonly ChargeAmounts[],
  miscellaneous: string,
  decimals: number,
): InvoiceSums {
  const over = (member: keyof ChargeAmounts): string =>
    sum(
      charges.map((charge) => charge[member]),
      decimals,
    );
  return {
    discount_value: over("discount"),
    tax_amount: over("tax"),
    sub_total: over("sub_total"),
    total_amount: sum([over("total_amount"), miscellaneous], decimals),
  };
}
