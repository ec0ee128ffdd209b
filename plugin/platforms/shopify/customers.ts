import { z } from "zod";
import type { Order } from "../../domain/order.ts";
import type { ChangedCustomer, ShopCustomers, ShopResult } from "../platform.ts";
import { changedBuyers } from "./changed-buyers.ts";
import type { Ask } from "./client.ts";
import type { CompanyTrade } from "./company-trade.ts";
import { customerDocument } from "./documents/customers.ts";
import { companyKey, isCompanyKey } from "./normalise/customer.ts";
import type { WholeOrder } from "./normalise/order.ts";
import { unreadable } from "./read-order.ts";
import { text } from "./schema/members.ts";
import { address } from "./schema/order.ts";

interface Reading {
  readonly ask: Ask;
  readonly seesCustomers: boolean;
  readonly companies: CompanyTrade;
  /** An order with all its pages; null when the shop does not know it. */
  readonly read: (id: string) => Promise<ShopResult<WholeOrder | null>>;
  readonly normalise: (whole: WholeOrder) => ShopResult<Order>;
}

const customerAnswer = z.object({
  customer: z
    .object({
      defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
      defaultAddress: address.nullish(),
    })
    .nullish(),
});

/** Customers and companies, and what they changed of themselves; what an order says of its buyer is read with the order. */
export function customersOf(reading: Reading): ShopCustomers {
  return {
    changed: (updatedAfter, cursor) => changedBuyers(reading, updatedAfter, cursor),
    today: (customer) =>
      isCompanyKey(customer.id) ? companyToday(reading, customer) : personToday(reading, customer),
  };
}

async function personToday(
  { ask, read, normalise }: Reading,
  { id, lastOrderId }: ChangedCustomer,
): Promise<ShopResult<Order | null>> {
  const asked = await ask(customerDocument, { id: `gid://shopify/Customer/${id}` });
  if (!asked.ok) return asked;
  const answer = customerAnswer.safeParse(asked.data);
  if (!answer.success) return unreadable("this customer", answer.error);
  const { customer } = answer.data;
  const whole = await read(lastOrderId);
  if (!whole.ok) return whole;
  if (customer == null || whole.value === null) return { ok: true, value: null };
  const { order } = whole.value;
  const email = customer.defaultEmailAddress?.emailAddress ?? order.email;
  const billingAddress = customer.defaultAddress ?? order.billingAddress;
  return normalise({ ...whole.value, order: { ...order, email, billingAddress } });
}

/** An order names the company and its location as they are now; only the e-mail is the one it was placed with. */
async function companyToday(
  { read, normalise }: Reading,
  { id, lastOrderId }: ChangedCustomer,
): Promise<ShopResult<Order | null>> {
  const whole = await read(lastOrderId);
  if (!whole.ok) return whole;
  const bought = whole.value?.order.purchasingEntity?.company.id;
  if (whole.value === null || bought === undefined || companyKey(bought) !== id)
    return { ok: true, value: null };
  const { order } = whole.value;
  const email = order.customer?.defaultEmailAddress?.emailAddress ?? order.email;
  return normalise({ ...whole.value, order: { ...order, email } });
}
