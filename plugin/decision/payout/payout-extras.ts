import {
  absolute,
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  times,
  vatOnNet,
} from "../../domain/money.ts";
import type { Payout } from "../../domain/payout.ts";
import { standardRate } from "../../domain/vat-rates.ts";
import { dayIn } from "../dates.ts";
import { inShop, Refusal, settingsField } from "../refusal.ts";
import { type PayoutEntry, payoutAccount } from "./payout-accounts.ts";
import type { PayoutInput } from "./payout-input.ts";
import { PAYOUT_WORDS, payoutWords } from "./payout-words.ts";

/** No rate moves that far between an order and its payout: more is a line that is missing. */
const LARGEST_MOVE = parseDecimal("0.1");

/**
 * What the rate moved between the orders' days and the payout's: the only difference there may be, and only where
 * another currency was involved (R11). `difference` is debits less credits.
 */
export function exchangeEntry(
  difference: Money,
  foreign: Money,
  payout: Payout,
  input: PayoutInput,
): PayoutEntry[] {
  if (isZero(difference)) return [];
  if (compare(absolute(difference), times(foreign, LARGEST_MOVE)) > 0) {
    const { currency } = difference;
    throw new Refusal(
      "TOTAL_MISMATCH",
      isZero(foreign)
        ? `Payout ${payout.id} differs by ${formatMoney(difference)} ${currency} from what its orders were paid.`
        : `Payout ${payout.id} differs by ${formatMoney(difference)} ${currency} from its orders, more than an exchange rate explains.`,
      inShop,
    );
  }
  const account = payoutAccount("exchange_account", "exchange differences", input);
  const said = isNegative(difference) ? "exchangeLoss" : "exchangeGain";
  const text = payoutWords(input)[said];
  const why = `${PAYOUT_WORDS.en[said]} between the days of the orders and the payout (R11) · setting payouts.exchange_account`;
  return [{ account, amount: negate(difference), text, why }];
}

/** Fees of a foreign EU provider are self-assessed: VAT due and VAT deducted, which cancel (R15). */
export function feeVatEntries(fee: Money, input: PayoutInput): PayoutEntry[] {
  const country = input.settings.vat.seller_country ?? input.shopCountry;
  const rate = standardRate(country, dayIn(input.timeZone, input.payout.paidAt));
  if (rate === null) {
    const message = `The standard VAT rate of ${country} is not known, so the fees' VAT cannot be worked out.`;
    throw new Refusal("PAYOUT_UNMAPPED", message, settingsField("payouts.fee_vat"));
  }
  const vat = vatOnNet(fee, parseDecimal(rate));
  if (isZero(vat)) return [];
  const why = (setting: string): string =>
    `reverse charge on the provider's fees, ${rate} % (R15) · setting payouts.${setting}`;
  const [deductible, due] = [
    payoutAccount("fee_input_vat_account", "the fees' deductible VAT", input),
    payoutAccount("fee_output_vat_account", "the fees' output VAT", input),
  ];
  const words = payoutWords(input);
  return [
    { account: deductible, amount: vat, text: words.deductibleVat, why: why("fee_input_vat_account") },
    { account: due, amount: negate(vat), text: words.vatDue, why: why("fee_output_vat_account") },
  ];
}
