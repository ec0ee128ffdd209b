import { randomUUID } from "node:crypto";
import { dayIn } from "../decision/dates.ts";
import { decide } from "../decision/decide.ts";
import type { DecisionInput } from "../decision/input.ts";
import { changedInLedger } from "../domain/ledger-change.ts";
import type { Order } from "../domain/order.ts";
import type { OrderSums } from "../domain/order-sums.ts";
import type { Plan } from "../domain/plan.ts";
import type { FixProblem, Problem, RetryProblem } from "../domain/problem.ts";
import type { Shop } from "../platforms/platform.ts";
import type { Lane } from "../ports.ts";
import { readConnection, type StoredConnection, setConnectionStatus } from "../store/connections.ts";
import { isDatabaseAway } from "../store/dialect.ts";
import { readEffects } from "../store/effects.ts";
import { readInstallation, type StoredInstallation, setInstallationStatus } from "../store/installations.ts";
import { keepOssRows } from "../store/oss-rows.ts";
import { finishTransfer, forgetTransfer, type TransferResult } from "../store/transfer-leases.ts";
import { appendLog, type NewLogLine } from "../store/transfer-log.ts";
import { type TransferKey, wishOf } from "../store/transfers.ts";
import { currentSettings, ledgerFacts, openLedger } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";
import { execute } from "./effects/execute.ts";
import { existingJournals, nextJournalAt } from "./effects/execute-journals.ts";
import { existingPurchases } from "./effects/execute-purchases.ts";
import { doneOfFlow, effectBook, existingDocuments, limitsOf, numbersOf } from "./effects/existing.ts";
import { noticeFinished } from "./effects/notice-finished.ts";
import { settleDoubts, storePerformed } from "./effects/perform.ts";
import { captureSeenAt } from "./flow/capture.ts";
import { opensNextStep } from "./flow/execute-flow.ts";
import { refuseUndo } from "./inbox/undo.ts";
import { claimLease, type Lease } from "./lease.ts";
import { othersFor } from "./left-to.ts";
import { announce } from "./messages/announce.ts";
import { webhooksJob } from "./messages/deliver.ts";
import { isFromFile } from "./order-files/take-from-file.ts";
import { relayPayout } from "./payouts/payout-transfer.ts";
import { saleOf } from "./purchases/sale-of.ts";
import { orderSums, standingDocuments } from "./reports/order-sums.ts";
import { ossRowsOf } from "./reports/oss-rows.ts";
import {
  crashed,
  fromPlan,
  held,
  leftOutUnread,
  retried,
  retriedLater,
  saleLookedForAgain,
  shownLater,
  unread,
  vanished,
  waiting,
} from "./results.ts";
import { openShop } from "./shop.ts";
import { showState } from "./show-state.ts";
import { askedAgain, checkVatNumber, describeCheck } from "./vat-number-check.ts";
import { type EffectBook, LeaseLost, type Work } from "./work.ts";

/** Refusals of our access in a row after which a shop counts as disconnected (platforms.md 3.4). */
const REFUSALS = 3;

/** The same for a ledger: a token that is refused although it is fresh may be one that has not reached all its servers. */
const LEDGER_REFUSALS = 2;

/** One run over one order. */
interface Run {
  readonly context: Context;
  readonly key: TransferKey;
  /** Null when it was removed meanwhile. */
  readonly connection: StoredConnection | null;
  readonly lease: Lease;
  readonly lane: Lane;
  readonly lines: NewLogLine[];
}

/**
 * The one road of an order (design section 2): claim -> load -> settle doubts -> decide -> execute -> report.
 * Safe to call at any time and any number of times; does nothing when nothing is wanted or another worker is at it.
 */
export async function handleTransfer(context: Context, key: TransferKey, lane: Lane): Promise<void> {
  for (;;) {
    const lease = await claimLease(context, key);
    if (lease === null) return;
    try {
      const about = { ...key, delivery: lease.transfer.cause };
      const connection = await readConnection(context.store, key.installationId, key.connectionId);
      const next = await context.ports.log.during(about, () =>
        work({ context, key, connection, lease, lane, lines: [] }),
      );
      if (next === "done") return;
    } finally {
      await lease.stop();
    }
  }
}

async function work(run: Run): Promise<"done" | "again"> {
  const { ports } = run.context;
  try {
    return await finish(run, await relay(run));
  } catch (error) {
    if (error instanceof LeaseLost) return "done";
    // Nothing is wrong with the order; its lease runs out, and by then the database may be back.
    if (isDatabaseAway(error)) throw error;
    const number = randomUUID().slice(0, 8);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    ports.log.error("an order could not be worked on", { ...run.key, number, error: stack });
    return await finish(run, crashed(run.lease.transfer, number, ports.clock.now()));
  }
}

