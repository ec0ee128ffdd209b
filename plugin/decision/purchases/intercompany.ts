import type { Outcome, Plan, PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import type { Sale, SoldDocument } from "../../domain/sale.ts";
import { dayIn, documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { booked, guarded, held, plan, skip, wait } from "../outcomes.ts";
import { Refusal } from "../refusal.ts";
import { filteredBy } from "../rules/rules.ts";
import { wordsFor } from "../words.ts";
import { purchaseKey, purchaseSums } from "./purchase-rows.ts";
import { missing, type PurchaseTerms, purchaseTerms, purchaseVatCode } from "./terms.ts";

/**
 * The plan of a company that buys what another company of the shop sells (R19): nothing is sold here, and each document
 * booked there becomes a purchase, row by row and to the cent. It waits for the sale; it never runs ahead of it.
 */
export function intercompany(input: DecisionInput): Plan {
  const made = input.purchases ?? [];
  const early = made.length === 0 ? reasonNotToBuy(input) : null;
  if (early !== null) return plan([], early);
  const { sale } = input;
  // Nobody asked: a preview of settings that are not saved yet.
  if (sale === undefined) return { ...plan([], wait("SALE_NOT_BOOKED")), purchases: made };
  const fresh = guarded(() => {
    if (sale === null) throw missing("seller", "The connection whose sales are bought here is not there.");
    return mirroredSale(sale, made, input);
  });
  if (fresh instanceof Refusal) return { ...plan([], held(fresh)), purchases: made };
  const purchases = [...made, ...fresh];
  return { ...plan([], sale === null ? booked : outcomeOf(sale, purchases)), purchases };
}

/** Why an order is none of this company's purchases. */
function reasonNotToBuy({ order, settings, shopCountry, imported }: DecisionInput): Outcome | null {
  const { start_date } = settings.orders;
  const orderDay = dayIn(order.timeZone, order.createdAt);
  if (orderDay < start_date && imported !== true) {
    return skip("BEFORE_START_DATE", `Ordered on ${orderDay}, before the start date ${start_date}.`);
  }
  const filtered = filteredBy(order, settings, settings.vat.seller_country ?? shopCountry);
  return filtered === null ? null : skip("FILTERED", filtered);
}

function outcomeOf({ seller, state, message, isSettled }: Sale, purchases: readonly unknown[]): Outcome {
  if (isSettled && state === "booked") return booked;
  if (isSettled && state === "skipped") {
    return purchases.length > 0
      ? booked
      : skip("NOTHING_TO_BUY", `${seller} has left the order out, so there is nothing to buy.`);
  }
  const why = isSettled && message !== null ? ` ${message}` : "";
  return wait("SALE_NOT_BOOKED", `Bought here as soon as ${seller} has booked the sale.${why}`);
}

function mirroredSale(
  { seller, documents }: Sale,
  made: readonly PlannedPurchase[],
  input: DecisionInput,
): PlannedPurchase[] {
  const inLedger = new Set(made.map((one) => one.key));
  const fresh = documents.filter((one) => !inLedger.has(purchaseKey(one.document.key)));
  if (fresh.length === 0) return [];
  const terms = purchaseTerms(input, input.settings.purchases);
  return fresh.map((one) => mirrored(one, seller, terms, input));
}

function mirrored(
  { document, number }: SoldDocument,
  seller: string,
  { supplier, account }: PurchaseTerms,
  input: DecisionInput,
): PlannedPurchase {
  const { kind, currency, orderNumber, credits } = document;
  const isCredit = kind === "credit_note";
  const words = wordsFor(input);
  const rows = document.rows
    .filter((row) => row.kind !== "text")
    .map((row) => mirroredRow(row, seller, account, input));
  return {
    key: purchaseKey(document.key),
    kind: isCredit ? "credit_note" : "invoice",
    credits: isCredit && credits !== null ? purchaseKey(credits) : null,
    date: documentDate(document.date, input.facts, input.settings, input.ledgerName),
    currency,
    supplier,
    orderNumber,
    text: words.bought(words.documents[isCredit ? "credit_note" : "invoice"], number, seller, orderNumber),
    rows,
    ...purchaseSums(rows, currency),
  };
}

function mirroredRow(row: PlannedRow, seller: string, account: string, input: DecisionInput): PurchaseRow {
  const { text, quantity, net, vat, gross, vatRate } = row;
  const roundings = input.settings.orders.rounding_account ?? input.facts.roundingAccount;
  const isRounding = row.kind === "rounding" && roundings !== null;
  return {
    text,
    quantity,
    net,
    vat,
    gross,
    vatRate,
    account: isRounding ? roundings : account,
    vatCode: purchaseVatCode(vatRate, input),
    biCode: null,
    why: isRounding
      ? "the rounding of the sale, so that both companies have one total (R19)"
      : `as ${seller} sold it (R19) · setting purchases.account`,
  };
}
