import { z } from "zod";
import type { Order } from "../../domain/order.ts";
import { fix } from "../../domain/problem.ts";
import type { Installation, Shop, ShopPorts, ShopResult } from "../platform.ts";
import { changedInvoices } from "./changes.ts";
import { type Api, apiOf } from "./client.ts";
import { readCreditFile } from "./credit-file.ts";
import { creditNoteIdOf, creditOrderId } from "./credit-ids.ts";
import { normaliseCredit } from "./customer-credit.ts";
import { readInvoiceFile } from "./invoice-file.ts";
import { normaliseInvoice } from "./normalise.ts";
import { changedProducts } from "./products.ts";
import { parsed, readLinked } from "./read.ts";
import { visitedInvoice } from "./schema.ts";

/** Longer ids fit no column, so the site has none. */
const MOST_ID = 64;

/**
 * Stamps have whole seconds: what happens to an invoice within the second in which it was read bears no later stamp. So
 * an invoice read this soon counts as a second older, and the next sweep looks at it once more.
 */
const SETTLED_MS = 5_000;

/** Money moves on invoices for about so long after they were made; their stamps may not tell (assumption A2). */
const LOOKED_BACK_DAYS = 45;

/** The invoices of one site, read through its REST API. */
export function shopOf(installation: Installation, ports: ShopPorts): Shop {
  const api = apiOf(installation, ports);
  const site = { api, log: ports.log, name: installation.apiBaseUrl };
  return {
    canShowState: false,
    looksBack: { days: LOOKED_BACK_DAYS },
    setStock: null,

    async order(id) {
      if (!isId(id)) return { ok: true, value: null };
      const order = await readOrder(api, id, installation);
      if (!order.ok || order.value === null) return order;
      // The id is the key under which it is booked once: another spelling would be another key.
      if (order.value.id !== id) {
        const message = `The shop answered with order ${order.value.id} when asked for ${id}.`;
        return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }) };
      }
      const updatedAt = settled(order.value.updatedAt, ports.clock.now());
      return { ok: true, value: { ...order.value, updatedAt } };
    },

    changedOrders: (from, cursor) => changedInvoices(site, from, cursor),
    changedProducts: (updatedAfter, cursor) =>
      changedProducts(site, installation.currency, updatedAfter, cursor),
    findOrder: (text) => findInvoice(api, text),

    // Nothing of the site's own shows it, and the one note of an invoice is the merchant's.
    showState: async () => ({ ok: true, value: null }),
  };
}

/** An invoice, or a credit note by the id it has as an order. */
async function readOrder(api: Api, id: string, site: Installation): Promise<ShopResult<Order | null>> {
  const noteId = creditNoteIdOf(id);
  if (noteId === null) {
    const file = await readInvoiceFile(api, id);
    if (!file.ok || file.value === null) return file.ok ? { ok: true, value: null } : file;
    return normaliseInvoice(file.value, site);
  }
  if (!isId(noteId)) return { ok: true, value: null };
  const file = await readCreditFile(api, noteId);
  if (!file.ok || file.value === null) return file.ok ? { ok: true, value: null } : file;
  return normaliseCredit(file.value, site);
}

function settled(updatedAt: string, nowMs: number): string {
  const at = Date.parse(updatedAt);
  return nowMs - at < SETTLED_MS ? new Date(at - 1_000).toISOString() : updatedAt;
}

/** `https://{site}.../invoice-detail/<id>` or `credit-note-detail`, as the admin's address line has it. */
const DETAIL = /\/(invoice|credit-note)s?-detail\/([^/?#]+)/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an invoice or credit note that somebody knows by its number, its address in the admin or its id. */
async function findInvoice(api: Api, text: string): Promise<ShopResult<string | null>> {
  const typed = text.trim();
  const [, module, fromAddress] = DETAIL.exec(typed) ?? [];
  if (fromAddress !== undefined) {
    const id = idIn(fromAddress);
    return { ok: true, value: id === null || module === "invoice" ? id : creditOrderId(id) };
  }
  if (UUID.test(typed)) return { ok: true, value: typed.toLowerCase() };
  if (typed === "") return { ok: true, value: null };
  // The search is exact, and numbers are written in capitals.
  for (const number of new Set([typed, typed.toUpperCase()])) {
    const found = await searchByNumber(api, "invoices", number);
    if (!found.ok || found.value !== null) return found;
  }
  const note = await searchByNumber(api, "credit-notes", typed.toUpperCase());
  return note.ok && note.value !== null ? { ok: true, value: creditOrderId(note.value) } : note;
}

async function searchByNumber(
  api: Api,
  module: "invoices" | "credit-notes",
  number: string,
): Promise<ShopResult<string | null>> {
  const path = `/${module}/search?name=${encodeURIComponent(number)}`;
  const found = await readLinked(api, path, z.unknown(), "the search");
  if (!found.ok) return found;
  for (const row of found.value ?? []) {
    const invoice = parsed(row, visitedInvoice, "an invoice");
    // A search that ignores what it does not understand gives everything.
    if (invoice.ok && invoice.value.name === number) return { ok: true, value: invoice.value.id };
  }
  return { ok: true, value: null };
}

function idIn(part: string): string | null {
  try {
    const id = decodeURIComponent(part);
    return isId(id) ? id : null;
  } catch {
    return null;
  }
}

/** Nothing that would leave the place an id has in an address. */
function isId(text: string): boolean {
  return text.length <= MOST_ID && text.isWellFormed() && !/^\.{0,2}$/.test(text);
}
