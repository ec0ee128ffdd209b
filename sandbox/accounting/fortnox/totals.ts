import Big from "big.js";
import { cents, decimal, moneyText, sumOf } from "./decimal.ts";
import type { InvoiceRowRecord, InvoiceTotals } from "./records.ts";

type Priced = Pick<InvoiceRowRecord, "DeliveredQuantity" | "Price" | "Discount" | "DiscountType" | "VAT">;

/** The sums of one row. Quantity and price have been rounded to two decimals before they are multiplied. */
export function rowSums(
  row: Priced,
  vatIncluded: boolean,
): Pick<InvoiceRowRecord, "Total" | "TotalExcludingVAT" | "PriceExcludingVAT"> {
  const total = cents(afterDiscount(row));
  const net = (value: Big) => (vatIncluded ? cents(value.div(factor(row.VAT))) : value);
  return {
    Total: moneyText(total),
    TotalExcludingVAT: moneyText(net(total)),
    PriceExcludingVAT: moneyText(net(decimal(row.Price))),
  };
}

/** An amount is taken off the row, not off each piece, and follows the sign of the quantity. */
function afterDiscount(row: Priced): Big {
  const full = decimal(row.DeliveredQuantity).times(row.Price);
  if (row.DiscountType === "PERCENT") return full.times(decimal("100").minus(row.Discount)).div("100");
  return row.DeliveredQuantity.startsWith("-") ? full.plus(row.Discount) : full.minus(row.Discount);
}

function factor(rate: string): Big {
  return decimal("1").plus(decimal(rate).div("100"));
}

/** What a document's sums depend on besides its rows. */
export interface TotalsTerms {
  vatIncluded: boolean;
  freight: string;
  fee: string;
  /** VAT rates of the accounts that freight and fee are posted to. */
  freightRate: string;
  feeRate: string;
  /** Round the total to whole kronor. */
  wholeKrona: boolean;
  /** Round VAT row by row instead of once per rate. */
  vatPerRow: boolean;
}

/** The sums of a document, recomputed from its rows: the vendor takes no total from outside. */
export function documentTotals(rows: readonly InvoiceRowRecord[], terms: TotalsTerms): InvoiceTotals {
  const rowTotal = sumOf(rows.map((row) => row.Total));
  const rowVat = [...vatByCode(rows, terms).values()].reduce((sum, vat) => sum.plus(vat), decimal("0"));
  const freightVat = cents(decimal(terms.freight).times(terms.freightRate).div("100"));
  const feeVat = cents(decimal(terms.fee).times(terms.feeRate).div("100"));
  const extras = decimal(terms.freight).plus(terms.fee);
  const net = (terms.vatIncluded ? rowTotal.minus(rowVat) : rowTotal).plus(extras);
  const vat = rowVat.plus(freightVat).plus(feeVat);
  const exact = net.plus(vat);
  const total = terms.wholeKrona ? exact.round(0, Big.roundHalfUp) : exact;
  const undiscounted = rows.map(
    (row) => rowSums({ ...row, Discount: "0" }, terms.vatIncluded).TotalExcludingVAT,
  );
  return {
    Gross: moneyText(sumOf(undiscounted)),
    Net: moneyText(net),
    FreightVAT: moneyText(freightVat),
    AdministrationFeeVAT: moneyText(feeVat),
    TotalVAT: moneyText(vat),
    RoundOff: moneyText(total.minus(exact)),
    Total: moneyText(total),
  };
}

/** VAT of the rows by VAT code; codes of one rate are rounded together and the first code takes the odd öre. */
export function vatByCode(
  rows: readonly InvoiceRowRecord[],
  terms: Pick<TotalsTerms, "vatIncluded" | "vatPerRow">,
): Map<string, Big> {
  const vat = new Map<string, Big>();
  const add = (code: string, value: Big) => vat.set(code, (vat.get(code) ?? decimal("0")).plus(value));
  for (const [rate, ofRate] of Map.groupBy(rows, (row) => row.VAT)) {
    const parts = ofRate.map((row) => ({
      code: row.VATCode,
      vat: cents(vatIn(row.Total, rate, terms.vatIncluded)),
    }));
    for (const part of parts) add(part.code, part.vat);
    if (terms.vatPerRow) continue;
    const whole = cents(vatIn(sumOf(ofRate.map((row) => row.Total)).toFixed(2), rate, terms.vatIncluded));
    const odd = parts.reduce((rest, part) => rest.minus(part.vat), whole);
    add(parts[0]?.code ?? "", odd);
  }
  return vat;
}

function vatIn(total: string, rate: string, vatIncluded: boolean): Big {
  const base = decimal(total).times(rate);
  return base.div(vatIncluded ? decimal("100").plus(rate) : "100");
}
