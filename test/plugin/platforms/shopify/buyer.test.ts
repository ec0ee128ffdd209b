import { describe, expect, it } from "vitest";
import { MUGS } from "./mugs.ts";
import { lineItem } from "./orders.ts";
import { plain, read } from "./read.ts";

describe("the buyer", () => {
  const buyer = (changes: Record<string, unknown>) => read({ ...MUGS, changes }).customer;

  it("is the customer, or a guest by what the order says", () => {
    expect(buyer({})).toMatchObject({ id: "701", type: "B2C", name: "Anna Ek", country: "SE" });
    expect(buyer({ customer: null })).toMatchObject({
      id: null,
      name: "Anna Ek",
      email: "anna.ek@example.com",
    });
    const nobody = { customer: null, email: null, billingAddress: null, shippingAddress: null };
    expect(buyer(nobody)).toMatchObject({ id: null, name: "Guest", email: null, country: null });
  });

  it("is a company with its registration, its reference and 30 days to pay", () => {
    const purchasingEntity = {
      __typename: "PurchasingCompany",
      company: { id: "gid://shopify/Company/61", name: "Berg GmbH" },
      location: {
        id: "gid://shopify/CompanyLocation/62",
        name: "Berlin",
        taxSettings: { taxRegistrationId: "DE123456789", taxExempt: true },
        billingAddress: {
          companyName: "Berg GmbH",
          address1: "Weg 2",
          address2: null,
          zip: "10115",
          city: "Berlin",
          countryCode: "DE",
        },
      },
    };
    const paymentTerms = { dueInDays: 30, paymentSchedules: { nodes: [] } };
    const order = plain({ ...MUGS, changes: { purchasingEntity, paymentTerms, poNumber: "PO 7" } });
    expect(order).toMatchObject({
      customer: {
        id: "company-61",
        type: "B2B",
        name: "Berg GmbH",
        country: "DE",
        vatNumber: "DE123456789",
        organisationNumber: null,
        reference: "PO 7",
      },
      billTo: { company: "Berg GmbH", city: "Berlin", country: "DE" },
      paymentTermsDays: 30,
    });
  });

  it.each([
    ["SE556677889901", "SE", { vatNumber: "SE556677889901", organisationNumber: null }],
    ["556677-8899", "SE", { vatNumber: null, organisationNumber: "556677-8899" }],
    ["13585628", "DK", { vatNumber: "13585628", organisationNumber: "13585628" }],
    ["13585629", "DK", { vatNumber: null, organisationNumber: "13585629" }],
    ["136695976", "DE", { vatNumber: "136695976", organisationNumber: "136695976" }],
    [null, "DE", { vatNumber: null, organisationNumber: null }],
  ])("registered by %s in %s has the numbers that it is", (taxRegistrationId, countryCode, numbers) => {
    const place = { companyName: null, address1: null, address2: null, zip: null, city: null, countryCode };
    const purchasingEntity = {
      __typename: "PurchasingCompany",
      company: { id: "gid://shopify/Company/61", name: "Berg" },
      location: {
        id: "gid://shopify/CompanyLocation/62",
        name: "Berg",
        taxSettings: { taxRegistrationId, taxExempt: false },
        billingAddress: place,
      },
    };
    expect(buyer({ purchasingEntity })).toMatchObject({ type: "B2B", ...numbers });
  });

  it("is a business when the shop asked for a VAT number at the checkout", () => {
    const customAttributes = [
      { key: "gift_wrap", value: "yes" },
      { key: "VAT number", value: "DE123456789" },
    ];
    expect(buyer({ customAttributes })).toMatchObject({ type: "B2B", vatNumber: "DE123456789" });
  });

  it("has until the first instalment's day where the terms name a date", () => {
    const paymentTerms = {
      dueInDays: null,
      paymentSchedules: { nodes: [{ issuedAt: "2026-03-02T08:00:00Z", dueAt: "2026-03-16T08:00:00Z" }] },
    };
    expect(read({ ...MUGS, changes: { paymentTerms } }).paymentTermsDays).toBe(14);
  });
});

describe("a subscription", () => {
  const plan = { sellingPlan: { name: "Every month", sellingPlanId: "gid://shopify/SellingPlan/51" } };
  const draft = { ...MUGS, lines: [lineItem("1", "249.00", plan)] };

  it("begins with an order like any other, and is known by its plan", () => {
    expect(read(draft)).toMatchObject({ kind: "order", source: "subscription", subscription: { id: "51" } });
    expect(read(MUGS)).toMatchObject({ kind: "order", source: "web", subscription: null });
  });

  it("is renewed by orders that Shopify's own app or Recharge places", () => {
    expect(read({ ...draft, changes: { sourceName: "subscription_contract_checkout_one" } }).kind).toBe(
      "renewal",
    );
    const recharge = { app: { id: "gid://shopify/App/294517" }, sourceName: "recharge" };
    expect(read({ ...MUGS, changes: recharge })).toMatchObject({ kind: "renewal", source: "subscription" });
  });
});
