import { buyerKey } from "../decision/customer.ts";
import { formatMoney } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { Outcome, Plan } from "../domain/plan.ts";
import { codes, type FixProblem, type RetryProblem, type Warning } from "../domain/problem.ts";
import type { TransferResult } from "../store/transfers/transfer-leases.ts";
import type { Transfer } from "../store/transfers/transfers.ts";
import { storedKey } from "./parties/reserved.ts";
import { retryDelay } from "./retry.ts";

type Waiting = "NOT_CONNECTED" | "PAUSED" | "RETRYING";

/** What becomes of a transfer whose plan was carried out. */
export function fromPlan(
  transfer: Transfer,
  order: Order,
  plan: Plan,
  noted: ReadonlySet<Warning>,
): TransferResult {
  return {
    ...fromOutcome(transfer, plan.outcome),
    ...base(transfer, order),
    // What was found while writing cards and rows stays true: they are not written again when the order is looked at anew.
    warnings: [...new Set([...plan.warnings, ...noted, ...transfer.warnings.filter(isSticky)])],
  };
}

/** What a decision comes to, when all of it was carried out. */
export function fromOutcome(transfer: Transfer, outcome: Outcome): TransferResult {
  return {
    ...base(transfer, null),
    state: outcome.state,
    code: outcome.state === "booked" ? null : outcome.code,
    message: outcome.state === "booked" ? null : outcome.message,
    fix: outcome.state === "held" ? outcome.fix : null,
    warnings: [],
    attempts: 0,
  };
}

const STICKY: ReadonlySet<Warning> = new Set([
  "CUSTOMER_NOT_UPDATED",
  "CUSTOMER_DATA_LEFT_OUT",
  "ARTICLE_NOT_USED",
] as const);

const isSticky = (warning: Warning): boolean => STICKY.has(warning);

/** A person must act: the order is held until something changes. */
export function held(
  transfer: Transfer,
  order: Order | null,
  problem: FixProblem,
  plan: Plan | null,
): TransferResult {
  const { code, message, fix } = problem;
  return {
    ...base(transfer, order),
    state: codes[code].state,
    code,
    message,
    fix,
    warnings: plan?.warnings ?? [],
    attempts: 0,
  };
}

/** Time heals it: tried again after a growing while, or when the other side asked for. */
export function retried(
  transfer: Transfer,
  order: Order | null,
  problem: Pick<RetryProblem, "message" | "afterMs">,
  nowMs: number,
): TransferResult {
  const attempts = transfer.attempts + 1;
  const retryAt = nowMs + Math.max(problem.afterMs ?? 0, retryDelay(attempts));
  return { ...waiting(transfer, order, "RETRYING", problem.message), attempts, retryAt };
}

/**
 * The shop could not be read just now. What was settled stays so until we know better: an order does not stop being
 * booked because its shop does not answer.
 */
export function unread(
  transfer: Transfer,
  problem: Pick<RetryProblem, "message" | "afterMs">,
  nowMs: number,
): TransferResult {
  const again = retried(transfer, null, problem, nowMs);
  const { state, code, message, fix, warnings } = transfer;
  return state === "booked" || state === "skipped"
    ? { ...again, state, code, message, fix, warnings }
    : again;
}

export function waiting(
  transfer: Transfer,
  order: Order | null,
  code: Waiting,
  message: string = codes[code].sentence,
): TransferResult {
  return {
    ...base(transfer, order),
    state: "waiting",
    code,
    message,
    fix: code === "RETRYING" ? null : { place: "connection" },
    warnings: transfer.warnings,
    attempts: transfer.attempts,
  };
}

/** About half an hour of tries. */
const MAX_MISSES = 8;

/**
 * The shop knew this order and knows it no more. What is settled stays as it is; else it is asked again for a while,
 * because a shop that is being repaired may say so of every order, and then a person looks.
 */
export function vanished(transfer: Transfer, nowMs: number): TransferResult {
  const { state, code, message, fix, warnings } = transfer;
  if (state === "booked" || state === "skipped") {
    return { ...base(transfer, null), state, code, message, fix, warnings, attempts: 0 };
  }
  const sentence = "The shop does not know this order any more.";
  if (transfer.attempts < MAX_MISSES) return retried(transfer, null, { message: sentence }, nowMs);
  const problem: FixProblem = {
    act: "fix",
    code: "ORDER_UNREADABLE",
    message: sentence,
    fix: { place: "shop" },
  };
  return held(transfer, null, problem, null);
}

