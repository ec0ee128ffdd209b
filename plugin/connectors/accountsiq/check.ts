import { z } from "zod";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult, Needs } from "../connector.ts";
import { isFalse } from "./answers.ts";
import { noBanks } from "./bank-accounts.ts";
import type { Client } from "./client.ts";
import { readPeriods } from "./facts.ts";
import type { Registers } from "./registers.ts";
import type { AccountsIqSettings } from "./settings.ts";
import { codeFor } from "./tax-codes.ts";

const valid = z.string().transform((text) => !isFalse(text));

/** What would stop transfers, found before the first order. */
export async function checkBooks(
  client: Client,
  registers: Registers,
  clock: Clock,
  settings: AccountsIqSettings,
  { receipts = [] }: Needs = {},
): Promise<LedgerResult<readonly FixProblem[]>> {
  const problems: FixProblem[] = [];
  const subject = "the settings of AccountsIQ";
  const defaults = await client.call("CheckCustomerDefaultsValidity", {}, valid, { subject });
  if (!defaults.ok && (defaults.problem.act === "retry" || defaults.refusal === null)) return defaults;
  if (!defaults.ok && defaults.problem.act === "fix") problems.push(defaults.problem);
  if (defaults.ok && !defaults.value) problems.push(noDefaults);

  const periods = await readPeriods(client);
  if (!periods.ok) return periods;
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const current = periods.value.find((one) => one.StartDate <= today && today <= one.EndDate);
  if (current === undefined || current.SalesLedgerClosed) problems.push(noPeriod(today));

  const taxes = await registers.taxes();
  if (!taxes.ok) return taxes;
  const hasCode = taxes.value.some((one) => one.Code === settings.zero_tax_code);
  if (settings.zero_tax_code === undefined ? codeFor("outside", "0", taxes.value) === null : !hasCode) {
    problems.push(noZeroCode);
  }
  if (receipts.length > 0) {
    const wrong = await noBanks(registers, receipts);
    if (!wrong.ok && wrong.problem.act === "retry") return wrong;
    // A list that AccountsIQ does not give us says nothing.
    if (wrong.ok) problems.push(...wrong.value);
  }
  return { ok: true, value: problems };
}

const noDefaults = fix(
  "LEDGER_REJECTED",
  "The defaults of new customers are not set up in AccountsIQ, so no customer can be made.",
  { place: "ledger" },
);

const noPeriod = (day: string): FixProblem =>
  fix("PERIOD_LOCKED", `AccountsIQ has no open period for ${day}. Open one there.`, { place: "ledger" });

const noZeroCode = fix(
  "VAT_UNMAPPED",
  "It is not plain which VAT code in AccountsIQ stands for what is outside VAT. Choose it in the settings.",
  { place: "settings", field: "ledger.zero_tax_code" },
);
