import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Store } from "../../store.ts";
import type { Customer, Order } from "../../trade/order.ts";
import { companyLocationView, companyView, mention } from "./company-view.ts";
import { addressView } from "./money-view.ts";
import type { Shelf } from "./shelf.ts";

/** Who bought: a company's location (B2B), a customer, or nobody known. */
export function purchaserView(order: Order, shelf: Shelf): unknown {
  const { company, customerId } = order;
  if (company === null) return customerId === null ? null : () => shelf.customerView(customerId);
  const { store } = shelf;
  // Files of before know a company by its orders only.
  const today = store.state.companies.get(company.locationId) ?? company;
  return {
    __typename: "PurchasingCompany",
    company: () => companyView(today, store),
    contact: {
      id: gid("CompanyContact", company.contactId),
      customer: () => shelf.customerView(company.customerId),
    },
    location: () => companyLocationView(today, store),
  };
}

/** For whom an order was, where only the order is mentioned. */
function boughtBy({ company }: Order, state: Store["state"]): unknown {
  if (company === null) return { __typename: "Customer" };
  const today = state.companies.get(company.locationId) ?? company;
  return { __typename: "PurchasingCompany", company: () => companyView(today, { state }) };
}

export function customerView(customer: Customer, { state }: Pick<Store, "state">) {
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null).join(" ");
  return {
    __typename: "Customer",
    id: gid("Customer", customer.id),
    legacyResourceId: customer.id,
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: name === "" ? (customer.email ?? "") : name,
    defaultEmailAddress: customer.email === null ? null : { emailAddress: customer.email },
    defaultPhoneNumber: null,
    taxExempt: customer.taxExempt,
    taxExemptions: customer.taxExemptions,
    tags: customer.tags,
    locale: customer.locale,
    updatedAt: utc(customer.updatedAt ?? "1970-01-01T00:00:00Z"),
    lastOrder: () => {
      const last = [...state.orders.values()].findLast((order) => order.customerId === customer.id);
      return last === undefined ? null : { ...mention(last), purchasingEntity: () => boughtBy(last, state) };
    },
    defaultAddress:
      customer.defaultAddress === null ? null : addressView(customer.defaultAddress, customer.id),
  };
}
