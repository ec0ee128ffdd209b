import type { Problem } from "../../domain/problem.ts";
import { currentSettings } from "../../pipeline/books.ts";
import { type Finding, preflight } from "../../pipeline/reports/preflight.ts";
import { checkConnection, pauseConnection, removeConnection } from "../../pipeline/setup/connecting.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { fixLink } from "../causes/fix-link.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { practiceHref, practiceOffer } from "../practice/practice-offer.ts";
import { companyName, ledgerName } from "../words/ledger-name.ts";
import { connectionCard, offers } from "./connection-card.ts";
import { takenTwice, takesView } from "./connection-takes.ts";
import { lacksView } from "./lacks.ts";
import { renewToken } from "./pasted-addresses.ts";

interface Checked {
  readonly id: number;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

/** The ledgers: what is connected, how it is, and one button for each thing one can do. */
export async function showConnections(page: Page, checked: Checked | null = null): Promise<Answer> {
  const { connections, texts } = page;
  const finished = connections.filter((one) => one.status !== "connecting");
  const broken = finished.find((one) => one.status === "needs_reauth");
  const subject = broken ?? finished[0];
  const ledgers = finished.filter((one) => !one.isPractice);
  return view("connections", {
    title: texts("connections.title"),
    here: "/connections",
    answer: {
      tone: ledgers.length === 0 ? "waiting" : broken === undefined ? "booked" : "held",
      text: texts(`connections.answer.${answerKey(finished, broken !== undefined)}`, {
        ledger: subject === undefined ? "" : ledgerName(page, subject),
        company: subject === undefined ? "" : (companyName(page, subject) ?? ""),
        count: ledgers.length,
      }),
    },
    cards: await Promise.all(finished.map((one) => connectionView(page, one, checked))),
    both: finished.length > 1 ? await takenTwice(page) : null,
    offers: offers(page),
    hasLedger: ledgers.length > 0,
    practiceOffer: await practiceOffer(page),
    lacks: await lacksView(page),
    renewToken: await renewToken(page),
  });
}

/** Asks the ledger now and holds recent orders against the settings, and shows what stands in the way. */
export async function checkNow(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const connection = await connectionOf(page, params);
  if (connection === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `connection:${connection.id}:check`))) return refusal("form_expired");
  const problems = await checkConnection(page.context, connection);
  const fresh = (await connectionOf(page, params)) ?? connection;
  const connections = page.connections.map((one) => (one.id === fresh.id ? fresh : one));
  const isLost = problems.some((problem) => problem.act === "fix" && problem.code === "NOT_CONNECTED");
  const findings = isLost ? [] : await preflight(page.context, fresh);
  return await showConnections({ ...page, connections }, { id: connection.id, problems, findings });
}

/** Lets booking rest, or go on. */
export async function pause(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  const connection = await connectionOf(page, params);
  if (connection === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `connection:${connection.id}:pause`))) return refusal("form_expired");
  const isPaused = connection.status === "paused";
  const isMoved = await pauseConnection(page.context, connection, isPaused ? "connected" : "paused");
  const notice = isMoved ? (isPaused ? "resumed" : "paused") : null;
  return redirect(page.href("/connections", { notice }));
}

export async function remove(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  const connection = await connectionOf(page, params);
  if (connection === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `connection:${connection.id}:remove`))) return refusal("form_expired");
  await removeConnection(page.context, connection);
  return redirect(page.href("/connections", { connection: null, notice: "removed" }));
}

function answerKey(finished: readonly StoredConnection[], isBroken: boolean): string {
  const count = finished.filter((one) => !one.isPractice).length;
  if (isBroken) return "needs_reauth";
  if (count === 0) return finished.length === 0 ? "none" : "practice";
  return count === 1 ? "one" : "several";
}

async function connectionView(page: Page, connection: StoredConnection, checked: Checked | null) {
  const { id } = connection;
  const result = checked?.id === id ? checked : null;
  const { takes: taken } = (await currentSettings(page.context, connection)).orders;
  return {
    ...connectionCard(page, connection),
    booksHref: connection.isPractice ? practiceHref(page, connection) : null,
    settingsHref: page.href("/settings", { connection: page.connections.length > 1 ? String(id) : null }),
    takes: page.connections.length > 1 || taken.length > 0 ? takesView(page, connection, taken) : null,
    checkToken: page.session.isAdmin ? await formToken(page, `connection:${id}:check`) : null,
    pauseToken:
      page.session.isAdmin && (connection.status === "connected" || connection.status === "paused")
        ? await formToken(page, `connection:${id}:pause`)
        : null,
    removeAsk: connection.isPractice
      ? page.texts("practice.remove_ask")
      : page.texts("connections.remove_ask", { ledger: ledgerName(page, connection) }),
    removeToken: page.session.isAdmin ? await formToken(page, `connection:${id}:remove`) : null,
    isChecked: result !== null,
    problems: result?.problems.map((problem) => ({
      message: page.say(problem.message),
      fix: problem.act === "fix" ? fixLink(page, problem.fix, null) : null,
    })),
    findings: result?.findings.map(({ message, count, fix }) => ({
      message:
        count === 0
          ? page.say(message)
          : page.texts("connections.finding", { message: page.say(message), count }),
      fix: fixLink(page, fix, null),
    })),
  };
}

async function connectionOf(
  page: Page,
  params: Readonly<Record<string, string>>,
): Promise<StoredConnection | null> {
  const id = params["id"] ?? "";
  if (!/^\d{1,15}$/.test(id)) return null;
  return await readConnection(page.context.store, page.installation.id, Number(id));
}
