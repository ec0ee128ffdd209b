import { dayIn } from "../../decision/dates.ts";
import { currentSettings } from "../../pipeline/books.ts";
import { changeSettings } from "../../pipeline/setup/settings.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Guide, noteGuide, readGuide } from "../../store/guide.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import type { Mending } from "../causes/cause-row.ts";
import { offers } from "../connections/connection-card.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { practiceOffer } from "../practice/practice-offer.ts";
import { isDay } from "../words/days.ts";
import { ledgerName } from "../words/ledger-name.ts";
import { gapsView } from "./gaps.ts";
import { previewsView } from "./previews.ts";

export const STEPS = ["connect", "check", "preview", "live"] as const;
export type GuideStep = (typeof STEPS)[number];
const PRACTISED: readonly GuideStep[] = ["check", "preview", "connect", "live"];

/** What was wrong with a form of the guide. */
interface Wrong {
  readonly day?: string;
  readonly mending?: Mending;
}

/** The first ten minutes: one step at a time, each can be looked at again, and what was done is kept. */
export async function showStart(page: Page, wrong: Wrong = {}): Promise<Answer> {
  const { connection, texts, query, context } = page;
  const connected = connection !== null && connection.status !== "connecting" ? connection : null;
  const guide = connected === null ? {} : await readGuide(context.store, connected.id);
  const done = stepsDone(connected, guide);
  const wanted = STEPS.find((step) => step === query.get("step"));
  const refused = wrong.day !== undefined ? "live" : wrong.mending === undefined ? undefined : "check";
  // Who practises comes to the ledger when the rest has been tried.
  const order = connected?.isPractice === true ? PRACTISED : STEPS;
  const open = refused ?? wanted ?? order.find((step) => !done.has(step)) ?? "live";
  // Nothing further can be shown before there is a ledger.
  const current = connected === null ? "connect" : open;
  const ledger = connected === null ? "" : ledgerName(page, connected);
  const shown = connected === null ? {} : await stepView(page, connected, current, wrong);
  const isDone = done.size === STEPS.length;
  const model = {
    title: texts("start.title"),
    here: "/",
    answer: isDone
      ? { tone: "booked", text: texts("start.answer.done", { ledger }) }
      : { tone: null, text: answerOf(page, current, shown) },
    progress: isDone ? null : texts("start.progress", { done: done.size, steps: STEPS.length }),
    ledger: connected?.isPractice === true && current === "connect" ? "" : ledger,
    steps: STEPS.map((step, index) => ({
      number: index + 1,
      title: texts(`start.step.${step}`),
      href: connected === null ? null : page.href("/start", { step }),
      isDone: done.has(step),
      isCurrent: step === current,
    })),
    [current]: true,
    next: page.href("/start", { step: STEPS[STEPS.indexOf(current) + 1] }),
    offers: offers(page),
    practiceOffer: await practiceOffer(page),
    ...shown,
  };
  return view("start", model, refused === undefined ? 200 : 422);
}

/** What the step at hand asks for, and of the gaps how many there are. */
function answerOf({ texts }: Page, step: GuideStep, shown: Readonly<Record<string, unknown>>): string {
  if (step !== "check") return texts(`start.answer.${step}`);
  const open = [shown["problems"], shown["gaps"]].flatMap((list) => (Array.isArray(list) ? list : []));
  return shown["isReading"] === true
    ? texts("start.answer.reading")
    : texts("start.answer.gaps", { count: open.length });
}

/** Reads shop and ledger anew before the gaps are shown again. */
export async function checkAgain(page: Page): Promise<Answer> {
  if (!(await isFormTokenValid(page, "start:check"))) return refusal("form_expired");
  page.recent.forget(page.installation.id);
  return redirect(page.href("/start", { step: "check" }));
}

/** From this day on orders are booked. */
export async function goLive(page: Page): Promise<Answer> {
  const { context, connection, form, session, texts } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (connection === null || connection.isPractice) return refusal("not_found");
  if (!(await isFormTokenValid(page, "start:live"))) return refusal("form_expired");
  const day = form.get("start_date") ?? "";
  if (!isDay(day)) return await showStart(page, { day: texts("setting.orders.start_date.error") });
  const changed = await changeSettings(context, connection, { orders: { start_date: day } }, session.userId);
  if (!changed.ok) return await showStart(page, { day: texts("settings.error.changed_meanwhile") });
  await noteGuide(context.store, connection.id, { liveAt: instantNow(page) });
  return redirect(page.href("", { notice: "live" }));
}

/** What of the steps is behind the merchant. */
export function stepsDone(connection: StoredConnection | null, guide: Guide): ReadonlySet<GuideStep> {
  const done = new Set<GuideStep>();
  if (connection === null || connection.status === "connecting") return done;
  if (!connection.isPractice) done.add("connect");
  if (guide.checkedAt !== undefined) done.add("check");
  if (guide.previewedAt !== undefined) done.add("preview");
  if (guide.liveAt !== undefined && !connection.isPractice) done.add("live");
  return done;
}

async function stepView(
  page: Page,
  connection: StoredConnection,
  step: GuideStep,
  wrong: Wrong,
): Promise<Record<string, unknown>> {
  const { context, installation, session } = page;
  if (step === "check") {
    const gaps = await gapsView(page, connection, wrong.mending ?? null);
    if (gaps["isRead"] === true) {
      await noteGuide(context.store, connection.id, { checkedAt: instantNow(page) });
    }
    return { ...gaps, checkToken: page.can.act ? await formToken(page, "start:check") : null };
  }
  if (step === "preview") {
    const previews = await previewsView(page, connection);
    if (previews["isRead"] === true) {
      await noteGuide(context.store, connection.id, { previewedAt: instantNow(page) });
    }
    return previews;
  }
  if (step !== "live") return {};
  if (connection.isPractice) return { needsLedger: page.href("/start", { step: "connect" }) };
  const { orders } = await currentSettings(context, connection);
  return {
    liveToken: session.isAdmin ? await formToken(page, "start:live") : null,
    dayField: {
      name: "start_date",
      kind: "day",
      title: page.texts("start.day"),
      help: page.texts("start.day_help"),
      value: page.form.get("start_date") ?? orders.start_date,
      error: wrong.day ?? null,
    },
    today: dayIn(installation.timeZone, instantNow(page)),
  };
}

const instantNow = ({ context }: Page): string => new Date(context.ports.clock.now()).toISOString();
