import {
  add,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
  scaleTogether,
  sum,
  vatOnNet,
} from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import { documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { wordsFor } from "../words.ts";
import { creditedPurchases } from "./credited-purchases.ts";
import { knownCost } from "./known-cost.ts";
import { type Bought, withTerms } from "./line-terms.ts";
import { withSilentReturns } from "./pieces-back.ts";
import {
  amountsOf,
  boughtRows,
  numberOf,
  type Pair,
  purchaseKey,
  purchaseSums,
  type SaleDocument,
  soldAs,
} from "./purchase-rows.ts";
import { type PurchaseTerms, purchaseTerms, purchaseVatCode } from "./terms.ts";

/**
 * The purchases that booked documents of a sale bring and that are not in the ledger yet (R19): for each invoice one from
 * each supplier while the setting is on. What was bought is taken back with the sale also after it was switched off.
 */
export function backToBack(documents: readonly PlannedDocument[], input: DecisionInput): PlannedPurchase[] {
  const made = input.purchases ?? [];
  const pairs: Pair[] = [];
  const fresh: PlannedPurchase[] = [];
  for (const document of withSilentReturns(documents, made, input)) {
    const inLedger = made.filter((one) => numberOf(one.key, document.key) !== null);
    const more = document.kind === "credit_note" ? creditedPurchases : boughtFor;
    const lacking = more(document, inLedger, pairs, input);
    pairs.push(...[...inLedger, ...lacking].map((purchase) => ({ document, purchase })));
    fresh.push(...lacking);
  }
  return fresh;
}

/** What is still to be bought for an invoice: nothing once all suppliers it was divided among have theirs in the ledger. */
function boughtFor(
  document: SaleDocument,
  inLedger: readonly PlannedPurchase[],
  before: readonly Pair[],
  input: DecisionInput,
): PlannedPurchase[] {
  const { mode, from = "" } = input.settings.purchases;
  if (mode !== "back_to_back") return [];
  const [first] = inLedger;
  if (first === undefined && document.date < from) return [];
  if (first !== undefined && inLedger.length >= (first.among ?? 1)) return [];
  const done = new Set(inLedger.flatMap((one) => one.rows.map((row) => row.sold?.as)));
  const sold = boughtRows(document, input).filter((row) => !done.has(soldAs(row)));
  const rows = priced(withTerms(sold, input), document, before, input);
  const parts = [...Map.groupBy(rows, ({ terms }) => terms.supplier).values()].filter((part) => {
    const whole = sum(
      part.map((one) => one.net),
      document.currency,
    );
    return !isZero(whole) && !isNegative(whole);
  });
  const next = 1 + Math.max(0, ...inLedger.map((one) => numberOf(one.key, document.key) ?? 0));
  const among = inLedger.length + parts.length;
  return parts.map((part, index) => ({
    ...purchaseOf(
      part.map((one) => ({ ...one, ...purchaseTerms(input, one.terms) })),
      document,
      purchaseKey(document.key, next + index),
      input,
    ),
    ...(among === 1 ? {} : { among }),
  }));
}

interface Priced extends Bought {
  readonly net: Money;
  readonly why: string;
}

/**
 * What each row was bought for: its cost where that is known; else what is sold for 100 and the markup was bought for
 * 100, the rows of one supplier and markup summing to the whole to the cent.
 */
function priced(
  rows: readonly Bought[],
  { currency }: SaleDocument,
  before: readonly Pair[],
  input: DecisionInput,
): Priced[] {
  const found = new Map<Bought, Priced>();
  const had = new Set(before.flatMap(({ document }) => boughtRows(document, input).map(soldAs)));
  for (const one of rows) {
    const cost = knownCost(one.row, one.item, currency, input);
    if (cost === null) continue;
    // A line whose price went up afterwards did not cost more.
    const net = had.has(soldAs(one.row)) ? parseMoney("0", currency) : cost.net;
    found.set(one, { ...one, net, why: cost.why });
  }
  const others = rows.filter((one) => !found.has(one));
  for (const alike of Map.groupBy(others, ({ terms }) => `${terms.markup} ${terms.supplier}`).values()) {
    const markup = alike[0]?.terms.markup ?? "0";
    const hundred = parseMoney("100", currency);
    const nets = scaleTogether(
      alike.map(({ row }) => parseMoney(row.net, currency)),
      hundred,
      add(hundred, parseMoney(markup, currency)),
    );
    for (const [index, one] of alike.entries()) {
      const why = `sold for ${one.row.net} before VAT, bought at a markup of ${markup} % (R19) · setting ${one.terms.markupFrom}`;
      found.set(one, { ...one, net: nets[index] ?? hundred, why });
    }
  }
  return rows.flatMap((one) => found.get(one) ?? []);
}

function purchaseOf(
  part: readonly (Priced & PurchaseTerms)[],
  document: SaleDocument,
  key: string,
  input: DecisionInput,
): PlannedPurchase {
  const { currency, orderNumber } = document;
  const rows = part.map(
    ({ row, terms, net, account, why }): PurchaseRow => ({
      text: row.text,
      quantity: row.quantity,
      ...amountsOf(net, vatOnNet(net, parseDecimal(terms.vatRate))),
      vatRate: terms.vatRate,
      account,
      vatCode: purchaseVatCode(terms.vatRate, input),
      biCode: row.biCode ?? null,
      why,
      sold: { as: soldAs(row), net: row.net },
    }),
  );
  return {
    key,
    kind: "invoice",
    credits: null,
    date: documentDate(document.date, input.facts, input.settings, input.ledgerName),
    currency,
    supplier: part[0]?.supplier ?? "",
    orderNumber,
    text: wordsFor(input).order(orderNumber),
    rows,
    ...purchaseSums(rows, currency),
  };
}
