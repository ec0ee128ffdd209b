import type { Money } from "../../domain/money.ts";
import { Refusal, settingsField } from "../refusal.ts";
import type { PayoutInput } from "./payout-input.ts";

/** One side of the voucher in the ledger's currency: positive is debit. */
export interface PayoutEntry {
  readonly account: string;
  readonly amount: Money;
  readonly text: string;
  readonly why: string;
}

type PayoutAccountSetting =
  | "bank_account"
  | "fee_account"
  | "dispute_account"
  | "exchange_account"
  | "fee_input_vat_account"
  | "fee_output_vat_account";

/** An account of the settings for payouts; throws what holds the payout while it is not named. */
export function payoutAccount(
  setting: PayoutAccountSetting,
  name: string,
  { settings, facts }: PayoutInput,
): string {
  const account = settings.payouts[setting];
  const field = settingsField(`payouts.${setting}`);
  if (account === undefined) {
    throw new Refusal("PAYOUT_UNMAPPED", `The payout needs an account for ${name}.`, field);
  }
  if (facts.accounts?.includes(account) === false) {
    const message = `Account ${account} for ${name} is not an active account of the ledger.`;
    throw new Refusal("PAYOUT_UNMAPPED", message, field);
  }
  return account;
}
