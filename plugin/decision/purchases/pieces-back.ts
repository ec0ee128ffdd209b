import {
  compareDecimals,
  formatDecimal,
  formatMoney,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
} from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import { isCreditOfAll } from "../credits/credit-of-all.ts";
import { isMoneyOnly } from "../credits/refund-money.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { byTime } from "../rows/minor-units.ts";
import type { Lot } from "./lots.ts";
import { asPieces, boughtRows, numberOf, type SaleDocument, soldAs } from "./purchase-rows.ts";

/** Pieces of a thing sold for nothing that a refund gives back. */
interface PiecesBack {
  readonly as: string;
  readonly pieces: Money;
  /** What the supplier's credit says of them. */
  readonly taken: Pick<PlannedRow, "text" | "quantity" | "biCode" | "why">;
}

/**
 * What a credit gives back of things that were sold for nothing (R19): a gift, a free replacement, a whole discount. No row
 * of a credit note bears them, for there is no amount; the lines of its refund do.
 */
export function piecesBack(credit: SaleDocument, lots: readonly Lot[], input: DecisionInput): PiecesBack[] {
  const refunds = input.order.refunds.filter((one) => keyOf(one) === credit.key);
  return refunds
    .flatMap((one) => one.lines)
    .filter(({ quantity }) => compareDecimals(quantity, parseDecimal("0")) > 0)
    .flatMap(({ lineId, quantity }) => {
      const as = asPieces(`line ${lineId}`);
      const lot = lots.find((one) => one.as === as);
      if (lot === undefined) return [];
      const count = formatDecimal(quantity);
      const why = `cost of ${count} given away (R6, R19)`;
      const taken = { text: lot.terms.text, quantity: count, biCode: lot.terms.biCode, why };
      return [{ as, pieces: parseMoney(count, credit.currency), taken }];
    });
}

/** How many pieces a measure stands for. */
export const countOf = (pieces: Money): string => formatDecimal(parseDecimal(formatMoney(pieces)));

/**
 * The documents of a sale and, as credits without rows, the refunds that have no credit note of their own though something
 * came back: those by which no money moves, and those that an invoice had taken in before it was booked. One whose purchase
 * is in the ledger stands as early as it can, so that every later credit counts it; a new one counts all others.
 */
export function withSilentReturns(
  documents: readonly PlannedDocument[],
  made: readonly PlannedPurchase[],
  input: DecisionInput,
): SaleDocument[] {
  const booked = documents.filter((one) => one.kind !== "order" && one.booking === "book");
  const all: SaleDocument[] = [...booked];
  // What takes back everything takes back these pieces as well.
  const isOpen = input.settings.refunds.enabled && !booked.some(isCreditOfAll);
  const byDay = [...input.order.refunds].sort((a, b) => byTime(a.createdAt, a.id, b.createdAt, b.id));
  for (const [key, refunds] of Map.groupBy(byDay, keyOf)) {
    const seller = booked.findLast((one) => one.kind === "invoice" && hasSold(one, refunds, input));
    if (seller === undefined || !isSilent(key, refunds, documents)) continue;
    const silent = silentReturn(key, refunds[0]?.createdAt ?? "", seller, input);
    if (made.some((one) => numberOf(one.key, key) !== null)) {
      all.splice(all.indexOf(seller) + 1, 0, silent);
    } else if (isOpen) all.push(silent);
  }
  return all;
}

const keyOf = ({ id }: Refund): string => `refund-${id}`;

function isSilent(key: string, refunds: readonly Refund[], documents: readonly PlannedDocument[]): boolean {
  if (documents.some((one) => one.key === key)) return false;
  const isNothing = (one: Refund): boolean =>
    isMoneyOnly(one) && one.payments.every(({ amount }) => isZero(amount));
  return refunds.every(isNothing) || documents.some((one) => one.contains?.includes(key) === true);
}

function hasSold(document: PlannedDocument, refunds: readonly Refund[], input: DecisionInput): boolean {
  const named = refunds.flatMap((one) => one.lines).map(({ lineId }) => `line ${lineId}`);
  return boughtRows(document, input).some((row) => named.includes(soldAs(row)));
}

function silentReturn(
  key: string,
  createdAt: string,
  { key: credits, currency, orderNumber }: PlannedDocument,
  { order }: DecisionInput,
): SaleDocument {
  const date = dayIn(order.timeZone, createdAt);
  return { key, kind: "credit_note", credits, date, currency, orderNumber, rows: [], specification: null };
}
