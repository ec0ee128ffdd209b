import type { Problem } from "../domain/problem.ts";
import type { Lane } from "../ports.ts";
import type { StoredConnection } from "../store/connections.ts";
import type { NewLogLine } from "../store/transfers/transfer-log.ts";
import type { TransferKey } from "../store/transfers/transfers.ts";
import type { Context } from "./context.ts";
import type { Lease } from "./lease.ts";

/** One run over one order. */
export interface Run {
  readonly context: Context;
  readonly key: TransferKey;
  /** Null when it was removed meanwhile. */
  readonly connection: StoredConnection | null;
  readonly lease: Lease;
  readonly lane: Lane;
  readonly lines: NewLogLine[];
}

export function note(run: Run, step: string, message: string, detail?: unknown): void {
  run.lines.push({ step, message, detail, atMs: run.context.ports.clock.now() });
}

/** Notes a problem once, not at each of its retries. */
export function noteProblem(run: Run, problem: Problem): void {
  const { transfer } = run.lease;
  const isRepeated = transfer.message === problem.message;
  if (isRepeated) return;
  const code = problem.act === "fix" ? problem.code : "RETRYING";
  const { theirs } = problem;
  note(run, "problem", problem.message, theirs === undefined ? { code } : { code, theirs });
}
