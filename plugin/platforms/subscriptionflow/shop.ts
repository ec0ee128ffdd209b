import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { Installation, Shop, ShopPorts, ShopResult } from "../platform.ts";
import { changedInvoices } from "./changes.ts";
import { type Api, apiOf } from "./client.ts";
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

/** The invoices of one site, read through its REST API. */
export function shopOf(installation: Installation, ports: ShopPorts): Shop {
  const api = apiOf(installation, ports);
  const site = { api, log: ports.log, name: installation.apiBaseUrl };
  return {
    canShowState: false,
    setStock: null,

    async order(id) {
      if (!isId(id)) return { ok: true, value: null };
      const file = await readInvoiceFile(api, id);
      if (!file.ok || file.value === null) return file.ok ? { ok: true, value: null } : file;
      const order = normaliseInvoice(file.value, installation);
      if (!order.ok) return order;
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

function settled(updatedAt: string, nowMs: number): string {
  const at = Date.parse(updatedAt);
  return nowMs - at < SETTLED_MS ? new Date(at - 1_000).toISOString() : updatedAt;
}

/** `https://{site}.../invoice-detail/<id>`, as the admin's address line has it. */
const DETAIL = /\/invoices?-detail\/([^/?#]+)/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an invoice that somebody knows by its number, its address in the admin or its id. */
async function findInvoice(api: Api, text: string): Promise<ShopResult<string | null>> {
  const typed = text.trim();
  const fromAddress = DETAIL.exec(typed)?.[1];
  if (fromAddress !== undefined) return { ok: true, value: idIn(fromAddress) };
  if (UUID.test(typed)) return { ok: true, value: typed.toLowerCase() };
  if (typed === "") return { ok: true, value: null };
  // The search is exact, and numbers are written in capitals.
  for (const number of new Set([typed, typed.toUpperCase()])) {
    const found = await searchByNumber(api, number);
    if (!found.ok || found.value !== null) return found;
  }
  return { ok: true, value: null };
}

async function searchByNumber(api: Api, number: string): Promise<ShopResult<string | null>> {
  const path = `/invoices/search?name=${encodeURIComponent(number)}`;
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
