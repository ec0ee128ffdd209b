import {
  add,
  isNegative,
  isZero,
  parseDecimal,
  parseMoney,
  scaleTogether,
  vatOnNet,
} from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import { documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { wordsFor } from "../words.ts";
import { creditedPurchase } from "./credited-purchase.ts";
import { amountsOf, boughtRows, netOf, type Pair, purchaseKey, purchaseSums } from "./purchase-rows.ts";
import { purchaseTerms, purchaseVatCode } from "./terms.ts";

/**
 * The purchases that booked documents of a sale bring and that are not in the ledger yet (R19): one for each invoice while
 * the setting is on. What was bought is taken back with the sale also after it was switched off.
 */
export function backToBack(documents: readonly PlannedDocument[], input: DecisionInput): PlannedPurchase[] {
  const inLedger = new Map((input.purchases ?? []).map((one) => [one.key, one]));
  const pairs: Pair[] = [];
  for (const document of documents) {
    if (document.kind === "order" || document.booking !== "book") continue;
    const purchase = inLedger.get(purchaseKey(document.key)) ?? planned(document, pairs, input);
    if (purchase !== null) pairs.push({ document, purchase });
  }
  return pairs.map((one) => one.purchase).filter((one) => !inLedger.has(one.key));
}

function planned(
  document: PlannedDocument,
  before: readonly Pair[],
  input: DecisionInput,
): PlannedPurchase | null {
  if (document.kind === "credit_note") return creditedPurchase(document, before, input);
  return input.settings.purchases.mode === "back_to_back" ? purchaseOf(document, input) : null;
}

/** What is sold for 100 and the markup was bought for 100; the rows sum to the whole to the cent. */
function purchaseOf(document: PlannedDocument, input: DecisionInput): PlannedPurchase | null {
  const { currency } = document;
  const { markup, vat_rate: vatRate } = input.settings.purchases;
  const sold = boughtRows(document, input);
  const whole = netOf(sold, currency);
  if (isZero(whole) || isNegative(whole)) return null;
  const { supplier, account } = purchaseTerms(input);
  const hundred = parseMoney("100", currency);
  const costs = scaleTogether(
    sold.map((row) => parseMoney(row.net, currency)),
    hundred,
    add(hundred, parseMoney(markup, currency)),
  );
  const vatCode = purchaseVatCode(vatRate, input);
  const rows = sold.map((row, index): PurchaseRow => {
    const net = costs[index] ?? whole;
    return {
      text: row.text,
      quantity: row.quantity,
      ...amountsOf(net, vatOnNet(net, parseDecimal(vatRate))),
      vatRate,
      account,
      vatCode,
      biCode: row.biCode ?? null,
      why: `sold for ${row.net} before VAT, bought at a markup of ${markup} % (R19) · setting purchases.markup`,
    };
  });
  return {
    key: purchaseKey(document.key),
    kind: "invoice",
    credits: null,
    date: documentDate(document.date, input.facts, input.settings, input.ledgerName),
    currency,
    supplier,
    orderNumber: document.orderNumber,
    text: wordsFor(input).order(document.orderNumber),
    rows,
    ...purchaseSums(rows, currency),
  };
}
