import { z } from "zod";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Installation, ShopResult } from "../platform.ts";
import { retry } from "../shared/problems.ts";
import type { Ask } from "./client.ts";
import { orderAgreementDocument, orderDocument, orderLinesDocument } from "./documents/order.ts";
import type { WholeOrder } from "./normalise/order.ts";
import type { Agreement, agreementPage } from "./schema/agreement.ts";
import { moreLines, nextAgreement, shopifyOrder } from "./schema/order.ts";
import type { Granted } from "./scopes.ts";

/** How much of an order is asked for at once: nearly every order fits into the first; a too large one is asked for in pieces. */
const SIZES = [
  { lines: 100, agreements: 6, sales: 100 },
  { lines: 40, agreements: 4, sales: 40 },
  { lines: 10, agreements: 1, sales: 10 },
] as const;

const MOST_PAGES = 200;

interface Reading {
  readonly ask: Ask;
  readonly id: string;
  readonly granted: Granted;
  readonly installation: Installation;
}

/** An order with all its lines and sales; null when the shop does not know it. Nested lists are cut off silently. */
export async function readOrder(
  gid: string,
  ask: Ask,
  granted: Granted,
  installation: Installation,
): Promise<ShopResult<WholeOrder | null>> {
  const reading: Reading = { ask, id: gid, granted, installation };
  for (const size of SIZES) {
    const asked = await ask(orderDocument(granted), { id: gid, ...size, salesAfter: null });
    if (!asked.ok && asked.refused === "too costly") continue;
    if (!asked.ok) return asked;
    const first = z.object({ order: shopifyOrder.nullish() }).safeParse(asked.data);
    if (!first.success) return unreadable("this order", first.error);
    const order = first.data.order;
    if (order == null) return { ok: true, value: null };
    const lines = await allLines(order, size.lines, reading);
    if (!lines.ok) return lines;
    const agreements = await allAgreements(order, size.sales, reading);
    if (!agreements.ok) return agreements;
    return { ok: true, value: { order, lines: lines.value, agreements: agreements.value } };
  }
  const message = "This order is too large for what Shopify lets us ask.";
  return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }) };
}

type Order = WholeOrder["order"];

async function allLines(
  order: Order,
  size: number,
  reading: Reading,
): Promise<ShopResult<WholeOrder["lines"]>> {
  const lines = [...order.lineItems.nodes];
  let { pageInfo } = order.lineItems;
  for (let page = 0; pageInfo.hasNextPage && page < MOST_PAGES; page += 1) {
    const variables = { id: reading.id, lines: size, after: pageInfo.endCursor };
    const asked = await reading.ask(orderLinesDocument(reading.granted), variables);
    if (!asked.ok) return asked;
    const more = z.object({ order: moreLines }).safeParse(asked.data);
    if (!more.success) return unreadable("the lines of this order", more.error);
    if (more.data.order.updatedAt !== order.updatedAt) return changedMeanwhile(reading);
    lines.push(...more.data.order.lineItems.nodes);
    pageInfo = more.data.order.lineItems.pageInfo;
  }
  return { ok: true, value: lines };
}

async function allAgreements(order: Order, size: number, reading: Reading): Promise<ShopResult<Agreement[]>> {
  const agreements: Agreement[] = [];
  let cursor: string | null = null;
  const next = async (after: string | null, salesAfter: string | null) => {
    const variables = { id: reading.id, after, sales: size, salesAfter };
    const asked = await reading.ask(orderAgreementDocument, variables);
    if (!asked.ok) return asked;
    const more = z.object({ order: nextAgreement }).safeParse(asked.data);
    if (!more.success) return unreadable("the sales of this order", more.error);
    if (more.data.order.updatedAt !== order.updatedAt) return changedMeanwhile(reading);
    return { ok: true as const, value: more.data.order.agreements };
  };
  let page: z.output<typeof agreementPage> = order.agreements;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    for (const { cursor: here, node } of page.edges) {
      const whole = await allSales(node, (salesAfter) => next(cursor, salesAfter));
      if (!whole.ok) return whole;
      agreements.push(whole.value);
      cursor = here;
    }
    if (!page.pageInfo.hasNextPage) break;
    const more = await next(cursor, null);
    if (!more.ok) return more;
    page = more.value;
  }
  const byTime = (a: Agreement, b: Agreement): number => Date.parse(a.happenedAt) - Date.parse(b.happenedAt);
  return { ok: true, value: agreements.toSorted(byTime) };
}

/** One agreement with all its sales; `next` asks for it again with those after a cursor. */
async function allSales(
  agreement: Agreement,
  next: (salesAfter: string) => Promise<ShopResult<z.output<typeof agreementPage>>>,
): Promise<ShopResult<Agreement>> {
  const sales = [...agreement.sales.nodes];
  let { pageInfo } = agreement.sales;
  for (let page = 0; pageInfo.hasNextPage && page < MOST_PAGES; page += 1) {
    const more = await next(pageInfo.endCursor ?? "");
    if (!more.ok) return more;
    const same = more.value.edges[0]?.node;
    if (same?.id !== agreement.id) break;
    sales.push(...same.sales.nodes);
    pageInfo = same.sales.pageInfo;
  }
  return { ok: true, value: { ...agreement, sales: { nodes: sales, pageInfo } } };
}

/** Pages of two versions of an order would be an order that never was. */
function changedMeanwhile({ installation }: Reading): ShopResult<never> {
  return { ok: false, problem: retry(installation, "changed the order while we read it", "") };
}

/** The problem of an answer that is not as the schema says, with the path of its first bad member. */
export function unreadable(
  what: string,
  error: z.ZodError,
): { readonly ok: false; readonly problem: FixProblem } {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).join(".");
  const message = `Shopify's data for ${what} cannot be read: ${path === "" ? "it" : path} ${issue?.message}.`;
  return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }, path) };
}
