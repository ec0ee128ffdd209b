import type { z } from "zod";
import type { Log } from "../../ports.ts";
import type { ChangedPage, Shop, ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { creditOrderId } from "./credit-ids.ts";
import { linkedInvoices } from "./credit-links.ts";
import { sumsOfCredit, sumsOfInvoice } from "./listed-sums.ts";
import { NO_ORDER_YET } from "./normalise.ts";
import { type Condition, isFullPage, parsed, readAll, readLinked, readPage, readRecord } from "./read.ts";
import { coveredInvoices, linkedCredit, visited, visitedCredit, visitedInvoice } from "./schema.ts";

type Range = Parameters<Shop["changedOrders"]>[0];
type Visit = ChangedPage["orders"][number];

/** A site as far as its changes are read. */
interface Site {
  readonly api: Api;
  readonly log: Pick<Log, "warn">;
  /** Its address: no other site's ids are its own. */
  readonly name: string;
}

/** Records have been seen to appear hours late, under the time they bear. */
const LATE_MS = 6 * 3_600_000;
/** Which invoices a refund or credit note is about, per version of it: what was changed once is seen by many sweeps. */
const MOST_REMEMBERED = 5_000;
const remembered = new Map<string, readonly string[]>();

/**
 * Invoices changed since an instant, by their own stamp or by that of a refund or credit note of theirs: money given
 * back may move long after the invoice was touched. The whole window is one page, oldest first, because nobody wrote by
 * what the site sorts. For a range of creation (history) its pages are handed on as they come, credit notes last.
 */
export async function changedInvoices(
  site: Site,
  from: Range,
  cursor: string | null,
): Promise<ShopResult<ChangedPage>> {
  if (!("updatedAfter" in from)) return await createdPage(site, from, cursor ?? "0");
  const { api, log } = site;
  const since = new Date(Date.parse(from.updatedAfter) - LATE_MS).toISOString();
  const changed: Condition = ["updated_at", "gte", since];
  const invoices = await readAll(api, "invoices", [changed]);
  if (!invoices.ok) return invoices;
  const visits = invoices.value.flatMap((row) => visitOf(row, log));
  for (const read of [refunds, creditNotes]) {
    const more = await read(site, changed);
    if (!more.ok) return more;
    visits.push(...more.value);
  }
  const oldestFirst = visits.sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  // An invoice with several changes is visited once, for its last.
  const last = new Map(oldestFirst.map((one) => [one.id, one]));
  const orders = oldestFirst.filter((one) => last.get(one.id) === one);
  return { ok: true, value: { orders, nextCursor: null } };
}

/** Where the invoices of a range end and its credit notes, all on one page, begin. */
const THEN_NOTES = "credit-notes";

async function createdPage(
  { api, log }: Site,
  { createdAfter, createdBefore }: Exclude<Range, { updatedAfter: string }>,
  cursor: string,
): Promise<ShopResult<ChangedPage>> {
  const range: Condition[] = [
    ["created_at", "gte", createdAfter],
    ["created_at", "lte", createdBefore],
  ];
  if (cursor === THEN_NOTES) {
    const notes = await readAll(api, "credit-notes", range);
    if (!notes.ok) return notes;
    const orders = notes.value.flatMap((row) => visitOfCredit(row, log));
    return { ok: true, value: { orders, nextCursor: null } };
  }
  const offset = Number(cursor);
  const page = await readPage(api, "invoices", range, offset);
  if (!page.ok) return page;
  const orders = page.value.flatMap((row) => visitOf(row, log));
  const nextCursor = isFullPage(page.value) ? String(offset + page.value.length) : THEN_NOTES;
  return { ok: true, value: { orders, nextCursor } };
}

function visitOf(row: unknown, log: Pick<Log, "warn">): Visit[] {
  const read = known(row, visitedInvoice, log);
  if (read === null || NO_ORDER_YET.includes(read.status)) return [];
  return [{ id: read.id, updatedAt: read.updated_at, listedSums: sumsOfInvoice(read) }];
}

async function refunds(site: Site, changed: Condition): Promise<ShopResult<Visit[]>> {
  const { api } = site;
  const rows = await readAll(api, "transactions", [changed, ["type", "equals", "Refund"]]);
  if (!rows.ok) return rows;
  return await visitsOf(rows.value, "transactions", site, async (id) => {
    const record = await readRecord(api, `/transactions/${encodeURIComponent(id)}`);
    if (!record.ok || record.value === null) return record.ok ? { ok: true, value: [] } : record;
    const covered = parsed(record.value, coveredInvoices, "a refund");
    if (!covered.ok) return covered;
    const invoices = covered.value.invoices.map((one) => one.invoice_id);
    // Money given back without any invoice is that of a credit note.
    return invoices.length > 0 ? { ok: true, value: invoices } : await refundedCredits(api, id);
  });
}

async function refundedCredits(api: Api, transactionId: string): Promise<ShopResult<string[]>> {
  const path = `/transactions/${encodeURIComponent(transactionId)}/link/credit-notes`;
  const notes = await readLinked(api, path, linkedCredit, "the credit notes of a refund");
  return notes.ok ? { ok: true, value: (notes.value ?? []).map((one) => creditOrderId(one.id)) } : notes;
}

async function creditNotes(site: Site, changed: Condition): Promise<ShopResult<Visit[]>> {
  const { api, log } = site;
  const rows = await readAll(api, "credit-notes", [changed]);
  if (!rows.ok) return rows;
  const own = rows.value.flatMap((row) => visitOfCredit(row, log));
  const invoices = await visitsOf(rows.value, "credit-notes", site, async (id) => {
    const linked = await linkedInvoices(api, id);
    // Without links the invoices' own stamps have to do: what was credited of them has changed as well.
    return linked.ok ? { ok: true, value: (linked.value ?? []).map((one) => one.id) } : linked;
  });
  return invoices.ok ? { ok: true, value: [...own, ...invoices.value] } : invoices;
}

/** Credit that is the customer's still; of other notes only those concern us that we have met as such. */
const OPEN: readonly string[] = ["unallocated", "partially allocated"];

function visitOfCredit(row: unknown, log: Pick<Log, "warn">): Visit[] {
  const read = known(row, visitedCredit, log);
  if (read === null) return [];
  const visit = {
    id: creditOrderId(read.id),
    updatedAt: read.updated_at,
    listedSums: sumsOfCredit(read),
  };
  return [OPEN.includes(read.status) ? visit : { ...visit, onlyKnown: true }];
}

async function visitsOf(
  rows: readonly unknown[],
  module: string,
  { name, log }: Site,
  invoicesOf: (id: string) => Promise<ShopResult<string[]>>,
): Promise<ShopResult<Visit[]>> {
  const visits: Visit[] = [];
  for (const row of rows) {
    const read = known(row, visited, log);
    if (read === null) continue;
    const { id, updated_at: updatedAt } = read;
    const key = JSON.stringify([name, module, id, updatedAt]);
    let invoices = remembered.get(key);
    if (invoices === undefined) {
      const found = await invoicesOf(id);
      if (!found.ok) return found;
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(key, found.value);
      invoices = found.value;
    }
    visits.push(...invoices.map((invoiceId) => ({ id: invoiceId, updatedAt })));
  }
  return { ok: true, value: visits };
}

/** One record that cannot be read stops no other. */
function known<T>(row: unknown, schema: z.ZodType<T>, log: Pick<Log, "warn">): T | null {
  const read = parsed(row, schema, "a record of the list");
  if (read.ok) return read.value;
  log.warn("an invoice cannot be visited", { message: read.problem.message });
  return null;
}
