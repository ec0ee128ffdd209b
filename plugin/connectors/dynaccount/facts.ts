import type { DefaultAccount, LedgerFacts } from "../../domain/ledger-facts.ts";
import type { LedgerResult } from "../connector.ts";
import type { Books } from "./books.ts";
import { groupRow, rateOf } from "./catalogue.ts";
import type { Registers } from "./map-lines.ts";
import { BASE_CURRENCY } from "./options.ts";
import { cell, dayOf, isYes } from "./rows.ts";

/** What the decision has to know of these books. */
export async function readFacts(books: Books): Promise<LedgerResult<LedgerFacts>> {
  const years = await openYears(books);
  if (!years.ok) return years;
  // Asked for the facts, somebody may have just set something up: nothing is taken from memory.
  books.memory.catalogues.delete(books.tenant);
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const { catalogue } = registers.value;
  return {
    ok: true,
    value: {
      baseCurrency: BASE_CURRENCY,
      // No column of rates is known; Dynaccount converts by its own.
      currencies: catalogue.currencies.map((code) => ({ code, rate: code === BASE_CURRENCY ? "1" : null })),
      // Only whole years can be read as closed; what else is locked shows when a document is booked.
      lockedUntil: null,
      years: years.value,
      roundingAccount: null,
      accounts: catalogue.accounts.map((row) => cell(row, "account_id_")),
      defaultAccounts: defaultAccounts(registers.value),
      readAt: new Date(books.clock.now()).toISOString(),
    },
  };
}

interface Year {
  readonly from: string;
  readonly to: string;
}

async function openYears({ client }: Books): Promise<LedgerResult<Year[]>> {
  const select = ["id", "is_closed", "time_start", "time_end"];
  const read = await client.rows("year", { select }, { subject: "the financial years" });
  if (!read.ok) return read;
  const years = read.value.flatMap((row): Year[] => {
    const [from, to] = [dayOf(cell(row, "time_start")), dayOf(cell(row, "time_end"))];
    return isYes(row, "is_closed") || from === null || to === null ? [] : [{ from, to }];
  });
  return { ok: true, value: years };
}

/**
 * The debtor group of consumers names the VAT code of domestic sales: that is the one default Dynaccount tells. Its
 * account is shown, while the line's product decides; vouchers, whose accounts are booked as sent, get no guess.
 */
function defaultAccounts({ catalogue, settings }: Registers): DefaultAccount[] {
  if (settings.way === "voucher") return [];
  const code = cell(groupRow("b2c", catalogue, settings) ?? catalogue.debtorGroups[0], "vatcode_name");
  const rate = rateOf(code, catalogue, settings);
  const account = catalogue.accounts
    .filter((row) => cell(row, "vatcode_name") === code)
    .map((row) => cell(row, "account_id_"))[0];
  if (code === "" || rate === null || account === undefined) return [];
  return [{ treatment: "domestic", rate, account, vatCode: code }];
}
