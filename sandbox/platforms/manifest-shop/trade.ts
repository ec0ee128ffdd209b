import { grouped } from "./amounts.ts";
import type { Product } from "./catalogue.ts";
import type { ShopClock } from "./clock.ts";
import type { ShopOrder, Transaction } from "./order.ts";
import type { OrderDraft } from "./order-draft.ts";
import { orderDraftSchema } from "./order-draft.ts";
import { makeOrder } from "./orders.ts";
import { type PayoutDraft, unsettledPayouts } from "./payouts.ts";
import type { RefundDraft } from "./refunds.ts";
import { makeRefund, refundDraftSchema } from "./refunds.ts";
import { notFound, parsed } from "./refusal.ts";
import type { Accounting, OrderRecord, Store } from "./store.ts";
import { putLast } from "./store.ts";
import { cancelOrder, capture, financialStatus, takePayment } from "./transactions.ts";
import type { Announce } from "./webhooks.ts";

interface TradeParts {
  store: Store;
  clock: ShopClock;
  shopUrl: () => string;
  announce: Announce;
}

/** What the contract lets an app write on an order. */
export type AccountingNote = Omit<Accounting, "written_at">;

export type Trade = ReturnType<typeof openTrade>;

/** The shop's dealings. Each changes one order, stamps it, notes it in its history and announces it. */
export function openTrade({ store, clock, shopUrl, announce }: TradeParts) {
  const { state } = store;

  function stamp(): string {
    state.last_stamp = clock.stamp();
    return state.last_stamp;
  }

  function recordOf(id: string): OrderRecord {
    const record = state.orders.get(id);
    if (record === undefined) throw notFound("order", id);
    return record;
  }

  function keep(record: OrderRecord, happened: string): ShopOrder {
    const { order } = record;
    order.updated_at = stamp();
    record.history.push({ at: order.updated_at, text: happened });
    putLast(state.orders, order.id, record);
    store.changed();
    return structuredClone(order);
  }

  function announceOrder(type: string, order: ShopOrder, extra: Record<string, string> = {}): void {
    announce({ type, at: order.updated_at, data: { id: order.id, object: "order", ...extra } });
  }

  /** Changes one order as a whole or not at all. */
  function change<T>(
    id: string,
    edit: (order: ShopOrder, at: string) => T,
  ): { record: OrderRecord; done: T } {
    const record = recordOf(id);
    const order = structuredClone(record.order);
    const done = edit(order, stamp());
    record.order = order;
    return { record, done };
  }

  function customerIdFor(email: string | null): string {
    for (const customer of state.customers.values()) {
      if (email !== null && customer.email === email) return customer.id;
    }
    return `c${state.customers.size + 1}`;
  }

  function nextOrderId(): string {
    do state.last_order += 1;
    while (state.orders.has(String(state.last_order)));
    return String(state.last_order);
  }

  function placeOrder(draft: OrderDraft): ShopOrder {
    const complete = parsed(orderDraftSchema, draft);
    const updatedAt = stamp();
    const order = makeOrder(complete, {
      id: nextOrderId(),
      customerIdFor,
      tenant: state.tenant,
      shopUrl: shopUrl(),
      createdAt: complete.createdAt ?? updatedAt,
      updatedAt,
    });
    state.customers.set(order.customer.id, order.customer);
    const placed = keep({ order, accounting: null, history: [] }, `Placed, ${amountOf(order)}`);
    announceOrder("order.created", placed);
    if (placed.financial_status === "paid") announceOrder("order.paid", placed);
    return placed;
  }

  function putOrder(given: ShopOrder): void {
    const earlier = state.orders.get(given.id);
    const order = structuredClone(given);
    state.customers.set(order.customer.id, order.customer);
    const record = { order, accounting: earlier?.accounting ?? null, history: earlier?.history ?? [] };
    announceOrder("order.updated", keep(record, earlier === undefined ? "Brought in" : "Changed"));
  }

  function refund(id: string, draft: RefundDraft): ShopOrder {
    const complete = parsed(refundDraftSchema, draft);
    const { record, done } = change(id, (order, at) => {
      const made = makeRefund(order, complete, complete.createdAt ?? at);
      order.refunds.push(made);
      order.financial_status = financialStatus(order);
      return made;
    });
    const refunded = keep(record, `Refunded${amountsOf(done.transactions)}`);
    announceOrder("refund.created", refunded, { refund_id: done.id });
    return refunded;
  }

  function pay(id: string, gateway = "card"): ShopOrder {
    const { record, done } = change(id, (order, at) => takePayment(order, gateway, at));
    const paid = keep(record, `Paid${amountsOf([done])} by ${done.gateway}`);
    announceOrder("order.paid", paid);
    return paid;
  }

  function captureAmount(id: string, amount: string, currency: string): Transaction {
    const { record, done } = change(id, (order, at) => capture(order, amount, currency, at));
    const captured = keep(record, `Captured${amountsOf([done])}`);
    announceOrder(captured.financial_status === "paid" ? "order.paid" : "order.updated", captured);
    return done;
  }

  function cancel(id: string): ShopOrder {
    const { record } = change(id, cancelOrder);
    const cancelled = keep(record, "Cancelled");
    announceOrder("order.cancelled", cancelled);
    return cancelled;
  }

  function fulfil(id: string): ShopOrder {
    const { record } = change(id, (order) => {
      order.fulfillment_status = "fulfilled";
    });
    const fulfilled = keep(record, "Sent to the customer");
    announceOrder("order.updated", fulfilled);
    return fulfilled;
  }

  /** The contract: the app's own note raises `order.updated` like any other change. */
  function noteAccounting(id: string, note: AccountingNote): void {
    const record = recordOf(id);
    record.accounting = { ...note, written_at: clock.write(clock.now()) };
    announceOrder("order.updated", keep(record, `Accounting: ${note.text ?? note.state}`));
  }

  /** Sets the stock of the SKUs the shop has; the others are returned. */
  function setStock(levels: { sku: string; available: string }[]): { updated: number; unknown: string[] } {
    const unknown: string[] = [];
    for (const { sku, available } of levels) {
      const product = [...state.products.values()].find((each) => each.sku === sku);
      if (product === undefined) {
        unknown.push(sku);
        continue;
      }
      state.stock.set(sku, available);
      product.updated_at = stamp();
      putLast(state.products, product.id, product);
      announce({
        type: "product.updated",
        at: product.updated_at,
        data: { id: product.id, object: "product" },
      });
    }
    store.changed();
    return { updated: levels.length - unknown.length, unknown };
  }

  /** Changes a product of the catalogue, by its SKU, and announces it. */
  function changeProduct(sku: string, changes: Partial<Omit<Product, "id" | "sku" | "updated_at">>): void {
    const product = [...state.products.values()].find((each) => each.sku === sku);
    if (product === undefined) throw notFound("product", sku);
    const changed = { ...product, ...changes, updated_at: stamp() };
    putLast(state.products, product.id, changed);
    store.changed();
    announce({
      type: "product.updated",
      at: changed.updated_at,
      data: { id: product.id, object: "product" },
    });
  }

  function putPayout(payout: PayoutDraft): void {
    const updatedAt = stamp();
    putLast(state.payouts, payout.id, { ...payout, updated_at: updatedAt });
    store.changed();
    announce({ type: "payout.created", at: updatedAt, data: { id: payout.id, object: "payout" } });
  }

  /** The payment providers pay out everything that is open; returns what they made of it. */
  function payOut(): PayoutDraft[] {
    const orders = Array.from(state.orders.values(), (record) => record.order);
    const at = stamp();
    return unsettledPayouts(orders, state.payouts.values(), at).map((draft) => {
      const payout = { id: `PO${state.payouts.size + 1}`, ...draft };
      putPayout(payout);
      return structuredClone(payout);
    });
  }

  return {
    placeOrder,
    putOrder,
    refund,
    pay,
    capture: captureAmount,
    cancel,
    fulfil,
    noteAccounting,
    setStock,
    changeProduct,
    putPayout,
    payOut,
    recordOf,
    stamp,
  };
}

function amountOf(order: ShopOrder): string {
  return `${grouped(order.total)} ${order.currency}`;
}

function amountsOf(transactions: Transaction[]): string {
  return transactions.map((each) => ` ${grouped(each.amount)} ${each.currency}`).join(" and");
}
