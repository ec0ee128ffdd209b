import { describe, expect, it } from "vitest";
import {
  leftOut,
  listPrice,
  toArticleBody,
  toArticleUpdate,
  toCustomerBody,
} from "../../../../plugin/connectors/fortnox/map-master-data.ts";
import type { Treatment } from "../../../../plugin/domain/plan.ts";
import { aCustomer, address, anArticle } from "../plans.ts";

const card = (changes: Parameters<typeof aCustomer>[0] = {}) =>
  toCustomerBody(aCustomer(changes), "relay-1").Customer;

describe("a customer's card for Fortnox", () => {
  it("is a private person's with address, e-mail and our reference", () => {
    expect(card()).toEqual({
      Name: "Anna Svensson",
      Type: "PRIVATE",
      VATType: "SEVAT",
      Address1: "Storgatan 1",
      ZipCode: "111 22",
      City: "Stockholm",
      CountryCode: "SE",
      Email: "anna@example.com",
      EmailInvoice: "anna@example.com",
      Currency: "SEK",
      ExternalReference: "relay-1",
    });
  });

  it("is a company's with its numbers, contact and delivery address", () => {
    const company = card({
      type: "EAN",
      company: "Firma GmbH",
      vatNumber: "de 123.456.789",
      organisationNumber: "HRB 1234",
      ean: "5790000000000",
      reference: "Ms Berg",
      treatment: "eu_goods",
      currency: "EUR",
      ship: { ...address, name: "Lager", country: "DE" },
    });
    expect(company).toMatchObject({
      Name: "Firma GmbH",
      Type: "COMPANY",
      VATNumber: "DE123456789",
      OrganisationNumber: "HRB 1234",
      GLN: "5790000000000",
      YourReference: "Ms Berg",
      VATType: "EUREVERSEDVAT",
      DeliveryName: "Lager",
      DeliveryCountryCode: "DE",
    });
  });

  const types: [Treatment, string][] = [
    ["domestic", "SEVAT"],
    ["oss", "SEVAT"],
    ["deemed_supplier", "SEVAT"],
    ["local_foreign", "SEVAT"],
    ["eu_goods", "EUREVERSEDVAT"],
    ["eu_service", "EUREVERSEDVAT"],
    ["export", "EXPORT"],
    ["outside", "EXPORT"],
  ];
  it.each(types)("with treatment %s has the VAT type %s", (treatment, type) => {
    expect(card({ treatment }).VATType).toBe(type);
  });

  it("never has a consumer's personal number", () => {
    expect(card({ organisationNumber: "19900101-1234" }).OrganisationNumber).toBeUndefined();
  });

  it("leaves out what does not fit rather than storing another value", () => {
    const odd = card({
      type: "B2B",
      email: "o'hara@example.com",
      ean: "123",
      organisationNumber: "x".repeat(31),
    });
    expect([odd.Email, odd.EmailInvoice, odd.GLN, odd.OrganisationNumber]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("names what was left out, for the log", () => {
    const odd = aCustomer({
      type: "B2B",
      email: "anna(at)example",
      vatNumber: "SE556123",
      bill: { ...address, country: "ZZ" },
    });
    expect(leftOut(odd)).toEqual(["e-mail address anna(at)example", "VAT number SE556123", "country ZZ"]);
    expect(leftOut(aCustomer())).toEqual([]);
  });

  it("bears the price list, terms and VAT type of the settings before those of the order", () => {
    expect(
      card({ treatment: "eu_goods", card: { terms: "30", priceList: "B", vatCode: "SEVAT" } }),
    ).toMatchObject({ PriceList: "B", TermsOfPayment: "30", VATType: "SEVAT" });
  });

  it("cuts a long foreign post code, as cards hold ten characters", () => {
    expect(card({ bill: { ...address, zip: "1234567890123" } }).ZipCode).toBe("1234567890");
  });

  it("of a Northern Irish buyer has a British address, and of a Greek one the postal code of Greece", () => {
    expect(card({ bill: { ...address, country: "XI" } }).CountryCode).toBe("GB");
    expect(card({ bill: { ...address, country: "EL" } }).CountryCode).toBe("GR");
  });
});

describe("an article for Fortnox", () => {
  it("has the SKU as its number and no price", () => {
    expect(toArticleBody(anArticle({ barcode: "7310001234567" }), null)).toEqual({
      Article: { ArticleNumber: "MUG-1", Description: "Mug", Type: "STOCK", EAN: "7310001234567" },
    });
  });

  it("for a service is no stock, and is never without a description", () => {
    expect(
      toArticleBody(anArticle({ nature: "service", title: "🎁", sku: "Plan A" }), null)?.Article,
    ).toMatchObject({
      ArticleNumber: "PlanA",
      Description: "PlanA",
      Type: "SERVICE",
    });
  });

  it("has the cost of the shop's catalogue and its price without VAT, where they are in kronor", () => {
    const product = {
      sku: "MUG-1",
      title: "Mug",
      barcode: null,
      price: "199.20",
      cost: "88.00",
      currency: "SEK",
      updatedAt: "2026-03-01T00:00:00Z",
    };
    expect(toArticleBody(anArticle(), product)?.Article.PurchasePrice).toBe(88);
    expect([
      listPrice(product),
      listPrice({ ...product, currency: "EUR" }),
      listPrice({ ...product, price: null }),
      listPrice(null),
    ]).toEqual([199.2, undefined, undefined, undefined]);
  });

  it("that exists gets the shop's text, and is taken back into use only when asked", () => {
    expect(toArticleUpdate(anArticle(), "MUG-1", false)).toEqual({ Article: { Description: "Mug" } });
    expect(toArticleUpdate(anArticle(), "MUG-1", true).Article.Active).toBe(true);
  });

  it("is not made of a SKU without any usable character", () => {
    expect(toArticleBody(anArticle({ sku: "…" }), null)).toBeNull();
  });
});
