import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { type FixProblem, fix, type Problem } from "../../domain/problem.ts";
import type { Books } from "./books.ts";

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
  const banks = await registers.banks();
  if (!banks.ok) return banks.problem.act === "retry" ? { ...banks.problem, inDoubt: false } : null;
  const codes = new Set(
    banks.value.flatMap((bank) => [bank.Code, bank.BankAccountCode].map(plain)).filter((code) => code !== ""),
  );
  if (codes.size === 0) return null;
  const wrong = receipts.find((one) => {
    const account = one.mode ?? one.account;
    return account !== null && !codes.has(plain(account));
  });
  return wrong === undefined ? null : noBank(wrong);
}

const plain = (code: string): string => code.trim().toUpperCase();

const noBank = ({ method, mode, account }: PlannedPayment): FixProblem =>
  fix(
    "LEDGER_REJECTED",
    `Account ${mode ?? account} of the payment method ${method} is no bank account in AccountsIQ. Choose one of its bank accounts.`,
    { place: "settings", field: "payments.methods", row: { method } },
  );
