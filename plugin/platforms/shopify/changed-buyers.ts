import { z } from "zod";
import type { ChangedCustomer, ShopCustomers } from "../platform.ts";
import type { Ask } from "./client.ts";
import type { CompanyTrade } from "./company-trade.ts";
import { type BuyerList, changedBuyersDocument } from "./documents/customers.ts";
import { companyKey } from "./normalise/customer.ts";
import { unreadable } from "./read-order.ts";
import { gid, instant, number, pageOf } from "./schema/members.ts";
import { atSecond, term } from "./search.ts";

const PAGE_SIZE = 100;
/** An order changes its customer too: her count of orders, what she spent. Within this time it was the order. */
const OF_THE_ORDER_MS = 10 * 60_000;

/** A company and the number of its last order; there may be none that we see. */
const company = z.object({
  id: gid,
  orders: z.object({ nodes: z.array(z.object({ legacyResourceId: number })) }),
});

const customer = z.object({
  legacyResourceId: number,
  updatedAt: instant,
  lastOrder: z
    .object({
      legacyResourceId: number,
      createdAt: instant,
      purchasingEntity: z.object({ company: company.optional() }).nullish(),
    })
    .nullish(),
});

const answer = z.object({
  customers: pageOf(customer).optional(),
  companies: pageOf(company.extend({ updatedAt: instant })).optional(),
  companyLocations: pageOf(z.object({ updatedAt: instant, company })).optional(),
});

type Answer = z.output<typeof answer>;

/** The lists that are to be asked, each from its cursor on; null is the beginning. */
const places = z.object({
  customers: z.string().nullish(),
  companies: z.string().nullish(),
  companyLocations: z.string().nullish(),
});

type Places = z.output<typeof places>;

interface Lists {
  readonly ask: Ask;
  readonly seesCustomers: boolean;
  readonly companies: CompanyTrade;
}

/** One page of all the lists in one question; its cursor names the lists that go on. */
export async function changedBuyers(
  { ask, seesCustomers, companies }: Lists,
  updatedAfter: string,
  cursor: string | null,
): ReturnType<ShopCustomers["changed"]> {
  const query = term("updated_at", ">=", atSecond(updatedAfter));
  const people: Places = seesCustomers ? { customers: null } : {};
  const everybody: Places = companies.isShown()
    ? { ...people, companies: null, companyLocations: null }
    : people;
  const askFor = (from: Places) => {
    const document = changedBuyersDocument(listsOf(from), companies.isShown());
    return ask(document, { first: PAGE_SIZE, query, ...from });
  };
  const from = cursor === null ? everybody : places.parse(JSON.parse(cursor));
  if (listsOf(from).length === 0) return { ok: true, value: { customers: [], nextCursor: null } };
  let asked = await askFor(from);
  if (!asked.ok && asked.refused === "not allowed" && companies.isShown()) {
    // A shop without B2B trade refuses the whole question for naming a company.
    companies.refuse();
    if (!seesCustomers) return { ok: true, value: { customers: [], nextCursor: null } };
    asked = await askFor({ customers: from.customers ?? null });
  }
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("the list of customers", read.error);
  return { ok: true, value: { customers: changesIn(read.data), nextCursor: nextOf(read.data) } };
}

const listsOf = (from: Places): BuyerList[] => LISTS.filter((list) => from[list] !== undefined);

const LISTS = ["customers", "companies", "companyLocations"] as const;

/**
 * Each buyer once with the latest change, however many of a company's locations changed: an earlier one of a location may
 * have been looked at before.
 */
function changesIn({ customers, companies, companyLocations }: Answer): ChangedCustomer[] {
  const found = [
    ...(customers?.nodes ?? []).flatMap(ofPerson),
    ...(companies?.nodes ?? []).flatMap((one) => ofCompany(one, one.updatedAt)),
    ...(companyLocations?.nodes ?? []).flatMap((one) => ofCompany(one.company, one.updatedAt)),
  ];
  const oldestFirst = found.sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  return [...new Map(oldestFirst.map((one) => [one.id, one])).values()];
}

/** Who buys for a company shows on its card, as long as nobody else of it bought later. */
function ofPerson({
  legacyResourceId: id,
  updatedAt,
  lastOrder,
}: z.output<typeof customer>): ChangedCustomer[] {
  if (lastOrder == null) return [];
  if (Date.parse(updatedAt) - Date.parse(lastOrder.createdAt) < OF_THE_ORDER_MS) return [];
  const lastOrderId = lastOrder.legacyResourceId;
  const bought = lastOrder.purchasingEntity?.company;
  if (bought === undefined) return [{ id, lastOrderId, updatedAt }];
  return ofCompany(bought, updatedAt).filter((one) => one.lastOrderId === lastOrderId);
}

function ofCompany({ id, orders }: z.output<typeof company>, updatedAt: string): ChangedCustomer[] {
  return orders.nodes.map((last) => ({ id: companyKey(id), lastOrderId: last.legacyResourceId, updatedAt }));
}

/** Where the lists go on that have another page; null when none has. */
function nextOf(read: Answer): string | null {
  const next: Places = {};
  for (const list of LISTS) {
    const page = read[list]?.pageInfo;
    if (page?.hasNextPage === true && page.endCursor != null) next[list] = page.endCursor;
  }
  return listsOf(next).length === 0 ? null : JSON.stringify(next);
}
