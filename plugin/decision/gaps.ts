import type { FixPlace, HeldCode, Warning } from "../domain/problem.ts";
import { documentDate } from "./dates.ts";
import { decide } from "./decide.ts";
import { checkCurrency } from "./document.ts";
import type { DecisionInput } from "./input.ts";
import { guarded } from "./outcomes.ts";
import { methodOf } from "./payments/payment-methods.ts";
import { prepared } from "./prepared.ts";
import { purchaseTerms } from "./purchases/terms.ts";
import { Refusal, settingsField } from "./refusal.ts";
import { isFree, itemOfLine, itemsOfOrder } from "./rows/items.ts";
import { sellerOf, supplySpan } from "./rows/rows.ts";
import { impossibleRate } from "./rows/totals.ts";
import { rowRules, takes } from "./rules/rules.ts";
import { moneyIn } from "./trigger.ts";
import { chooseAccount } from "./vat/accounts.ts";
import { classify } from "./vat/classify.ts";

/** Something that keeps an order, or a part of it, out of the books. */
export interface Gap {
  readonly code: HeldCode | Warning;
  readonly message: string;
  readonly fix: FixPlace;
}

/**
 * All that would hold an order or leave its invoice open, each thing once, before its trigger is reached: `decide` stops
 * at the first. For the pre-flight, which is to name everything at once.
 */
export function gapsOf(asked: DecisionInput): Gap[] {
  const input = prepared(asked);
  // What is only bought needs none of the accounts of a sale.
  if (input.settings.purchases.mode === "intercompany") return distinct(missingPurchaseTerms(input));
  if (!takes(input.order, input.settings, input.settings.vat.seller_country ?? input.shopCountry)) return [];
  const wrong = impossibleRate(input.order);
  if (wrong !== null) return [gapOf(wrong)];
  const gaps = [
    ...missingAccounts(input),
    ...missingCurrency(input),
    ...lockedPeriod(input),
    ...openPayments(input),
  ];
  return distinct(gaps.length > 0 ? gaps : heldOtherwise(input)).filter((gap) => !isForVies(gap, input));
}

/** What only VIES can say is not known before it is asked, and it is asked when the order is booked. */
function isForVies(gap: Gap, { settings }: DecisionInput): boolean {
  return gap.code === "VAT_NUMBER_REQUIRED" && settings.vat.vat_number_check === "vies";
}

/** Country and rate of every part that has no account. */
function missingAccounts(input: DecisionInput): Gap[] {
  const { order, settings, facts } = input;
  const span = supplySpan(input);
  const seller = sellerOf(input, span.to);
  const items = [...itemsOfOrder(order), ...order.exchangeLines.map((line) => itemOfLine(line, order))];
  const refusals = items.flatMap((item) =>
    item.parts
      .filter((part) => !isFree(part))
      .map((part) =>
        guarded(() => {
          const ruled = rowRules(item, order, settings, seller.country);
          return chooseAccount(classify(order, item, part, seller), item.kind, settings, facts, span, ruled);
        }),
      ),
  );
  return refusals.filter((one) => one instanceof Refusal).map(gapOf);
}

function missingCurrency({ order, facts, ledgerName }: DecisionInput): Gap[] {
  const refused = guarded(() => checkCurrency(order, facts, ledgerName));
  return refused instanceof Refusal ? [gapOf(refused)] : [];
}

function missingPurchaseTerms(input: DecisionInput): Gap[] {
  const refused = guarded(() => purchaseTerms(input, input.settings.purchases));
  return refused instanceof Refusal ? [gapOf(refused)] : [];
}

/** Named by the lock, not by the day: many orders, one cause. */
function lockedPeriod(input: DecisionInput): Gap[] {
  const { facts, settings, ledgerName } = input;
  const day = supplySpan(input).to;
  const refused = guarded(() => documentDate(day, facts, settings, ledgerName));
  if (!(refused instanceof Refusal)) return [];
  const isLocked = facts.lockedUntil !== null && day <= facts.lockedUntil;
  const message = isLocked
    ? `${ledgerName} is locked up to ${facts.lockedUntil}, and these are dated before.`
    : `${ledgerName} has no financial year for ${day.slice(0, 7)}.`;
  return [{ ...gapOf(refused), message }];
}

/** Methods by which money came in and that nobody has mapped: their invoices would stay open. */
function openPayments({ order, settings }: DecisionInput): Gap[] {
  return moneyIn(order).flatMap((payment): Gap[] => {
    const method = methodOf(payment.gateway, settings);
    const isGiftCard = payment.giftCardId !== null || payment.gateway === "gift_card";
    const hasDebt = isGiftCard && settings.liabilities.gift_card_account !== undefined;
    const isMapped = method?.account !== undefined || method?.mode !== undefined || hasDebt;
    if (isMapped || method?.register === false) return [];
    return [
      {
        code: "PAYMENT_METHOD_UNMAPPED",
        message: `Payments by ${payment.gateway} have no account, so their invoices stay open.`,
        fix: settingsField("payments.methods", { method: payment.gateway }),
      },
    ];
  });
}

/** Whatever else holds it. */
function heldOtherwise(input: DecisionInput): Gap[] {
  const { outcome } = decide(input);
  if (outcome.state !== "held") return [];
  return [{ code: outcome.code, message: outcome.message, fix: outcome.fix }];
}

function gapOf({ problem }: Refusal): Gap {
  return { code: problem.code, message: problem.message, fix: problem.fix };
}

function distinct(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [gap.message, gap])).values()];
}
