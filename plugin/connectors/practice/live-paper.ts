import { type FixProblem, fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerResult } from "../connector.ts";
import type { Books } from "./books.ts";
import type { Kept, Paper } from "./records.ts";

/** A document that is still there. */
export async function livePaper(books: Books, ref: LedgerRef): Promise<LedgerResult<Kept<Paper>>> {
  const kept = await books.papers.get(ref.id);
  if (kept !== null && kept.value.state !== "removed") return { ok: true, value: kept };
  return changed(`Document ${ref.number} is not in the practice books any more.`);
}

export function changed(message: string): LedgerResult<never> {
  return { ok: false, problem: fix("CHANGED_IN_LEDGER", message, { place: "order" }) };
}

export function refused(message: string): { readonly ok: false; readonly problem: FixProblem } {
  return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "order" }) };
}

/** Somebody was quicker: decided again, it comes out right. */
export function overtaken(ref: LedgerRef): LedgerResult<never> {
  const message = `Document ${ref.number} was changed at the same moment.`;
  return { ok: false, problem: { act: "retry", message, inDoubt: false } };
}
