import type { Shop } from "../../sandbox/platforms/manifest-shop/shop.ts";
import type { Driver } from "./driver.ts";
import { charged, someDraft, someRefund, withAddition } from "./trade.ts";

/** Among how many orders the next thing mostly happens. */
const RECENT = 60;

export async function place({ shop, placed, random, note }: Driver): Promise<void> {
  const { id } = await shop.placeOrder(someDraft(random));
  placed.push(id);
  note(`place ${id}`);
}

export async function refund(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, (one) => charged(one) !== "0.00");
  if (order === undefined) return;
  const draft = someRefund(order, random);
  // The shop itself refuses to give back more than is left.
  const done = await shop.refund(order.id, draft).catch(() => null);
  note(`refund ${order.id} ${JSON.stringify(draft)}${done === null ? " refused by the shop" : ""}`);
}

export async function edit(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, (one) => one.financial_status === "paid");
  if (order === undefined) return;
  await shop.putOrder(withAddition(order, random, new Date().toISOString()));
  note(`add to ${order.id}`);
}

export async function payLate(driver: Driver): Promise<void> {
  const { shop, note } = driver;
  const order = someOrder(driver, isUnpaid);
  if (order === undefined) return;
  await shop.pay(order.id);
  note(`pay ${order.id}`);
}

export async function cancel(driver: Driver): Promise<void> {
  const { shop, note } = driver;
  const order = someOrder(driver, isUnpaid);
  if (order === undefined) return;
  await shop.cancel(order.id);
  note(`cancel ${order.id}`);
}

const isUnpaid = (order: { readonly financial_status: string }): boolean =>
  order.financial_status === "pending";

export async function touch(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, () => true);
  if (order === undefined) return;
  if (random.chance(0.3)) await shop.syncNow([order.id]).catch(() => null);
  else await shop.fulfil(order.id);
  note(`touch ${order.id}`);
}

/** Mostly a recent order: that is where the app is at work. */
function someOrder({ shop, placed, random }: Driver, fits: (order: Order) => boolean): Order | undefined {
  const ids = random.chance(0.8) ? placed.slice(-RECENT) : placed;
  for (let tries = 0; tries < 8 && ids.length > 0; tries += 1) {
    const order = shop.order(random.pick(ids));
    if (order !== undefined && fits(order)) return order;
  }
  return undefined;
}

type Order = NonNullable<ReturnType<Shop["order"]>>;
