import { randomUUID } from "node:crypto";
import type { Order } from "../domain/order.ts";
import type { OrderSums } from "../domain/order-sums.ts";
import type { Lane } from "../ports.ts";
import { readConnection, type StoredConnection } from "../store/connections.ts";
import { isDatabaseAway } from "../store/dialect.ts";
import { readInstallation } from "../store/installations.ts";
import { keepOssRows } from "../store/reports/oss-rows.ts";
import { finishTransfer, forgetTransfer, type TransferResult } from "../store/transfers/transfer-leases.ts";
import { appendLog } from "../store/transfers/transfer-log.ts";
import type { TransferKey } from "../store/transfers/transfers.ts";
import { currentSettings } from "./books.ts";
import { type Context, connectorOf } from "./context.ts";
import { numbersOf } from "./effects/existing.ts";
import { refuseUndo } from "./inbox/undo.ts";
import { claimLease } from "./lease.ts";
import { announce } from "./messages/announce.ts";
import { webhooksJob } from "./messages/deliver.ts";
import { relayPayout } from "./payouts/payout-transfer.ts";
import { orderSums, standingDocuments } from "./reports/order-sums.ts";
import { ossRowsOf } from "./reports/oss-rows.ts";
import { crashed, leftOutUnread, shownLater, vanished, waiting } from "./results.ts";
import { note, type Run } from "./run.ts";
import { openShop } from "./shop.ts";
import { showState } from "./show-state.ts";
import { type Stands, toLedger } from "./to-ledger.ts";
import { ledgerProblem, shopProblem } from "./trouble.ts";
import { LeaseLost } from "./work.ts";

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

async function finish(run: Run, result: TransferResult | "forget"): Promise<"done" | "again"> {
  const { store, ports } = run.context;
  const { owner, transfer } = run.lease;
  if (result === "forget") {
    const next = await forgetTransfer(store, run.key, owner, transfer.wantedSeq, ports.clock.now());
    return next === "again" ? "again" : "done";
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
