import { type Code, codes, type TransferState } from "../domain/problem.ts";
import { releaseHeld } from "../pipeline/inbox/sync.ts";
import { countTransfers, listTransfers, type TransferFilter } from "../store/transfer-lists.ts";
import type { Transfer } from "../store/transfers.ts";
import { findForm } from "./find-order.ts";
import { isFormTokenValid } from "./form-token.ts";
import { codeSentence, orderRow } from "./order-row.ts";
import { type Answer, type Page, redirect, refusal, view } from "./page.ts";

const PAGE_SIZE = 25;
const MAX_QUERY = 100;
const STATES: readonly TransferState[] = ["held", "waiting", "booked", "skipped"];

/** The list of orders: search, states, causes, pages. */
export async function showOrders(page: Page): Promise<Answer> {
  const { context, installation, texts, query } = page;
  const connectionId = page.connection?.id ?? 0;
  const state = STATES.find((one) => one === query.get("state"));
  const code = knownCode(query.get("code"));
  const q = (query.get("q") ?? "").trim().slice(0, MAX_QUERY);
  const filter = { installationId: installation.id, connectionId, state, code, q };
  const [counts, found] = await Promise.all([
    countTransfers(context.store, installation.id, connectionId),
    listTransfers(context.store, { ...filter, after: cursorOf(query), limit: PAGE_SIZE + 1 }),
  ]);
  const shown = found.slice(0, PAGE_SIZE);
  const kept = { state: state ?? null, code: code ?? null, q };
  const total = (wanted?: TransferState) =>
    counts
      .filter((row) => wanted === undefined || row.state === wanted)
      .reduce((sum, row) => sum + row.count, 0);
  const codesHere = [
    ...new Set(counts.filter((row) => !state || row.state === state).map((row) => row.code)),
  ];
  return view("orders", {
    title: texts("orders.title"),
    here: "/orders",
    answer: {
      tone: null,
      text: sentence(page, shown.length, { isFiltered: q !== "" || code !== undefined, state }),
    },
    ...kept,
    tabs: [undefined, ...STATES].map((one) => ({
      label: texts(`state_tab.${one ?? "all"}`),
      count: total(one),
      href: page.href("/orders", { state: one, q }),
      isCurrent: one === state,
    })),
    codes: codesHere
      .flatMap((one) => knownCode(one) ?? [])
      .map((one) => ({ code: one, label: codeSentence(page, one), isChosen: one === code })),
    connectionName: query.get("connection"),
    chosenLanguage: query.get("lang"),
    orders: shown.map((transfer) => orderRow(page, transfer)),
    find: shown.length === 0 ? await findForm(page, q) : null,
    isFiltered: q !== "" || code !== undefined || state !== undefined,
    first: query.has("after_id") ? page.href("/orders", kept) : null,
    next: found.length > PAGE_SIZE ? nextPage(page, kept, shown.at(-1)) : null,
  });
}

/** Looks again at the orders one cause holds, after it was mended where we cannot see it. */
export async function tryAgain(page: Page): Promise<Answer> {
  const code = knownCode(page.form.get("code"));
  if (code === undefined) return refusal("not_found");
  if (!(await isFormTokenValid(page, `try-again:${code}`))) return refusal("form_expired");
  const { context, installation, connection } = page;
  await releaseHeld(context, installation.id, connection?.id ?? 0, code);
  return redirect(page.href("", { notice: "tried_again" }));
}

function sentence(
  page: Page,
  count: number,
  { isFiltered, state }: { isFiltered: boolean; state: TransferState | undefined },
): string {
  if (count > 0) return page.texts(`orders.answer.${state ?? "all"}`);
  return page.texts(isFiltered ? "orders.answer.nothing_found" : "orders.answer.none");
}

function knownCode(text: string | null): Code | undefined {
  return Object.keys(codes).find((code): code is Code => code === text);
}

/** Orders nobody has looked at yet have no date and stand at the end of the list. */
function cursorOf(query: URLSearchParams): TransferFilter["after"] {
  const orderId = query.get("after_id");
  return orderId === null ? undefined : { orderedAt: query.get("after"), orderId };
}

function nextPage(
  page: Page,
  kept: Record<string, string | null>,
  last: Transfer | undefined,
): string | null {
  if (last === undefined) return null;
  return page.href("/orders", { ...kept, after: last.orderedAt, after_id: last.orderId });
}
