import { createHash } from "node:crypto";
import type { LedgerResult, Performed } from "../../connectors/connector.ts";
import { FLOW_DOCUMENT, messageStep, type PlannedMessage } from "../../domain/flow.ts";
import { formatMoney } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { fix, type Problem, type RetryProblem } from "../../domain/problem.ts";
import { HttpFailure } from "../../ports.ts";
import { performBy, storeFound } from "../effects/perform.ts";
import { signedHeaders } from "../messages/webhook-signature.ts";
import type { Work } from "../work.ts";
import type { MessageOperation } from "./flow-operation.ts";
import { messageSecret } from "./message-secret.ts";

const TYPE = "order.step_reached";
const TIMEOUT_MS = 15_000;
/** About half an hour of tries; then a person looks. */
const MOST_TRIES = 8;

/**
 * Sends the signed message of a step (Standard Webhooks). Its id is the same for ever, so whoever gets it twice knows.
 * An awaited one is a problem until its address has answered 2xx; another is tried again while the order goes on.
 */
export async function sendMessage(
  work: Work,
  order: Order,
  message: PlannedMessage,
): Promise<Problem | null> {
  const operation = { step: "message", message, ...messageOf(work, order, message) } as const;
  if (work.connection.isPractice) {
    const ref = { id: operation.messageId, number: operation.messageId, url: null };
    await storeFound(work, { document: FLOW_DOCUMENT, step: messageStep(message.when), operation }, { ref });
    work.note("message", `Practice books: ${hostOf(message)} would get the message about "${message.when}".`);
    return null;
  }
  const sent = await performBy(work, FLOW_DOCUMENT, messageStep(message.when), operation, () =>
    post(work, operation),
  );
  if (sent.ok) {
    work.note("message", `${hostOf(message)} took the message about "${message.when}".`);
    return null;
  }
  const { problem } = sent;
  if (message.isAwaited) return problem.act === "retry" ? heldAtLast(work, message, problem) : problem;
  if (problem.act === "retry") work.postponed.push(problem);
  return problem.act === "retry" ? null : problem;
}

async function post(
  work: Work,
  { message, messageId, body }: MessageOperation,
): Promise<LedgerResult<Performed>> {
  const { ports } = work.context;
  const secret = await messageSecret(work.context, work.connection);
  const headers = {
    "content-type": "application/json",
    ...signedHeaders(secret, { id: messageId, body }, ports.clock.now()),
  };
  try {
    // Redirects are answers like any other: a signed body goes where the merchant said and nowhere else.
    const { status } = await ports.http({
      method: "POST",
      url: message.url,
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      untrusted: true,
    });
    if (status >= 200 && status < 300)
      return { ok: true, value: { ref: { id: messageId, number: messageId, url: null } } };
    return { ok: false, problem: unanswered(message, `it answered ${status}`) };
  } catch (error) {
    if (error instanceof HttpFailure) return { ok: false, problem: unanswered(message, error.message) };
    throw error;
  }
}

/** Not in doubt: sent again it has the same id. */
function unanswered(message: PlannedMessage, theirs: string): RetryProblem {
  const text = `${hostOf(message)} did not take the message about "${message.when}". It is tried again by itself.`;
  return { act: "retry", message: text, inDoubt: false, theirs };
}

function heldAtLast(work: Work, message: PlannedMessage, problem: RetryProblem): Problem {
  if (work.attempts < MOST_TRIES) return problem;
  const text = `${hostOf(message)} has not taken the message about "${message.when}" in ${MOST_TRIES} tries, and the flow waits for its answer.`;
  const place = { place: "settings", field: "orders.flow" } as const;
  return fix("WEBHOOK_UNANSWERED", text, place, problem.theirs);
}

const hostOf = ({ url }: PlannedMessage): string => URL.parse(url)?.host ?? url;

function messageOf(
  { key, effects, context }: Work,
  order: Order,
  { when, day }: PlannedMessage,
): Pick<MessageOperation, "messageId" | "body"> {
  const { installationId, connectionId, orderId } = key;
  const name = JSON.stringify([installationId, connectionId, orderId, when]);
  const digest = createHash("sha256").update(name).digest("base64url");
  const documents = ["order", "invoice"].flatMap((document) => {
    const ref = effects.ref(document);
    return ref === null
      ? []
      : [{ kind: document, number: ref.number, booked: effects.isDone(document, "book") }];
  });
  const body = {
    type: TYPE,
    timestamp: new Date(context.ports.clock.now()).toISOString(),
    data: {
      order_id: orderId,
      number: order.number,
      connection_id: String(connectionId),
      step: { when, day },
      total: formatMoney(order.total),
      currency: order.currency,
      documents,
    },
  };
  return { messageId: `msg_${digest.slice(0, 32)}`, body: JSON.stringify(body) };
}
