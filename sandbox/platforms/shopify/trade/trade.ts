import type { ShopClock } from "../clock.ts";
import { utc } from "../clock.ts";
import { shown } from "../money.ts";
import { conflict, invalid, notFound, parsed } from "../refusal.ts";
import type { Store } from "../store.ts";
import { putLast } from "../store.ts";
import type { Payload } from "../webhooks/payloads.ts";
import {
  customerPayload,
  editPayload,
  orderPayload,
  refundPayload,
  returnPayload,
  transactionPayload,
} from "../webhooks/payloads.ts";
import type { Announce } from "../webhooks/sender.ts";
import type { Companies } from "./companies.ts";
import type {
  CompleteDraft,
  EditDraft,
  OrderDraft,
  PaymentDraft,
  RefundDraft,
  ReturnDraft,
} from "./draft.ts";
import {
  draftPaymentSchema,
  editDraftSchema,
  orderDraftSchema,
  refundDraftSchema,
  returnDraftSchema,
} from "./draft.ts";
import { addEdit } from "./edit.ts";
import { makeOrder } from "./new-order.ts";
import type { Customer, Order, Refund, Return } from "./order.ts";
import { addPayment, voidReservations } from "./payments.ts";
import type { LineMaker } from "./place.ts";
import { addRefund } from "./refund.ts";
import { addReturn, payBackReturn } from "./returns.ts";
import { financialStatus, totalsOf } from "./totals.ts";

interface TradeParts {
  store: Store;
  clock: ShopClock;
  announce: Announce;
  /** A product of the catalogue. */
  variantOf: LineMaker["variantOf"];
  locationFor: Companies["locationFor"];
}

type Event = { topic: string; payload: Payload };

export type Trade = ReturnType<typeof openTrade>;

