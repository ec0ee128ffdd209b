import type { Code, TransferState } from "../domain/problem.ts";
import { connectorOf } from "../pipeline/context.ts";
import { countTransfers, listTransfers, type StateCount } from "../store/transfer-lists.ts";
import { type Cause, causesOf } from "./causes.ts";
import { connectionCard, offers } from "./connection-card.ts";
import { fixLink, settingsLink } from "./fix-link.ts";
import { formToken } from "./form-token.ts";
import { codeSentence, orderRow } from "./order-row.ts";
import { type Answer, type Page, view } from "./page.ts";

const HELD_READ = 500;
const BOOKED_READ = 200;
const LATEST = 8;
const STATES: readonly TransferState[] = ["booked", "waiting", "held", "skipped"];

/** Home: one sentence that answers "is everything booked?", then what needs somebody, then the rest. */
export async function showOverview(page: Page): Promise<Answer> {
  const { context, installation, connection } = page;
  const installationId = installation.id;
  const connectionId = connection?.id ?? 0;
  const counts = await countTransfers(context.store, installationId, connectionId);
  const read = (state: TransferState | undefined, limit: number) =>
    listTransfers(context.store, { installationId, connectionId, state, limit });
  const [held, booked, latest] = await Promise.all([
    read("held", HELD_READ),
    read("booked", BOOKED_READ),
    read(undefined, LATEST),
  ]);
  const causes = causesOf(held, counts);
  const unpaid = booked.filter((one) => one.warnings.includes("PAYMENT_METHOD_UNMAPPED")).length;
  const isConnected = connection !== null && connection.status !== "connecting";
  return view("overview", {
    title: page.texts("overview.title"),
    here: "/",
    answer: answerOf(page, counts, causes.length),
    counts: STATES.map((state) => ({
      state,
      count: sumOf(counts, state),
      href: page.href("/orders", { state }),
    })),
    isConnected,
    needsReauth: connection?.status === "needs_reauth",
    causes: await Promise.all(causes.map((cause) => causeRow(page, cause))),
    unpaid: unpaid === 0 ? null : { count: unpaid, fix: settingsLink(page, "payments.methods") },
    connections: page.connections
      .filter((one) => one.status !== "connecting")
      .map((one) => connectionCard(page, one)),
    offers: offers(page),
    latest: latest.map((transfer) => orderRow(page, transfer)),
  });
}

async function causeRow(page: Page, cause: Cause): Promise<Record<string, unknown>> {
  const { code, message, only, count } = cause;
  const listed = only === null ? page.href("/orders", { state: "held", code }) : orderRow(page, only)["href"];
  return {
    code,
    count,
    what: only === null ? null : (only.number ?? only.orderId),
    sentence: message === null ? codeSentence(page, code) : page.say(message),
    fix: cause.fix === null ? null : fixLink(page, cause.fix, only),
    href: listed,
    tryAgainToken: await formToken(page, `try-again:${code}`),
  };
}

function answerOf(page: Page, counts: readonly StateCount[], causes: number): { tone: string; text: string } {
  const { texts, connection, context } = page;
  const held = sumOf(counts, "held");
  const waiting = sumOf(counts, "waiting");
  const booked = sumOf(counts, "booked");
  const skipped = sumOf(counts, "skipped");
  const say = (tone: string, key: string, count: number) => ({
    tone,
    text: texts(`overview.answer.${key}`, {
      count,
      shown: page.format.number(String(count)),
      causes,
      ledger,
    }),
  });
  const ledger = connection === null ? "" : connectorOf(context, connection.system).name;
  if (connection === null || connection.status === "connecting") return say("waiting", "first_use", waiting);
  if (connection.status === "needs_reauth")
    return say("held", "needs_reauth", sumOf(counts, "waiting", "NOT_CONNECTED"));
  if (connection.status === "paused") return say("waiting", "paused", waiting);
  if (held > 0) return say("held", causes > 1 ? "held_causes" : "held", held);
  if (waiting > 0) return say("waiting", "waiting", waiting);
  if (booked + skipped === 0) return say("booked", "none", 0);
  return booked === 0 ? say("skipped", "skipped", skipped) : say("booked", "booked", booked);
}

function sumOf(counts: readonly StateCount[], state: TransferState, code?: Code): number {
  return counts
    .filter((row) => row.state === state && (code === undefined || row.code === code))
    .reduce((sum, row) => sum + row.count, 0);
}
