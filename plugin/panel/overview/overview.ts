import type { TransferState } from "../../domain/problem.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readGuide } from "../../store/guide.ts";
import { countTransfers, listTransfers } from "../../store/transfers/transfer-lists.ts";
import { mayOpen } from "../access/access.ts";
import { causeRows, type Mending } from "../causes/cause-row.ts";
import { causesOf } from "../causes/causes.ts";
import { settingsLink } from "../causes/fix-link.ts";
import { offers } from "../connections/connection-card.ts";
import { dataRequestNotice } from "../data-requests/data-requests.ts";
import { orderRow } from "../orders/order-row.ts";
import { type Answer, type Page, view } from "../page.ts";
import { leftoverBanner, practiceOffer } from "../practice/practice-offer.ts";
import { monthAfter, monthBefore, monthIn, monthReport, sumsView } from "../reports/month-sums.ts";
import { STEPS, stepsDone } from "../start/start.ts";
import { orderChart } from "./chart.ts";
import { healthOf } from "./health.ts";
import { overviewAnswer, sumOf } from "./overview-answer.ts";

const HELD_READ = 500;
const BOOKED_READ = 200;
const LATEST = 8;
const GUIDED_MS = 14 * 86_400_000;
const STATES: readonly TransferState[] = ["booked", "waiting", "held", "skipped"];

/** Home: one sentence that answers "is everything booked?", then what needs somebody, then the figures. */
export async function showOverview(page: Page, mending: Mending | null = null): Promise<Answer> {
  const { context, installation, connection, texts } = page;
  const installationId = installation.id;
  const connectionId = connection?.id ?? 0;
  const isConnected = connection !== null && connection.status !== "connecting";
  const counts = await countTransfers(context.store, installationId, connectionId);
  const frame = {
    title: texts("overview.title"),
    here: "/",
    isConnected,
    offers: offers(page),
    practiceOffer: await practiceOffer(page),
    leftover: leftoverBanner(page),
  };
  if (!isConnected) return view("overview", { ...frame, answer: overviewAnswer(page, counts, 0) });
  const read = (state: TransferState | undefined, limit: number) =>
    listTransfers(context.store, { installationId, connectionId, state, limit });
  const [held, booked, latest, chart, month, asked] = await Promise.all([
    // Looking for what is not there reads every order.
    sumOf(counts, "held") === 0 ? [] : read("held", HELD_READ),
    read("booked", BOOKED_READ),
    read(undefined, LATEST),
    orderChart(page),
    monthView(page),
    dataRequestNotice(page),
  ]);
  const causes = causesOf(held, counts);
  const unpaid = booked.filter((one) => one.warnings.includes("PAYMENT_METHOD_UNMAPPED")).length;
  const model = {
    ...frame,
    answer: overviewAnswer(page, counts, causes.length),
    counts: STATES.map((state) => ({
      state,
      count: sumOf(counts, state),
      href: page.href("/orders", { state }),
    })),
    guide: await guideView(page, connection),
    asked,
    needsReauth: connection.status === "needs_reauth",
    causes: await causeRows(page, causes, mending),
    unpaid: unpaid === 0 ? null : { count: unpaid, fix: settingsLink(page, "payments.methods") },
    month,
    chart,
    health: healthOf(page),
    latest: latest.map((transfer) => orderRow(page, transfer)),
  };
  return view("overview", model, mending === null ? 200 : 422);
}

/** How far the first steps are, while they are news. */
async function guideView(page: Page, connection: StoredConnection): Promise<Record<string, unknown> | null> {
  const { context } = page;
  if (!mayOpen(page.session, "GET /start")) return null;
  if (context.ports.clock.now() - Date.parse(connection.createdAt) > GUIDED_MS) return null;
  const done = stepsDone(connection, await readGuide(context.store, connection.id)).size;
  if (done === STEPS.length) return null;
  const text = page.texts("start.go_on", { done, steps: STEPS.length });
  return { text, link: { href: page.href("/start"), label: page.texts("start.go_on_link"), target: null } };
}

async function monthView(page: Page): Promise<Record<string, unknown>> {
  const month = monthIn(page);
  const { currencies, unread } = await monthReport(page, month, 0);
  const next = monthAfter(month);
  const isLast = monthIn({ ...page, query: new URLSearchParams() }) <= month;
  return {
    name: page.format.month(month),
    sums: sumsView(page, currencies),
    unread: unread === 0 ? null : unread,
    before: page.href("", { month: monthBefore(month) }, "month"),
    after: isLast ? null : page.href("", { month: next }, "month"),
    report: page.href("/reports", { month }),
  };
}