/** What happens to orders. Each deed changes one order as a whole or not at all, stamps it and announces it. */
export function openTrade({ store, clock, announce, variantOf, locationFor }: TradeParts) {
  const { state, nextId } = store;

  function stamp(): string {
    state.lastStamp = clock.stamp().toISOString();
    return state.lastStamp;
  }

  function orderWith(id: string): Order {
    const order = state.orders.get(id);
    if (order === undefined) throw notFound("order", id);
    return order;
  }

  function makerFor(order: Order): LineMaker {
    return { order, marketplace: order.merchantOfRecord !== null, variantOf, nextId };
  }

  /** Keeps the order and tells the app; every change raises `orders/updated` besides its own topics. */
  function keep(order: Order, topics: readonly string[], more: readonly Event[] = []): Order {
    order.updatedAt = stamp();
    putLast(state.orders, order.id, order);
    store.changed();
    const customer = order.customerId === null ? null : (state.customers.get(order.customerId) ?? null);
    const payload = orderPayload(order, customer, clock);
    announce([...topics.map((topic) => ({ topic, payload })), ...more]);
    return structuredClone(order);
  }

  /** Changes a copy of the order and keeps it only when nothing was refused. */
  function change<T>(
    id: string,
    edit: (order: Order, at: string) => T,
    announced: (order: Order, done: T) => { topics: string[]; more?: Event[] },
    givenAt?: string,
  ): Order {
    const order = structuredClone(orderWith(id));
    const wasPaid = isPaid(order);
    const done = edit(order, utc(givenAt ?? clock.today()));
    const { topics, more } = announced(order, done);
    const paid = !wasPaid && isPaid(order) ? ["orders/paid"] : [];
    return keep(order, [...topics, ...paid, "orders/updated"], more);
  }

  function customerFor({ customer, taxExempt }: CompleteDraft): Customer | null {
    if (customer === null) return null;
    const known = [...state.customers.values()].find(
      (each) => each.email !== null && each.email === customer.email,
    );
    if (known !== undefined) return known;
    const { country: _country, ...rest } = customer;
    const made = { ...rest, id: nextId(), defaultAddress: null, updatedAt: stamp() };
    state.customers.set(made.id, made);
    announce([{ topic: "customers/create", payload: customerPayload(made, made.updatedAt, clock) }]);
    return { ...made, taxExempt: made.taxExempt || taxExempt };
  }

  /** A customer moves, marries or writes from another address; orders placed before keep what they said. */
  function changeCustomer(id: string, changes: Partial<Customer>): Customer {
    const customer = state.customers.get(id);
    if (customer === undefined) throw notFound("customer", id);
    const changed = { ...customer, ...changes, updatedAt: stamp() };
    state.customers.set(id, changed);
    store.changed();
    announce([{ topic: "customers/update", payload: customerPayload(changed, changed.updatedAt, clock) }]);
    return structuredClone(changed);
  }

  function place(draft: OrderDraft): Order {
    const complete = parsed(orderDraftSchema, draft);
    state.lastOrder += 1;
    const order = makeOrder(complete, {
      number: state.lastOrder,
      country: state.tenant.country,
      currency: state.tenant.currency,
      at: utc(clock.today()),
      customer: customerFor(complete),
      locationFor,
      variantOf,
      nextId,
    });
    const money = order.transactions.map((each) => transactionEvent(order, each));
    return keep(order, ["orders/create", ...(isPaid(order) ? ["orders/paid"] : [])], money);
  }

  function pay(id: string, draft: PaymentDraft = {}): Order {
    const complete = parsed(draftPaymentSchema, draft);
    return change(
      id,
      (order, at) => {
        if (order.cancelledAt !== null) throw conflict(`Order ${order.name} is cancelled.`);
        return addPayment(order, complete, at, nextId);
      },
      (order, transaction) => ({ topics: [], more: [transactionEvent(order, transaction)] }),
    );
  }

  function refund(id: string, draft: RefundDraft): Order {
    const complete = parsed(refundDraftSchema, draft);
    return change(
      id,
      (order, at) => addRefund(order, complete, at, nextId),
      (order, made) => ({ topics: [], more: refundEvents(order, made) }),
      complete.createdAt,
    );
  }

  function edit(id: string, draft: EditDraft): Order {
    const complete = parsed(editDraftSchema, draft);
    return change(
      id,
      (order, at) => addEdit(order, complete, at, makerFor(order)),
      (order, made) => ({
        topics: [],
        more: [{ topic: "orders/edited", payload: editPayload(order, made.id, made.happenedAt, clock) }],
      }),
      complete.createdAt,
    );
  }

  function processReturn(id: string, draft: ReturnDraft): Order {
    const complete = parsed(returnDraftSchema, draft);
    return change(
      id,
      (order, at) => addReturn(order, complete, at, makerFor(order)),
      (order, made: Return) => ({
        topics: [],
        more: [{ topic: "returns/process", payload: returnPayload(order, made.id) }],
      }),
      complete.createdAt,
    );
  }

  /** Pays out what a processed return is worth, or another amount, which leaves a difference behind. */
  function refundReturn(
    id: string,
    returnId: string,
    draft: Pick<RefundDraft, "money" | "note" | "createdAt"> = {},
  ): Order {
    const complete = parsed(refundDraftSchema, draft);
    return change(
      id,
      (order, at) => payBackReturn(order, returnId, complete, at, nextId),
      (order, made) => ({ topics: [], more: refundEvents(order, made) }),
      complete.createdAt,
    );
  }

  /** The bank says how a payback that was pending ended. */
  function settle(id: string, transactionId: string, status: "SUCCESS" | "FAILURE"): Order {
    return change(
      id,
      (order) => {
        const pending = order.transactions.find(
          (each) => each.id === transactionId && each.status === "PENDING",
        );
        if (pending === undefined) throw invalid(`Nothing is pending under ${transactionId}.`);
        pending.status = status;
        return pending;
      },
      (order, transaction) => ({ topics: [], more: [transactionEvent(order, transaction)] }),
    );
  }

  function cancel(id: string, reason = "CUSTOMER"): Order {
    return change(
      id,
      (order, at) => {
        if (order.cancelledAt !== null) throw conflict(`Order ${order.name} is cancelled already.`);
        order.cancelledAt = at;
        order.cancelReason = reason;
        return voidReservations(order, at, nextId);
      },
      (order, released) => ({
        topics: ["orders/cancelled"],
        more: released.map((each) => transactionEvent(order, each)),
      }),
    );
  }

  function fulfil(id: string, whole = true): Order {
    return change(
      id,
      (order) => {
        order.fulfilment = whole ? "FULFILLED" : "PARTIALLY_FULFILLED";
      },
      () => ({ topics: [whole ? "orders/fulfilled" : "orders/partially_fulfilled"] }),
    );
  }

  /** Anything that changes an order but none of its amounts: a note, a tag, an app's metafield. */
  function touch(id: string, alter: (order: Order) => void): Order {
    return change(id, alter, () => ({ topics: [] }));
  }

  function remove(id: string): void {
    const order = orderWith(id);
    state.orders.delete(id);
    store.changed();
    announce([{ topic: "orders/delete", payload: { id: BigInt(order.id) } }]);
  }

  function transactionEvent(order: Order, transaction: Order["transactions"][number]): Event {
    return { topic: "order_transactions/create", payload: transactionPayload(order, transaction, clock) };
  }

  function refundEvents(order: Order, made: Refund): Event[] {
    const money = order.transactions.filter((each) => made.transactionIds.includes(each.id));
    return [
      { topic: "refunds/create", payload: refundPayload(order, made, clock) },
      ...money.map((each) => transactionEvent(order, each)),
    ];
  }

  return {
    place,
    pay,
    refund,
    edit,
    processReturn,
    refundReturn,
    settle,
    cancel,
    fulfil,
    touch,
    remove,
    changeCustomer,
  };
}

function isPaid(order: Order): boolean {
  return financialStatus(order) === "PAID";
}

/** What a person reads of an order's worth. */
export function worthOf(order: Order): string {
  return shown(totalsOf(order).current.buyer, order.currencies.buyer);
}
