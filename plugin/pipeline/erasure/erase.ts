import type { Store } from "../../store/database.ts";
import { forgetRequestsOf } from "../../store/erasure/data-requests.ts";
import { ERASED } from "../../store/erasure/erased.ts";
import {
  dropDeliveries,
  eraseOrder,
  installationsToErase,
  markErased,
  namedOrders,
  operationsOf,
  operationsOfOrder,
  ordersOfBuyer,
  renameCustomer,
  rewriteOperation,
} from "../../store/erasure/erasure.ts";
import { everyFileOrder, rewriteFileOrder } from "../../store/incoming/file-orders.ts";
import { rewriteReports } from "../../store/incoming/order-files.ts";
import { erasePracticeCards } from "../../store/practice/practice-removal.ts";
import { fileOrderWithoutPerson, withoutComplaints } from "../order-files/without-person.ts";
import { storedKey } from "../parties/reserved.ts";
import { type Person, withoutPerson } from "./without-person.ts";

/** What stays of a card in practice books. */
const ERASED_CARD = JSON.stringify({ name: ERASED });

export interface Erasure {
  readonly orders: number;
  /** Orders whose last write to the ledger is still in doubt: it has to be found again first, so run it once more later. */
  readonly inDoubt: readonly string[];
}

/**
 * Erases one buyer of a shop, or all, from what we keep. What exactly-once needs and what bookkeeping law asks for
 * stays; the copy in the ledger is the merchant's own duty. Safe to run again at any time.
 */
export async function erasePerson(store: Store, installationId: number, person: Person): Promise<Erasure> {
  const orders = new Set<string>();
  const inDoubt = new Set<string>();
  const keys = new Map<string, string>();
  // Also of who asked and never bought anything.
  if (person !== "everybody" && "customerId" in person) {
    await forgetRequestsOf(store, installationId, person.customerId);
  }
  for await (const effect of operationsOf(store, installationId)) {
    const erased = withoutPerson(effect.planned, person);
    if (erased === null) continue;
    // Whoever looks a write in doubt up needs what was sent; of a shop that is gone nobody does.
    if (effect.state === "sending" && person !== "everybody") {
      inDoubt.add(effect.orderId);
      continue;
    }
    await rewriteOperation(store, installationId, effect, erased.planned);
    orders.add(effect.orderId);
    keys.set(erased.key, erased.erasedKey);
  }
  if (person === "everybody") {
    await forgetRequestsOf(store, installationId, null);
    for (const id of await namedOrders(store, installationId)) orders.add(id);
    await dropDeliveries(store, installationId);
    await erasePracticeCards(store, installationId, null, ERASED_CARD);
  }
  for await (const order of everyFileOrder(store, installationId)) {
    const erased = fileOrderWithoutPerson(order.content, person);
    if (erased === null || inDoubt.has(order.orderId)) continue;
    await rewriteFileOrder(store, installationId, order, erased);
    orders.add(order.orderId);
  }
  await rewriteReports(store, installationId, withoutComplaints);
  for (const key of keysOf(person)) {
    for (const { orderId } of await ordersOfBuyer(store, installationId, key)) orders.add(orderId);
  }
  for (const orderId of orders) await eraseOrder(store, installationId, orderId);
  await forgetCards(store, installationId, keys);
  for (const key of keys.keys()) await forgetRequestsOf(store, installationId, key);
  return { orders: orders.size, inDoubt: [...inDoubt] };
}

/**
 * Erases whoever bought one order: a platform names those that our copy does not show to be hers, such as what she bought
 * for a company, whose card stays its own. Safe to run again at any time.
 */
export async function eraseBuyer(store: Store, installationId: number, orderId: string): Promise<Erasure> {
  const keys = new Map<string, string>();
  let isInDoubt = false;
  for (const effect of await operationsOfOrder(store, installationId, orderId)) {
    const erased = withoutPerson(effect.planned, "everybody", "known");
    if (erased === null) continue;
    if (effect.state === "sending") {
      isInDoubt = true;
      continue;
    }
    await rewriteOperation(store, installationId, effect, erased.planned);
    if (erased.erasedKey !== erased.key) keys.set(erased.key, erased.erasedKey);
  }
  await eraseOrder(store, installationId, orderId);
  await forgetCards(store, installationId, keys);
  return { orders: 1, inDoubt: isInDoubt ? [orderId] : [] };
}

/** Cards stay known under names that tell nothing. */
async function forgetCards(
  store: Store,
  installationId: number,
  keys: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [from, to] of keys) {
    await erasePracticeCards(store, installationId, storedKey(from), ERASED_CARD);
    await renameCustomer(store, installationId, storedKey(from), storedKey(to));
  }
}

/** Under which the orders of a person are found of whom nothing was sent. */
function keysOf(person: Person): string[] {
  if (person === "everybody") return [];
  const key = "customerId" in person ? person.customerId : `guest:${person.email.toLowerCase()}`;
  return [storedKey(key)];
}

const DAY_MS = 86_400_000;
/** What the manifest promises: `lifecycle.data_deletion_days`. */
const KEPT_DAYS = 30;
const BATCH = 5;

/** Erases everybody from shops that removed the app a month ago. Called now and then; does a few at a time. */
export async function eraseRemovedShops(store: Store, nowMs: number): Promise<number[]> {
  const ids = await installationsToErase(store, nowMs - KEPT_DAYS * DAY_MS, BATCH);
  for (const id of ids) {
    await erasePerson(store, id, "everybody");
    await markErased(store, id, nowMs);
  }
  return ids;
}
