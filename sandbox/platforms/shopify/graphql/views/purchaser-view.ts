import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Store } from "../../store.ts";
import type { Customer, Order } from "../../trade/order.ts";
import { addressView, companyAddressView } from "./money-view.ts";
import type { Shelf } from "./shelf.ts";

/** Who bought: a company's location (B2B), a customer, or nobody known. */
export function purchaserView(order: Order, shelf: Shelf): unknown {
  const { company, customerId } = order;
  if (company === null) return customerId === null ? null : () => shelf.customerView(customerId);
  return {
    __typename: "PurchasingCompany",
    company: {
      id: gid("Company", company.id),
      name: company.name,
      externalId: company.externalId,
    },
    contact: {
      id: gid("CompanyContact", company.contactId),
      customer: () => shelf.customerView(company.customerId),
    },
    location: {
      id: gid("CompanyLocation", company.locationId),
      name: company.locationName,
      externalId: company.externalId,
      taxSettings: {
        taxRegistrationId: company.taxRegistrationId,
        taxExempt: company.taxExempt,
        taxExemptions: company.taxExemptions,
      },
      billingAddress: companyAddressView(company.billingAddress, {
        name: company.name,
        id: company.locationId,
      }),
    },
  };
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
      return last === undefined
        ? null
        : {
            id: gid("Order", last.id),
            legacyResourceId: last.id,
            name: last.name,
            createdAt: utc(last.createdAt),
          };
    },
    defaultAddress:
      customer.defaultAddress === null ? null : addressView(customer.defaultAddress, customer.id),
  };
}
