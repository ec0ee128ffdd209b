import type { PlannedDocument } from "../../domain/plan.ts";
import { type FixProblem, fix, type Problem } from "../../domain/problem.ts";
import type { LedgerResult, Receipt } from "../connector.ts";
import type { Books } from "./books.ts";
import type { Registers } from "./registers.ts";

/**
 * What would refuse a document's payments once it is posted, so that nothing is posted before it is mended: receipts take
 * one of the entity's banks, where any other account is refused (accountsiq.md 11, U7). Money that goes back may come from
 * any account. A list that AccountsIQ does not give us says nothing.
 */
export async function unbankable(
  { registers }: Books,
  { payments, booking }: PlannedDocument,
): Promise<Problem | null> {
  const receipts = payments.filter((one) => one.direction === "in" && one.setOff === undefined);
  if (booking !== "book" || receipts.length === 0) return null;
  const found = await noBanks(registers, receipts);
  if (!found.ok) return found.problem.act === "retry" ? { ...found.problem, inDoubt: false } : null;
  return found.value[0] ?? null;
}

/** Those of the receipts whose account is none of the entity's banks. */
export async function noBanks(
  registers: Registers,
  receipts: readonly Receipt[],
): Promise<LedgerResult<readonly FixProblem[]>> {
  const banks = await registers.banks();
  if (!banks.ok) return banks;
  const codes = new Set(
    banks.value.flatMap((bank) => [bank.Code, bank.BankAccountCode].map(plain)).filter((code) => code !== ""),
  );
  const wrong = receipts.filter(({ mode, account }) => {
    const code = mode ?? account;
    return codes.size > 0 && code !== null && !codes.has(plain(code));
  });
  return { ok: true, value: wrong.map(noBank) };
}

const plain = (code: string): string => code.trim().toUpperCase();

const noBank = ({ method, mode, account }: Receipt): FixProblem =>
  fix(
    "LEDGER_REJECTED",
    `Account ${mode ?? account} of the payment method ${method} is no bank account in AccountsIQ. Choose one of its bank accounts.`,
    { place: "settings", field: "payments.methods", row: { method } },
  );
