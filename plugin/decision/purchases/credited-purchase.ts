import {
  allocate,
  isNegative,
  isZero,
  type Money,
  parseMoney,
  scale,
  smaller,
  subtract,
  sum,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import { isCreditOfAll } from "../credits/credit-of-all.ts";
import { documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { wordsFor } from "../words.ts";
import { amountsOf, boughtRows, netOf, type Pair, purchaseKey, purchaseSums } from "./purchase-rows.ts";

/**
 * What the supplier takes back when a sale is credited: the same part of what was bought as is credited of what was sold.
 * Worked out from all credits so far less what was taken back already, so that the credit that empties the sale empties
 * the purchase to the cent (R6, R19). Null where nothing of the sale was bought.
 */
export function creditedPurchase(
  credit: PlannedDocument,
  before: readonly Pair[],
  input: DecisionInput,
): PlannedPurchase | null {
  const { currency } = credit;
  const pairs = before.filter((one) => one.purchase.currency === currency);
  const invoices = pairs.filter((one) => one.purchase.kind === "invoice");
  const credits = pairs.filter((one) => one.purchase.kind === "credit_note");
  const original = invoices.find((one) => one.document.key === credit.credits) ?? invoices[0];
  const terms = original?.purchase.rows[0];
  if (original === undefined || terms === undefined) return null;

  const sold = (some: readonly PlannedDocument[]): Money =>
    sum(
      some.map((one) => netOf(boughtRows(one, input), currency)),
      currency,
    );
  const wholeSale = sold(invoices.map((one) => one.document));
  const credited = smaller(wholeSale, sold([...credits.map((one) => one.document), credit]));
  const isAll = isCreditOfAll(credit);
  if (!isAll && (isZero(wholeSale) || isNegative(credited))) return null;
  const takenBack = (field: "net" | "vat"): Money => {
    const whole = total(invoices, field, currency);
    const part = isAll ? whole : scale(credited, whole, wholeSale);
    return subtract(part, total(credits, field, currency));
  };
  const net = takenBack("net");
  if (isNegative(net) || isZero(net)) return null;

  const given = givenBack(credit, input) ?? original.purchase.rows;
  const weights = given.map((row) => parseMoney(row.net, currency));
  const nets = allocate(net, weights);
  const vats = allocate(takenBack("vat"), weights);
  const rows = given.map(
    (row, index): PurchaseRow => ({
      text: row.text,
      quantity: row.quantity,
      ...amountsOf(nets[index] ?? net, vats[index] ?? net),
      vatRate: terms.vatRate,
      account: terms.account,
      vatCode: terms.vatCode,
      biCode: row.biCode ?? null,
      why: `the same part of the purchase as ${row.net} is of the sale (R6, R19)`,
    }),
  );
  return {
    key: purchaseKey(credit.key),
    kind: "credit_note",
    credits: original.purchase.key,
    date: documentDate(credit.date, input.facts, input.settings, input.ledgerName),
    currency,
    supplier: original.purchase.supplier,
    orderNumber: credit.orderNumber,
    text: wordsFor(input).takenBack(credit.orderNumber),
    rows,
    ...purchaseSums(rows, currency),
  };
}

/** Null where the credit has nothing that was bought: what it empties is spread as it was bought. */
function givenBack(credit: PlannedDocument, input: DecisionInput): PlannedRow[] | null {
  const rows = boughtRows(credit, input).filter((row) => !isNegative(parseMoney(row.net, credit.currency)));
  return rows.every((row) => isZero(parseMoney(row.net, credit.currency))) ? null : rows;
}

function total(pairs: readonly Pair[], field: "net" | "vat", currency: string): Money {
  return sum(
    pairs.map((one) => parseMoney(one.purchase[field], currency)),
    currency,
  );
}
