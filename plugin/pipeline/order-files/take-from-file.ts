import { bareNumber, fileOrderId, isFileOrderId } from "../../domain/file-order-id.ts";
import type { Order } from "../../domain/order.ts";
import { listConnections } from "../../store/connections.ts";
import type { Store, StoreTransaction } from "../../store/database.ts";
import {
  fileVersions,
  isTaken,
  markKnown,
  numbersOfShop,
  ordersWithEffects,
  takeVersions,
} from "../../store/incoming/file-orders.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { numberIn } from "./stored-order.ts";

/** What of some orders of a file may go on the road (R17). */
export interface Choice {
  readonly installationId: number;
  readonly fileId: number;
  /** Those that enter; an order that is in a ledger already does too, and nothing is written again. */
  readonly entering: readonly string[];
  /** Those that enter as this file has them: nothing of another version is in a ledger. */
  readonly asHere: readonly string[];
  /** Those the shop itself relays. */
  readonly known: readonly string[];
}

/** Looks the orders up by their numbers, among those of the shop and those of earlier files. */
export async function chooseFromFile(
  store: Store,
  { installationId }: { readonly installationId: number },
  fileId: number,
  orderIds: readonly string[],
): Promise<Choice> {
  const versions = await fileVersions(store, installationId, fileId, orderIds);
  const numbers = new Map([...versions].map(([id, content]) => [id, numberIn(content)]));
  const ofShop = await numbersOfShop(store, installationId, [...numbers.values()]);
  const isKnown = (id: string): boolean => ofShop.has(numbers.get(id) ?? "");
  const entering = orderIds.filter((id) => numbers.has(id) && !isKnown(id));
  const connectionIds = (await listConnections(store, installationId)).map(({ id }) => id);
  const inLedger = await ordersWithEffects(store, installationId, connectionIds, entering);
  return {
    installationId,
    fileId,
    entering,
    asHere: entering.filter((id) => !inLedger.has(id)),
    known: orderIds.filter(isKnown),
  };
}

/** Keeps the choice, in the transaction in which the orders enter the inbox. */
export async function takeFromFile(store: StoreTransaction, choice: Choice): Promise<void> {
  const { installationId, fileId } = choice;
  await takeVersions(store, installationId, fileId, choice.asHere);
  await markKnown(store, installationId, fileId, choice.known);
}

/**
 * True for an order of the shop whose number has come from a file before: it is booked once. Asks nothing where no file
 * was ever imported.
 */
export async function isFromFile(
  { store }: Pick<Context, "store">,
  installation: Pick<StoredInstallation, "id" | "hasFiles">,
  order: Pick<Order, "id" | "number">,
): Promise<boolean> {
  if (!installation.hasFiles || isFileOrderId(order.id)) return false;
  return await isTaken(store, installation.id, fileOrderId(bareNumber(order.number)));
}
