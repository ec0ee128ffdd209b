import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

describe("a customer card", () => {
  it("is created with the vendor's defaults and an address of its own", async () => {
    const { api, url } = await connected();
    const answer = await api("POST", "/customers", {
      Customer: { Name: "Muggar AB", OrganisationNumber: "5560004615" },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`${url}/3/customers/1`);
    expect(answer.item("Customer")).toMatchObject({
      CustomerNumber: "1",
      Type: "COMPANY",
      VATType: "SEVAT",
      Country: "Sverige",
      OrganisationNumber: "556000-4615",
      Active: true,
      Email: null,
    });
  });

  it("is updated in part; empty values change nothing, API_BLANK clears", async () => {
    const { api, customer } = await connected();
    const number = await customer({ City: "Växjö", Phone1: "0470-1", YourReference: "Bo" });
    const body = { Customer: { City: "", Phone1: null, YourReference: "API_BLANK" } };
    const answer = await api("PUT", `/customers/${number}`, body);
    expect(answer.item("Customer")).toMatchObject({
      City: "Växjö",
      Phone1: "0470-1",
      YourReference: null,
      Name: "Anna Ek",
    });
  });

  it("keeps its number even after it is deleted", async () => {
    const { api, customer } = await connected();
    await customer({ CustomerNumber: "500" });
    expect((await api("POST", "/customers", { Customer: { Name: "B", CustomerNumber: "500" } })).code).toBe(
      2000637,
    );
    expect((await api("DELETE", "/customers/500")).status).toBe(204);
    expect((await api("GET", "/customers/500")).code).toBe(2000433);
    expect((await api("POST", "/customers", { Customer: { Name: "B", CustomerNumber: "500" } })).code).toBe(
      2000637,
    );
    expect((await api("POST", "/customers", { Customer: { CustomerNumber: "501" } })).status).toBe(400);
  });

  it.each([
    ["a currency that is not set up", { Currency: "CHF" }, 2000427],
    ["a price list that does not exist", { PriceList: "Z" }, 2000431],
    ["terms that do not exist", { TermsOfPayment: "999" }, 2001700],
    ["a project that does not exist", { Project: "77" }, 2001161],
    ["an account that does not exist", { SalesAccount: "3999" }, 2001304],
    ["a country that does not exist", { CountryCode: "QQ" }, undefined],
    ["a Swedish VAT number in loose form", { VATNumber: "SE556000-4615" }, undefined],
    ["a VAT number without its country", { VATNumber: "12345678" }, undefined],
    ["a malformed organisation number", { OrganisationNumber: "12345" }, undefined],
    ["a malformed e-mail address", { Email: "anna(at)example" }, undefined],
    ["a GLN that is too short", { GLN: "123" }, undefined],
    ["a kind that does not exist", { Type: "CONSUMER" }, undefined],
  ])("is refused with %s", async (_what, fields, code) => {
    const { api } = await connected();
    const answer = await api("POST", "/customers", { Customer: { Name: "A", ...fields } });
    expect(answer.status).toBe(400);
    if (code !== undefined) expect(answer.code).toBe(code);
  });

  it("is listed by state", async () => {
    const { api, customer } = await connected();
    await customer({ Name: "Vaken" });
    await customer({ Name: "Vilande", Active: false });
    expect((await api("GET", "/customers?filter=inactive")).item("Customers", 0, "Name")).toBe("Vilande");
    expect((await api("GET", "/customers")).item("Customers", "length")).toBe(2);
  });
});

describe("an article", () => {
  it("is created with the accounts a new article gets and the VAT of its sales account", async () => {
    const { api } = await connected();
    const answer = await api("POST", "/articles", {
      Article: { Description: "Mugg", ArticleNumber: "MUG/1" },
    });
    expect(answer.item("Article")).toMatchObject({
      SalesAccount: 3001,
      EUAccount: 3108,
      EUVATAccount: 3106,
      ExportAccount: 3105,
      VAT: 25,
    });
    expect((await api("GET", "/articles/MUG%2F1")).item("Article", "Description")).toBe("Mugg");
  });

  it("has a number that is free, well formed and never changes", async () => {
    const { api } = await connected();
    const create = (ArticleNumber: string) =>
      api("POST", "/articles", { Article: { Description: "Mugg", ArticleNumber } });
    expect((await create("A-1")).status).toBe(201);
    expect((await create("A-1")).code).toBe(2000013);
    expect((await create("A 1")).status).toBe(400);
    expect((await api("PUT", "/articles/A-1", { Article: { ArticleNumber: "A-2" } })).status).toBe(400);
    expect(
      (await api("POST", "/articles", { Article: { Description: "Assigned" } })).item(
        "Article",
        "ArticleNumber",
      ),
    ).toBe("1");
  });

  it("is refused with a unit that does not exist or a text that is too long", async () => {
    const { api } = await connected();
    expect((await api("POST", "/articles", { Article: { Description: "Mugg", Unit: "låda" } })).code).toBe(
      2000432,
    );
    expect((await api("POST", "/articles", { Article: { Description: "x".repeat(201) } })).status).toBe(400);
  });

  it("can no longer be updated once one of its accounts is dead", async () => {
    const { api } = await connected();
    await api("POST", "/articles", { Article: { Description: "Mugg", ArticleNumber: "A-1" } });
    await api("PUT", "/accounts/4000", { Account: { Active: false } });
    const answer = await api("PUT", "/articles/A-1", { Article: { Description: "Kopp" } });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("PurchaseAccount");
  });

  it("has prices by list and quantity, to two decimals", async () => {
    const { api } = await connected();
    await api("POST", "/articles", { Article: { Description: "Mugg", ArticleNumber: "A-1" } });
    const price = { ArticleNumber: "A-1", PriceList: "A", FromQuantity: 0, Price: 79.995 };
    expect((await api("PUT", "/prices/A/A-1/0", { Price: { Price: 80 } })).code).toBe(2000430);
    expect((await api("POST", "/prices", { Price: price })).item("Price", "Price")).toBe(80);
    expect((await api("PUT", "/prices/A/A-1/0", { Price: { Price: 99 } })).item("Price", "Price")).toBe(99);
    expect((await api("GET", "/articles/A-1")).item("Article", "SalesPrice")).toBe(99);
    expect((await api("GET", "/prices")).item("Prices", 0)).toMatchObject({
      ArticleNumber: "A-1",
      Price: 99,
    });
    expect((await api("DELETE", "/prices/A/A-1/5")).code).toBe(2000430);
    expect((await api("GET", "/prices/sublist/A/A-1")).item("Prices", "length")).toBe(1);
    expect((await api("POST", "/prices", { Price: { ...price, PriceList: "Z" } })).code).toBe(2000431);
  });
});
