import { z } from "zod";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult, Needs } from "../connector.ts";
import { companySettings, financialYear } from "./answers.ts";
import type { Client } from "./client.ts";

/** One small call per part of Fortnox that is written to: it shows scope, licence and rights. */
const PARTS = [
  ["/3/customers?limit=1", "customers"],
  ["/3/articles?limit=1", "articles"],
  ["/3/invoices?limit=1", "invoices"],
  ["/3/invoicepayments?limit=1", "payments"],
  ["/3/accounts?limit=1", "bookkeeping"],
  ["/3/currencies?limit=1", "currencies"],
] as const;

/** What would stop transfers, found before the first order: licences, permissions, the year, details for e-mails. */
export async function checkBooks(
  client: Client,
  clock: Clock,
  needs: Needs = {},
): Promise<LedgerResult<readonly FixProblem[]>> {
  const problems: FixProblem[] = [];
  if (needs.orders === true) {
    const reply = await client.read("/3/orders?limit=1", z.unknown(), "orders", { ofOrders: true });
    if (!reply.ok && (reply.problem.act === "retry" || reply.refusal === null)) return reply;
    if (!reply.ok && reply.problem.act === "fix") problems.push(reply.problem);
  }
  for (const [path, part] of PARTS) {
    const reply = await client.read(path, z.unknown(), part);
    if (reply.ok) continue;
    if (reply.problem.act === "retry" || reply.refusal === null) return reply;
    problems.push(reply.problem);
  }

  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const years = await client.list("/3/financialyears", "FinancialYears", financialYear, "financial years");
  if (years.ok) {
    const open = years.value.some((year) => year.FromDate <= today && today <= year.ToDate);
    if (!open) problems.push(noYear(today));
  } else if (years.problem.act === "retry" || years.refusal === null) return years;
  else problems.push(years.problem);

  const company = await client.read("/3/settings/company", companySettings, "the company's settings");
  if (company.ok) {
    const { BG, PG, IBAN } = company.value;
    if (BG === "" && PG === "" && IBAN === "") problems.push(noBank);
  } else if (company.problem.act === "retry" || company.refusal === null) return company;
  else problems.push(company.problem);

  return { ok: true, value: distinct(problems) };
}

const noYear = (day: string): FixProblem =>
  fix("PERIOD_LOCKED", `Fortnox has no financial year for ${day}. Create the year in Fortnox.`, {
    place: "ledger",
  });

const noBank: FixProblem = fix(
  "LEDGER_REJECTED",
  "Fortnox has no bank details of the company, so it cannot send invoices by e-mail.",
  { place: "ledger" },
);

/** A lost login refuses every part in the same words: it is told once. */
function distinct(problems: readonly FixProblem[]): FixProblem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
