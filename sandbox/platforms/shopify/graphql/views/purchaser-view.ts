import { gid } from "../../ids.ts";
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

export function customerView(customer: Customer) {
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
    defaultAddress:
      customer.defaultAddress === null ? null : addressView(customer.defaultAddress, customer.id),
  };
}
