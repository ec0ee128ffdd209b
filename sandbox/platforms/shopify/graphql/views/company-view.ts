import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Store } from "../../store.ts";
import type { Company, Order } from "../../trade/order.ts";
import { connection, type PageArgs } from "../connection.ts";
import { companyAddressView } from "./money-view.ts";

/** A company as it is now, with its orders. */
export function companyView(company: Company, { state }: Pick<Store, "state">) {
  const orders = () => [...state.orders.values()].filter((each) => each.company?.id === company.id);
  return {
    __typename: "Company",
    id: gid("Company", company.id),
    name: company.name,
    externalId: company.externalId,
    updatedAt: utc(company.updatedAt ?? NEVER),
    orders: (args: PageArgs & { sortKey?: string }) => {
      if (args.sortKey !== "CREATED_AT")
        throw new Error("The stand-in sorts a company's orders by CREATED_AT.");
      const sorted = orders().toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
      return connection(sorted, args, { keyOf: (each) => each.id, view: mention });
    },
  };
}

/** A place a company buys for, as it is now. */
export function companyLocationView(company: Company, store: Pick<Store, "state">) {
  return {
    __typename: "CompanyLocation",
    id: gid("CompanyLocation", company.locationId),
    name: company.locationName,
    externalId: company.externalId,
    updatedAt: utc(company.locationUpdatedAt ?? NEVER),
    company: () => companyView(company, store),
    taxSettings: {
      taxRegistrationId: company.taxRegistrationId,
      taxExempt: company.taxExempt,
      taxExemptions: company.taxExemptions,
    },
    billingAddress: companyAddressView(company.billingAddress, {
      name: company.name,
      id: company.locationId,
    }),
  };
}

/** What is told of an order where something else is asked about. */
export function mention(order: Order) {
  return {
    id: gid("Order", order.id),
    legacyResourceId: order.id,
    name: order.name,
    createdAt: utc(order.createdAt),
  };
}

const NEVER = "1970-01-01T00:00:00Z";
