import { yearsBooksAreKept } from "../../domain/books-kept.ts";
import type { TransferState } from "../../domain/problem.ts";
import { type Effect, readEffects } from "../../store/effects/effects.ts";
import { type CustomerCard, cardsOf } from "../../store/effects/mappings.ts";
import type { DataRequest } from "../../store/erasure/data-requests.ts";
import { operationsOf, ordersOfBuyer } from "../../store/erasure/erasure.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import { type LogLine, readLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer, type Transfer, transfersOfOrders } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { storedKey } from "../parties/reserved.ts";
import { buyerOf, type Customer } from "./without-person.ts";

const LOG_LINES = 1_000;

/** Everything we hold of one customer, as it is at this moment. */
export interface HeldData {
  readonly customerId: string;
  /** How she was named to the ledgers, each form once, the latest last. */
  readonly people: readonly Customer[];
  readonly orders: readonly HeldOrder[];
  /** Under which numbers the ledgers know her. */
  readonly cards: readonly CustomerCard[];
  /** Years the shop's country wants the books kept; null where we do not know. */
  readonly yearsKept: number | null;
}

export interface HeldOrder {
  readonly connectionId: number;
  readonly orderId: string;
  readonly number: string | null;
  readonly state: TransferState | null;
  readonly customer: string | null;
  readonly orderedAt: string | null;
  readonly total: string | null;
  readonly currency: string | null;
  /** Numbers of its documents in the ledger. */
  readonly documents: readonly string[];
  /** What was sent to the ledger, as it was sent, and what the ledger called it. */
  readonly sent: readonly Pick<Effect, "document" | "step" | "state" | "planned" | "ref" | "createdAt">[];
  readonly log: readonly LogLine[];
}

/** Collects what we hold of a customer who asked: her orders by her id, and those the platform named. */
export async function heldData(
  context: Context,
  installation: StoredInstallation,
  { customerId, orderIds }: DataRequest & { readonly customerId: string },
): Promise<HeldData> {
  const { store } = context;
  const person = { customerId };
  const orders = new Map<string, { connectionId: number; orderId: string }>();
  const note = (one: { connectionId: number; orderId: string }) =>
    orders.set(`${one.connectionId} ${one.orderId}`, one);
  // The key of a buyer begins with her id; where the ledger keeps a card for each currency, that follows.
  const naming = `"key":${JSON.stringify(customerId).slice(0, -1)}`;
  for await (const operation of operationsOf(store, installation.id, naming)) {
    if (buyerOf(operation.planned, person) !== null) note(operation);
  }
  for (const one of await ordersOfBuyer(store, installation.id, storedKey(customerId))) note(one);
  for (const transfer of await transfersOfOrders(store, installation.id, orderIds)) note(transfer);
  const held: HeldOrder[] = [];
  for (const key of orders.values()) {
    const of = { installationId: installation.id, ...key };
    const [transfer, effects, log] = await Promise.all([
      readTransfer(store, of),
      readEffects(store, of),
      readLog(store, of, LOG_LINES),
    ]);
    held.push(heldOrder(key, transfer, effects, log));
  }
  const people = peopleIn(held);
  const keys = [customerId, ...people.map(({ key }) => key)].map(storedKey);
  return {
    customerId,
    people,
    orders: held,
    cards: await cardsOf(store, installation.id, [...new Set(keys)]),
    yearsKept: yearsBooksAreKept(installation.country),
  };
}

function heldOrder(
  { connectionId, orderId }: { readonly connectionId: number; readonly orderId: string },
  transfer: Transfer | null,
  effects: readonly Effect[],
  log: readonly LogLine[],
): HeldOrder {
  return {
    connectionId,
    orderId,
    number: transfer?.number ?? null,
    state: transfer?.state ?? null,
    customer: transfer?.customer ?? null,
    orderedAt: transfer?.orderedAt ?? null,
    total: transfer?.total ?? null,
    currency: transfer?.currency ?? null,
    documents: transfer?.documents ?? [],
    sent: effects.map(({ document, step, state, planned, ref, createdAt }) => ({
      document,
      step,
      state,
      planned,
      ref,
      createdAt,
    })),
    log,
  };
}

/** The buyer of each document of her orders: also as a guest, where the platform knows that it was her. */
function peopleIn(orders: readonly HeldOrder[]): Customer[] {
  const forms = new Map<string, Customer>();
  for (const { planned } of orders.flatMap(({ sent }) => sent)) {
    const buyer = buyerOf(planned, "everybody");
    if (buyer !== null)
      forms.set(JSON.stringify([buyer.key, buyer.name, buyer.email, buyer.bill, buyer.ship]), buyer);
  }
  return [...forms.values()];
}