/** "forget": the shop never knew the order. */
async function relay(run: Run): Promise<TransferResult | "forget"> {
  const { context, key, connection, lease } = run;
  const installation = await readInstallation(context.store, key.installationId);
  if (installation === null) return "forget";
  // Kept for the same books connected anew: they inherit what waited here (R17).
  if (connection === null) return waiting(lease.transfer, null, "NOT_CONNECTED");
  if (installation.status !== "installed") return waiting(lease.transfer, null, "NOT_CONNECTED");
  if (lease.transfer.kind === "payout") {
    return await relayPayout({
      ...run,
      installation,
      connection,
      note: (step, message, detail) => note(run, step, message, detail),
      shopProblem: (problem) => shopProblem(run, installation, problem),
      ledgerProblem: (problem) => ledgerProblem(run, connection, null, problem, null),
    });
  }
  const shop = openShop(context, installation, laneOf(run));
  const loaded = await shop.order(key.orderId);
  if (!loaded.ok) {
    return leftOutUnread(lease.transfer, await shopProblem(run, installation, loaded.problem));
  }
  const order = loaded.value;
  if (order === null) {
    if (lease.transfer.version === null) return "forget";
    await refuseUndo(context, key, lease.transfer);
    return leftOutUnread(lease.transfer, vanished(lease.transfer, context.ports.clock.now()));
  }
  const stands = await toLedger(run, installation, connection, shop, order);
  const { adminUrl, country } = installation;
  const standing = { key, order, adminUrl, country, ...stands };
  const { shown, problem } = connection.isPractice
    ? { shown: null, problem: null }
    : await showState(context, shop, standing, lease.transfer.shown);
  const result = {
    ...stands.result,
    shown,
    sums: await keepFigures(run, connection, order, stands),
    ...(stands.effects === null ? {} : { documents: numbersOf(stands.effects) }),
  };
  return problem?.act === "retry" ? shownLater(lease.transfer, result, context.ports.clock.now()) : result;
}

/** History leaves the shop to what happens now; what somebody waits for is never history. */
function laneOf({ lane, lease }: Run): Lane {
  return lane === "backlog" && lease.transfer.imported ? "backlog" : "people";
}

/** Keeps what the reports add up: the order's sums with its state, its OSS rows for themselves. */
async function keepFigures(
  run: Run,
  connection: StoredConnection,
  order: Order,
  { plan, effects }: Stands,
): Promise<OrderSums> {
  const { context, key, lease } = run;
  const { booksSeparately } = connectorOf(context, connection.system).capabilities;
  if (effects !== null) {
    const standing = standingDocuments(plan, effects, booksSeparately);
    const rows = ossRowsOf(standing);
    // Most orders never have any; only what is not booked for good can lose those it had.
    const mayHaveLost = (plan?.removals ?? []).length > 0 || standing.some((one) => one.booking === "draft");
    if (rows.length > 0 || mayHaveLost) await keepOssRows(context.store, key, rows);
  }
  const settings = await currentSettings(context, connection);
  return orderSums(order, plan, effects, booksSeparately, lease.transfer.sums, settings);
}

/** How an order stands after a run, as far as the run got. */
interface Stands {
  readonly result: TransferResult;
  readonly plan: Plan | null;
  readonly effects: EffectBook | null;
}

async function toLedger(
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
  const connector = connectorOf(context, connection.system);
  const { capabilities, name } = connector;
  const settings = await currentSettings(context, connection);
  const job: Work = {
    context,
    key,
    installation,
    connection: { ...connection, facts: facts.value },
    settings,
    ledger,
    shop,
    attempts: transfer.attempts,
    owner: lease.owner,
    effects: effectBook(await readEffects(context.store, key)),
    warnings: new Set(),
    foundDocuments: new Set(),
    postponed: [],
    checkLease: lease.check,
    note: (step, message, detail) => note(run, step, message, detail),
  };
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
  const fromFile = await isFromFile(context, installation, order);
  const today = dayIn(order.timeZone, new Date(context.ports.clock.now()).toISOString());
  const sold = await saleOf(context, key, settings);
  const leftTo = await othersFor(job, order);
  const inputNow = (): DecisionInput => ({
    order,
    settings,
    facts: facts.value,
    existing: existingDocuments(effects, capabilities.booksSeparately),
    journals: existingJournals(effects),
    purchases: existingPurchases(effects),
    ...sold,
    flowDone: doneOfFlow(effects),
    ...(leftTo === null ? {} : { leftTo }),
    today,
    shopCountry: installation.country,
    ...limitsOf(connector, settings),
    ledgerName: name,
    imported: transfer.imported,
    ...wishOf(transfer),
    fromFile,
  });
  const check = await checkVatNumber(context, key.installationId, inputNow());
  const decided = (): Plan => decide({ ...inputNow(), vatNumberChecks: check === null ? [] : [check] });
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

async function ledgerProblem(
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

async function shopProblem(
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
  await setInstallationStatus(store, installation.id, "disconnected", ports.clock.now());
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

function note(run: Run, step: string, message: string, detail?: unknown): void {
  run.lines.push({ step, message, detail, atMs: run.context.ports.clock.now() });
}

/** Notes a problem once, not at each of its retries. */
function noteProblem(run: Run, problem: Problem): void {
  const { transfer } = run.lease;
  const isRepeated = transfer.message === problem.message;
  if (isRepeated) return;
  const code = problem.act === "fix" ? problem.code : "RETRYING";
  const { theirs } = problem;
  note(run, "problem", problem.message, theirs === undefined ? { code } : { code, theirs });
}

async function finish(run: Run, result: TransferResult | "forget"): Promise<"done" | "again"> {
  const { store, ports } = run.context;
  const { owner, transfer } = run.lease;
  if (result === "forget") {
    await forgetTransfer(store, run.key, owner);
    return "done";
  }
  await appendLog(store, run.key, run.lines);
  const isPractice = run.connection?.isPractice === true;
  const told = isPractice ? [] : await announce(run.context, run.key, transfer, result);
  const now = ports.clock.now();
  const next = await finishTransfer(store, run.key, owner, transfer.wantedSeq, result, now);
  if (told.length > 0) {
    const { installationId } = run.key;
    await ports.queue.add(told.map((endpointId) => webhooksJob({ installationId, endpointId })));
  }
  // A retry is found by the tick when it is due: a delayed job would hide it from "sync now".
  return next === "again" ? "again" : "done";
}
