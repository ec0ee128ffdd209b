import type { TransferState } from "../../domain/problem.ts";
import { countTransfers, listTransfers, type TransferFilter } from "../../store/transfers/transfer-lists.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import { mayOpen } from "../access/access.ts";
import { formToken } from "../access/form-token.ts";
import { type Answer, type Page, view } from "../page.ts";
import { findForm } from "./find-order.ts";
import { codeSentence, orderRow } from "./order-row.ts";
import { filterIn, isNarrow, knownCode, type OrdersFilter, STATES, storeFilter } from "./orders-filter.ts";

const PAGE_SIZE = 25;

/** What somebody chose in the list and what was wrong with it. */
interface Chosen {
  readonly ids: ReadonlySet<string>;
  readonly error: string;
  readonly filter: OrdersFilter;
}

/** The list of orders: search, states, causes, days, pages, and what can be done with several at once. */
export async function showOrders(page: Page, chosen: Chosen | null = null): Promise<Answer> {
  const { context, installation, texts, query } = page;
  const filter = chosen?.filter ?? filterIn(query);
  const { state, code } = filter;
  const [counts, found] = await Promise.all([
    countTransfers(context.store, installation.id, page.connection?.id ?? 0),
    listTransfers(context.store, {
      ...storeFilter(page, filter),
      after: cursorOf(query),
      limit: PAGE_SIZE + 1,
    }),
  ]);
  const shown = found.slice(0, PAGE_SIZE);
  const kept = { ...filter };
  const total = (wanted: TransferState | null) =>
    counts.filter((row) => wanted === null || row.state === wanted).reduce((sum, row) => sum + row.count, 0);
  const codesHere = [
    ...new Set(counts.filter((row) => !state || row.state === state).map((row) => row.code)),
  ];
  const model = {
    title: texts("orders.title"),
    here: "/orders",
    answer: { tone: null, text: sentence(page, shown.length, filter) },
    ...kept,
    tabs: [null, ...STATES].map((one) => ({
      label: texts(`state_tab.${one ?? "all"}`),
      count: total(one),
      href: page.href("/orders", { ...kept, code: null, state: one }),
      isCurrent: one === state,
    })),
    codes: codesHere
      .flatMap((one) => knownCode(one) ?? [])
      .map((one) => ({ code: one, label: codeSentence(page, one), isChosen: one === code })),
    connectionName: query.get("connection"),
    chosenLanguage: query.get("lang"),
    find: shown.length === 0 ? await findForm(page, filter.q) : null,
    nothing: shown.length === 0 ? nothingView(page, isNarrow(filter) || state !== null) : null,
    orders: shown.map((transfer) => ({
      ...orderRow(page, transfer),
      isChosen: chosen?.ids.has(transfer.orderId) === true,
    })),
    isNarrow: isNarrow(filter) || state !== null,
    exportHref: shown.length === 0 ? null : page.href("/orders.csv", kept),
    actToken: await formToken(page, "orders:act"),
    reason: page.form.get("reason"),
    error: chosen?.error ?? null,
    first: query.has("after_id") ? page.href("/orders", kept) : null,
    next: found.length > PAGE_SIZE ? nextPage(page, kept, shown.at(-1)) : null,
  };
  return view("orders", model, chosen === null ? 200 : 422);
}

function sentence(page: Page, count: number, filter: OrdersFilter): string {
  if (count > 0) return page.texts(`orders.answer.${filter.state ?? "all"}`);
  return page.texts(isNarrow(filter) ? "orders.answer.nothing_found" : "orders.answer.none");
}

/** Why the list is empty, and for whoever may, where to go from there. */
function nothingView(page: Page, isPart: boolean): Record<string, unknown> {
  const { texts, connection, session, href } = page;
  if (isPart) return { text: texts("orders.empty"), link: null };
  const [text, path, label] =
    connection === null
      ? ["orders.not_connected", "/connections", "settings.to_connections"]
      : ["orders.none_yet", "/import", "orders.to_import"];
  const link = mayOpen(session, `GET ${path}`) ? { href: href(path), label: texts(label) } : null;
  return { text: texts(text), link };
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
