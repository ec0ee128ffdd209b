import { createHash } from "node:crypto";
import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { Installation, ShopLevel, ShopResult, StockSet } from "../platform.ts";
import { retry } from "../shared/problems.ts";
import type { Ask } from "./client.ts";
import { locationsDocument, setStockDocument, stockDocument } from "./documents/stock.ts";
import { unreadable } from "./read-order.ts";
import { pageOf } from "./schema/members.ts";
import { term } from "./search.ts";

/** SKUs asked for at once: a search is one text. */
const AT_ONCE = 40;
/** A quantity somebody sold from meanwhile is read and set anew, a few times. */
const ATTEMPTS = 3;

const shelf = z.object({
  sku: z.string().nullish(),
  inventoryItem: z.object({
    id: z.string(),
    tracked: z.boolean(),
    inventoryLevel: z.object({ quantities: z.array(z.object({ quantity: z.int() })) }).nullish(),
  }),
});

const stockAnswer = z.object({ productVariants: pageOf(shelf) });
const locationsAnswer = z.object({
  locations: z.object({
    nodes: z.array(z.object({ id: z.string(), isActive: z.boolean(), fulfillsOnlineOrders: z.boolean() })),
  }),
});
const setAnswer = z.object({
  inventorySetQuantities: z
    .object({ userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })) })
    .nullish(),
});

type Shelf = z.output<typeof shelf>;

/** Sets what can be sold at one place, each quantity only if nobody changed it since it was read (shopify.md 3.3). */
export async function setStock(
  ask: Ask,
  installation: Installation,
  levels: readonly ShopLevel[],
): Promise<ShopResult<StockSet>> {
  const unknown: string[] = [];
  for (const [place, wanted] of Map.groupBy(levels, (level) => level.location)) {
    const location = await locationOf(place, ask);
    if (!location.ok) return location;
    for (let start = 0; start < wanted.length; start += AT_ONCE) {
      const set = await setSome(ask, installation, location.value, wanted.slice(start, start + AT_ONCE));
      if (!set.ok) return set;
      unknown.push(...set.value.unknown);
    }
  }
  return { ok: true, value: { unknown } };
}

async function setSome(
  ask: Ask,
  installation: Installation,
  location: string,
  levels: readonly ShopLevel[],
): Promise<ShopResult<StockSet>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const shelves = await shelvesOf(ask, location, levels);
    if (!shelves.ok) return shelves;
    const known = new Map(shelves.value.map((one) => [one.sku ?? "", one]));
    const unknown = levels.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku);
    const quantities = levels.flatMap((level) => quantityFor(level, known.get(level.sku), location));
    if (quantities.length === 0) return { ok: true, value: { unknown } };
    const input = { name: "available", reason: "correction", quantities };
    // The same question has the same key: repeated after an answer was lost it changes nothing.
    const key = createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 48);
    const asked = await ask(setStockDocument, { input, key });
    if (!asked.ok) return asked;
    const read = setAnswer.safeParse(asked.data);
    if (!read.success) return unreadable("the answer about stock", read.error);
    const errors = read.data.inventorySetQuantities?.userErrors ?? [];
    if (errors.length === 0) return { ok: true, value: { unknown } };
    const isStale = errors.every((one) => one.code === "CHANGE_FROM_QUANTITY_STALE");
    if (!isStale) return refused(installation, errors);
  }
  return {
    ok: false,
    problem: retry(installation, "sells faster than we can count", "CHANGE_FROM_QUANTITY_STALE"),
  };
}

/** Only what is kept there and differs; what the shop does not count is left alone. */
function quantityFor(level: ShopLevel, one: Shelf | undefined, location: string): object[] {
  const now = one?.inventoryItem.inventoryLevel?.quantities[0]?.quantity;
  if (one === undefined || !one.inventoryItem.tracked || now === undefined) return [];
  const quantity = Math.floor(Number(level.available));
  if (quantity === now) return [];
  return [{ inventoryItemId: one.inventoryItem.id, locationId: location, quantity, changeFromQuantity: now }];
}

async function shelvesOf(
  ask: Ask,
  location: string,
  levels: readonly ShopLevel[],
): Promise<ShopResult<Shelf[]>> {
  const query = levels.map(({ sku }) => term("sku", "", sku)).join(" OR ");
  const shelves: Shelf[] = [];
  let after: string | null = null;
  do {
    const asked = await ask(stockDocument, { query, location, after });
    if (!asked.ok) return asked;
    const read = stockAnswer.safeParse(asked.data);
    if (!read.success) return unreadable("the stock", read.error);
    const { nodes, pageInfo } = read.data.productVariants;
    shelves.push(...nodes);
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return { ok: true, value: shelves };
}

async function locationOf(named: string | null, ask: Ask): Promise<ShopResult<string>> {
  if (named !== null && /^\d{1,20}$/.test(named)) {
    return { ok: true, value: `gid://shopify/Location/${named}` };
  }
  const asked = await ask(locationsDocument, {});
  if (!asked.ok) return asked;
  const read = locationsAnswer.safeParse(asked.data);
  if (!read.success) return unreadable("the shop's locations", read.error);
  const active = read.data.locations.nodes.filter((one) => one.isActive);
  const first = active.find((one) => one.fulfillsOnlineOrders) ?? active[0];
  if (first !== undefined) return { ok: true, value: first.id };
  const message = "The shop has no place where stock levels could be set.";
  return { ok: false, problem: fix("NOT_CONNECTED", message, { place: "shop" }) };
}

function refused(
  installation: Installation,
  errors: readonly { readonly code?: string | null | undefined; readonly message: string }[],
): ShopResult<never> {
  const theirs = errors.map((one) => `${one.code ?? ""} ${one.message}`.trim()).join("; ");
  const isPassing = errors.every((one) => (one.code ?? "").startsWith("IDEMPOTENCY_"));
  if (isPassing) return { ok: false, problem: retry(installation, "is still setting its stock", theirs) };
  const message = `${installation.tenantName} did not take the stock levels.`;
  return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "shop" }, theirs) };
}
