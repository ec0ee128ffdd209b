import { dayIn } from "../decision/dates.ts";
import type { DecisionInput } from "../decision/input.ts";
import { supplySpan } from "../decision/rows/rows.ts";
import { numberToCheck } from "../decision/vat/number-to-check.ts";
import { readVatNumber } from "../domain/vat-number.ts";
import type { AnsweredCheck, VatNumberCheck } from "../domain/vat-number-check.ts";
import { readValidCheck, saveVatNumberCheck } from "../store/reports/vat-number-checks.ts";
import type { TransferResult } from "../store/transfers/transfer-leases.ts";
import type { Context } from "./context.ts";

/** Days east and west of UTC differ by less than this from the shop's. */
const DAY_MS = 86_400_000;

/**
 * Asks the register about the buyer's number before the order is decided, if its answer matters and is not known.
 * An answer is good for supplies up to the day it was given: a number valid today says nothing about tomorrow. "Not
 * valid" is asked again whenever the order is looked at, since the buyer may have been registered meanwhile.
 */
export async function checkVatNumber(
  context: Context,
  installationId: number,
  input: DecisionInput,
): Promise<VatNumberCheck | null> {
  const { store, ports } = context;
  const number = numberToCheck(input);
  if (number === null) return null;
  const sellerNumber = input.settings.vat.seller_number;
  const requester = sellerNumber === undefined ? null : readVatNumber(sellerNumber, "");
  const supplied = supplySpan(input).to;
  const since = Date.parse(`${supplied}T00:00:00Z`) - DAY_MS;
  const known = await readValidCheck(store, installationId, number.text, requester?.text ?? null, since);
  if (known !== null && dayIn(input.order.timeZone, known.checkedAt) >= supplied) return known;
  const answer = await context.vies.check(number, requester);
  if (answer.verdict === "unknown") {
    return { number: number.text, verdict: answer.verdict, reason: answer.reason };
  }
  const check: AnsweredCheck = {
    ...answer,
    number: number.text,
    requester: requester?.text ?? null,
    checkedAt: new Date(ports.clock.now()).toISOString(),
  };
  await saveVatNumberCheck(store, installationId, check);
  return check;
}

/** One line for the merchant's log. */
export function describeCheck(check: VatNumberCheck): string {
  if (check.verdict === "unknown") return `VIES could not check ${check.number}: ${check.reason}.`;
  const proof = check.consultation === null ? "" : `, consultation number ${check.consultation}`;
  return `VIES says that ${check.number} is ${check.verdict === "valid" ? "valid" : "not valid"}${proof}.`;
}

const RECHECK_MS = 3_600_000;

/**
 * An order held only because VIES did not answer is looked at again by itself. It stays held meanwhile, since a merchant
 * in a hurry can settle it (charge, or another check in the settings), but nobody has to remember it: member states are
 * away for minutes or a night. An hour is rare enough for a register that limits its callers.
 */
export function askedAgain(
  result: TransferResult,
  check: VatNumberCheck | null,
  nowMs: number,
  random: () => number = Math.random,
): TransferResult {
  if (check?.verdict !== "unknown" || result.code !== "VAT_NUMBER_REQUIRED") return result;
  const at = nowMs + Math.round(RECHECK_MS * (1 + random() * 0.2));
  return { ...result, retryAt: Math.min(at, result.retryAt ?? at) };
}
