import { dayIn } from "../decision/dates.ts";
import { changedInLedger } from "../domain/ledger-change.ts";
import type { Order } from "../domain/order.ts";
import type { Plan } from "../domain/plan.ts";
import type { Problem, RetryProblem } from "../domain/problem.ts";
import type { Shop } from "../platforms/platform.ts";
import type { StoredConnection } from "../store/connections.ts";
import { readEffects } from "../store/effects/effects.ts";
import type { StoredInstallation } from "../store/installations.ts";
import type { TransferResult } from "../store/transfers/transfer-leases.ts";
import { currentSettings, ledgerFacts, openLedger } from "./books.ts";
import { decidingOf } from "./decision-input.ts";
import { execute } from "./effects/execute.ts";
import { nextJournalAt } from "./effects/execute-journals.ts";
import { effectBook } from "./effects/existing.ts";
import { noticeFinished } from "./effects/notice-finished.ts";
import { settleDoubts, storePerformed } from "./effects/perform.ts";
import { captureSeenAt } from "./flow/capture.ts";
import { opensNextStep } from "./flow/execute-flow.ts";
import { fromPlan, retriedLater, saleLookedForAgain, waiting } from "./results.ts";
import { note, noteProblem, type Run } from "./run.ts";
import { startWork } from "./start-work.ts";
import { ledgerProblem } from "./trouble.ts";
import { askedAgain, describeCheck } from "./vat-number-check.ts";
import type { EffectBook, Work } from "./work.ts";

/** How an order stands after a run, as far as the run got. */
export interface Stands {
  readonly result: TransferResult;
  readonly plan: Plan | null;
  readonly effects: EffectBook | null;
}

/** Takes one order as far as it goes in the books of one connection: doubts settled, decided, carried out. */
export async function toLedger(
  run: Run,
  installation: StoredInstallation,
  connection: StoredConnection,
  shop: Shop,
  order: Order,
): Promise<Stands> {
  const { context, key, lease } = run;
  const { transfer } = lease;
  if (connection.status !== "connected") {
    const code = connection.status === "paused" ? "PAUSED" : "NOT_CONNECTED";
    return { result: waiting(transfer, order, code), plan: null, effects: null };
  }
  const ledger = openLedger(context, connection, run.lane, lease.check);
  const facts = await ledgerFacts(context, connection, ledger);
  if (!facts.ok) {
    const result = await ledgerProblem(run, connection, order, facts.problem, null);
    return { result, plan: null, effects: null };
  }
  const settings = await currentSettings(context, connection);
  const job = startWork(run, {
    installation,
    connection: { ...connection, facts: facts.value },
    settings,
    ledger,
    shop,
    effects: effectBook(await readEffects(context.store, key)),
    note: (step, message, detail) => note(run, step, message, detail),
  });
  const { effects } = job;
  const changes = effects.openChanges();
  if (changes.length > 0) {
    const problem = changedInLedger(
      changes.map((one) => one.change),
      changes[0]?.ref?.url ?? null,
    );
    return { result: await ledgerProblem(run, connection, order, problem, null), plan: null, effects };
  }
  const doubt = await settleDoubts(job);
  if (doubt !== null) {
    return { result: await ledgerProblem(run, connection, order, doubt, null), plan: null, effects };
  }
  const today = dayIn(order.timeZone, new Date(context.ports.clock.now()).toISOString());
  const books = { context, installation, connection, settings, facts: facts.value };
  const { check, lacks, plan: decided } = await decidingOf(books, { key, order, effects, transfer });
  if (lacks !== null) {
    return { result: await ledgerProblem(run, connection, order, lacks, null), plan: null, effects };
  }
  let plan = decided();
  const news = await noticeFinished(job, plan);
  if (news === true) plan = decided();
  for (const { code, message } of plan.notices) {
    if (!transfer.warnings.includes(code)) note(run, "warning", message, { code });
  }
  let problem = typeof news === "boolean" ? await carryOut(job, plan, order, today) : news;
  while (problem === null && opensNextStep(plan)) {
    plan = decided();
    problem = await carryOut(job, plan, order, today);
  }
  if (problem !== null) {
    return { result: await ledgerProblem(run, connection, order, problem, plan), plan, effects };
  }
  for (const { warning } of effects.all()) if (warning !== null) job.warnings.add(warning);
  const planned = {
    ...fromPlan(transfer, order, plan, job.warnings),
    retryAt: soonest(nextJournalAt(plan, today), captureSeenAt(job, order, context.ports.clock.now())),
  };
  const looked = saleLookedForAgain(transfer, planned, context.ports.clock.now());
  const through = askedAgain(looked, check, context.ports.clock.now());
  const result = postponed(run, through, job.postponed);
  if (
    transfer.state !== result.state ||
    transfer.code !== result.code ||
    transfer.message !== result.message
  ) {
    const { state, code } = result;
    note(run, "decide", result.message ?? "Everything the settings ask for is in the ledger.", {
      state,
      code,
      ...(plan.flow === undefined ? {} : { flow: plan.flow.steps }),
    });
    if (check !== null) note(run, "vat-number", describeCheck(check), check);
  }
  return { result, plan, effects };
}

async function carryOut(job: Work, plan: Plan, order: Order, today: string): Promise<Problem | null> {
  try {
    return await execute(job, plan, order, today);
  } finally {
    await storePerformed(job);
  }
}

/** The earlier of two instants; null where there is none. */
function soonest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** An order that went through, to be looked at again for what can be made up for. */
function postponed(run: Run, result: TransferResult, problems: readonly RetryProblem[]): TransferResult {
  const [problem] = problems;
  if (problem === undefined) return result;
  if (run.lease.transfer.attempts === 0) noteProblem(run, problem);
  return retriedLater(run.lease.transfer, result, problem, run.context.ports.clock.now());
}
