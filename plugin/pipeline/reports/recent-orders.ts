import type { Order } from "../../domain/order.ts";
import type { Installation } from "../../platforms/platform.ts";
import type { Context } from "../context.ts";
import { openShop } from "../shop.ts";

const DAYS = 60;
const DAY_MS = 86_400_000;
const MAX_ORDERS = 200;
const MAX_PAGES = 25;
/** Orders read at once: a shop allows some calls a second. */
const AT_ONCE = 4;
/** Somebody waits for the answer. */
const PATIENCE_MS = 15_000;

export interface Recent {
  /** The newest first, as many as could be read in time. */
  readonly orders: readonly Order[];
  /** True when whoever waits has waited long enough. */
  isTimeUp(): boolean;
}

/** The shop's newest orders of the last 60 days, at most 200. What cannot be read is left out. */
export async function recentOrders(context: Context, installation: Installation): Promise<Recent> {
  const { clock } = context.ports;
  const until = clock.now() + PATIENCE_MS;
  const isTimeUp = () => clock.now() >= until;
  const shop = openShop(context, installation);
  const range = {
    createdAfter: new Date(clock.now() - DAYS * DAY_MS).toISOString(),
    createdBefore: new Date(clock.now() + DAY_MS).toISOString(),
  };
  let listed: { readonly id: string; readonly updatedAt: string }[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES && !isTimeUp(); page += 1) {
    const read = await shop.changedOrders(range, cursor);
    if (!read.ok) break;
    listed = [...listed, ...read.value.orders.filter((one) => one.onlyKnown !== true)];
    cursor = read.value.nextCursor;
    if (cursor === null) break;
  }
  const newest = listed
    .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt))
    .slice(0, MAX_ORDERS);
  const orders: Order[] = [];
  for (let start = 0; start < newest.length && !isTimeUp(); start += AT_ONCE) {
    const some = newest.slice(start, start + AT_ONCE);
    const read = await Promise.all(some.map((one) => shop.order(one.id)));
    orders.push(...read.flatMap((one) => (one.ok && one.value !== null ? [one.value] : [])));
  }
  return { orders, isTimeUp };
}
