import type { Order } from "../domain/order.ts";
import type { Plan } from "../domain/plan.ts";
import type { FixProblem, Problem } from "../domain/problem.ts";
import { type StoredConnection, setConnectionStatus } from "../store/connections.ts";
import { disconnectInstallation, type StoredInstallation } from "../store/installations.ts";
import type { TransferResult } from "../store/transfers/transfer-leases.ts";
import { held, retried, unread, waiting } from "./results.ts";
import { noteProblem, type Run } from "./run.ts";

/** Refusals of our access in a row after which a shop counts as disconnected (platforms.md 3.4). */
const REFUSALS = 3;

/** The same for a ledger: a token that is refused although it is fresh may be one that has not reached all its servers. */
const LEDGER_REFUSALS = 2;

export async function ledgerProblem(
  run: Run,
  connection: StoredConnection,
  order: Order | null,
  problem: Problem,
  plan: Plan | null,
): Promise<TransferResult> {
  const { store, ports } = run.context;
  noteProblem(run, problem);
  if (problem.act === "retry") return retried(run.lease.transfer, order, problem, ports.clock.now());
  if (problem.code === "NOT_CONNECTED") {
    const again = refusedAgain(run, order, problem);
    if (again.attempts < LEDGER_REFUSALS) return again;
    await setConnectionStatus(store, connection, "needs_reauth", ports.clock.now());
    ports.log.warn("a ledger asks for a new consent", { connection: connection.id, theirs: problem.theirs });
  }
  return held(run.lease.transfer, order, problem, plan);
}

export async function shopProblem(
  run: Run,
  installation: StoredInstallation,
  problem: Problem,
): Promise<TransferResult> {
  const { clock } = run.context.ports;
  noteProblem(run, problem);
  const { transfer } = run.lease;
  if (problem.act === "retry") return unread(transfer, problem, clock.now());
  return problem.code === "NOT_CONNECTED"
    ? await refusedByShop(run, installation, problem)
    : held(transfer, null, problem, null);
}

/** A refused access may be a slip of the shop's; three in a row end the installation's work until it is renewed. */
async function refusedByShop(
  run: Run,
  installation: StoredInstallation,
  problem: FixProblem,
): Promise<TransferResult> {
  const { store, ports } = run.context;
  const { transfer } = run.lease;
  const again = refusedAgain(run, null, problem);
  if (again.attempts < REFUSALS) return again;
  const isLost = await disconnectInstallation(store, installation, ports.clock.now());
  if (!isLost) return { ...again, attempts: 0 };
  ports.log.warn("a shop refuses our access", { installation: installation.id, theirs: problem.theirs });
  return { ...waiting(transfer, null, "NOT_CONNECTED", problem.message), attempts: 0 };
}

/** Tried again after a growing while; `attempts` are the refusals in a row. */
function refusedAgain(run: Run, order: Order | null, problem: FixProblem): TransferResult {
  const { transfer } = run.lease;
  const attempts = transfer.code === "NOT_CONNECTED" ? transfer.attempts : 0;
  const again = retried({ ...transfer, attempts }, order, problem, run.context.ports.clock.now());
  return { ...again, code: "NOT_CONNECTED", fix: problem.fix };
}