/** An order nobody can read can still be left out by hand, while nothing of it is in the ledger. */
export function leftOutUnread(transfer: Transfer, result: TransferResult): TransferResult {
  const { leftOut, documents } = transfer;
  if (leftOut === null || documents.length > 0 || result.code !== "ORDER_UNREADABLE") return result;
  const message = `Left out by hand: ${leftOut.reason}`;
  return { ...result, state: "skipped", code: "SKIPPED_BY_HAND", message, fix: null };
}

const MAX_CRASHES = 3;

/** Our own mistake: a few tries, then parked for us to look at, without stopping other orders. */
export function crashed(transfer: Transfer, number: string, nowMs: number): TransferResult {
  if (transfer.attempts < MAX_CRASHES) {
    return retried(transfer, null, { message: codes.RETRYING.sentence }, nowMs);
  }
  const message = `${codes.INTERNAL.sentence} Reference ${number}.`;
  const problem: FixProblem = { act: "fix", code: "INTERNAL", message, fix: { place: "order" } };
  return held(transfer, null, problem, null);
}

function base(transfer: Transfer, order: Order | null): Pick<TransferResult, "retryAt" | "shown" | "order"> {
  return { retryAt: null, shown: transfer.shown, order: order === null ? null : summaryOf(order) };
}

function summaryOf(order: Order): NonNullable<TransferResult["order"]> {
  return {
    // As long as the columns are: a long name must not keep an order from being worked on.
    number: order.number.slice(0, 191),
    customer: (order.customer.company ?? order.customer.name).slice(0, 255),
    buyerKey: storedKey(buyerKey(order)),
    total: formatMoney(order.total),
    currency: order.currency,
    orderedAt: new Date(order.createdAt).toISOString(),
    url: order.url,
    version: order.updatedAt,
    ...(order.listedSums === undefined ? {} : { listedSums: order.listedSums }),
  };
}

/** About a day of tries. */
const LATER_ATTEMPTS = 100;

/** The order went through but for something that is tried again by itself; it stays as it stands meanwhile. */
export function retriedLater(
  transfer: Transfer,
  result: TransferResult,
  problem: RetryProblem,
  nowMs: number,
): TransferResult {
  const attempts = transfer.attempts + 1;
  if (attempts > LATER_ATTEMPTS) return result;
  const again = nowMs + Math.max(problem.afterMs ?? 0, retryDelay(attempts));
  return { ...result, attempts, retryAt: Math.min(again, result.retryAt ?? again) };
}

/** After some hours of tries a sale that is not booked is held, or unpaid for long. */
const SALE_ATTEMPTS = 20;
const SALE_LATER_MS = 6 * 3_600_000;

/**
 * What is bought from another company waits for its sale, which may be booked without anything pointing here. Tries are
 * counted anew when it waits for something else: a sale that somebody works on is through in a moment.
 */
export function saleLookedForAgain(
  transfer: Transfer,
  result: TransferResult,
  nowMs: number,
): TransferResult {
  if (result.code !== "SALE_NOT_BOOKED") return result;
  const isTheSame = transfer.code === "SALE_NOT_BOOKED" && transfer.message === result.message;
  const attempts = (isTheSame ? transfer.attempts : 0) + 1;
  const delay = attempts < SALE_ATTEMPTS ? retryDelay(attempts) : SALE_LATER_MS;
  return { ...result, attempts, retryAt: nowMs + delay };
}

const SHOW_ATTEMPTS = 10;

/** The platform could not take the order's accounting state: looked at again, until it does or it has had its chances. */
export function shownLater(transfer: Transfer, result: TransferResult, nowMs: number): TransferResult {
  const attempts = transfer.attempts + 1;
  const at = nowMs + retryDelay(attempts);
  const isSooner = result.retryAt !== null && result.retryAt <= at;
  if (isSooner || result.code === "RETRYING" || attempts > SHOW_ATTEMPTS) return result;
  return { ...result, attempts, retryAt: at };
}
