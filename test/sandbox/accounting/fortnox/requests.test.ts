import { describe, expect, it } from "vitest";
import { rateWindow } from "../../../../sandbox/accounting/fortnox/rate-window.ts";
import { call, connected } from "./connected.ts";

describe("the form of a request", () => {
  it("must be JSON, also for an action without a body", async () => {
    const fortnox = await connected();
    const number = await fortnox.invoice({});
    const headers = { "content-type": "text/plain" };
    const answer = await call(fortnox.url, fortnox.token, {
      method: "PUT",
      path: `/invoices/${number}/bookkeep`,
      headers,
    });
    expect([answer.status, answer.code]).toEqual([400, 1000031]);
    expect((await fortnox.api("PUT", `/invoices/${number}/bookkeep`)).status).toBe(200);
  });

  it.each([
    ["an empty body", "", 2001392],
    ["broken JSON", '{"Customer":', 2002115],
    ["a list", "[]", 2001392],
    ["another envelope", '{"Kund":{"Name":"A"}}', 2001392],
    ["an unknown field", '{"Customer":{"Name":"A","Nickname":"B"}}', 2001399],
    ["a field that is only read", '{"Customer":{"Name":"A","Country":"Sverige"}}', 2001399],
    ["text where a boolean belongs", '{"Customer":{"Name":"A","Active":"ja"}}', 2000134],
    ["text where a number belongs", '{"Customer":{"Name":"A","InvoiceDiscount":"tio"}}', 2000108],
    ["an object where text belongs", '{"Customer":{"Name":{"first":"A"}}}', 2000106],
  ])("is refused with %s", async (_what, body, code) => {
    const fortnox = await connected();
    const answer = await fortnox.api("POST", "/customers", body);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(fortnox.ledger.customers()).toEqual([]);
  });

  it("asks for an answer the API can give", async () => {
    const fortnox = await connected();
    const headers = { accept: "text/html" };
    expect(
      (await call(fortnox.url, fortnox.token, { method: "GET", path: "/customers", headers })).code,
    ).toBe(1000030);
  });

  it("goes to an address that exists", async () => {
    const fortnox = await connected();
    expect((await fortnox.api("GET", "/offers")).code).toBe(2000764);
    expect((await fortnox.api("DELETE", "/invoices/1")).code).toBe(2000764);
  });
});

describe("an error", () => {
  it("is capitalised when something is not found, and in lower case otherwise", async () => {
    const fortnox = await connected();
    expect((await fortnox.api("GET", "/invoices/7")).item()).toEqual({
      ErrorInformation: { Error: 1, Message: "Kan inte hitta fakturan.", Code: 2000434 },
    });
    const refused = await fortnox.api("POST", "/invoices", { Invoice: { CustomerNumber: "7" } });
    expect(refused.item()).toEqual({
      ErrorInformation: { error: 1, message: "Kunde inte hitta kund (7)", code: 2000204 },
    });
  });

  it.each([
    ["/customers/9", 2000433],
    ["/articles/9", 2000428],
    ["/invoices/9", 2000434],
    ["/accounts/9999", 2000423],
    ["/termsofpayments/9", 2000429],
    ["/units/9", 2000432],
    ["/pricelists/9", 2000431],
    ["/prices/A/9", 2000430],
    ["/currencies/XXX", 2000427],
    ["/projects/9", 2001161],
  ])("says 404 and its own code for %s", async (path, code) => {
    const fortnox = await connected();
    const answer = await fortnox.api("GET", path);
    expect([answer.status, answer.code]).toEqual([404, code]);
  });

  it("names a missing scope or licence by code", async () => {
    const fortnox = await connected();
    fortnox.faults.set({ scope: false });
    expect((await fortnox.api("GET", "/customers")).code).toBe(2000663);
    fortnox.faults.set({ scope: true, licence: false });
    expect((await fortnox.api("GET", "/customers")).code).toBe(2001101);
  });
});

describe("text", () => {
  it.each(['"', "'", "|", "<", ">", "{", "}", "[", "]", "~", "\t", "🎁", "★"])(
    "may not hold %s",
    async (character) => {
      const fortnox = await connected();
      const answer = await fortnox.api("POST", "/customers", { Customer: { Name: `Anna ${character}` } });
      expect([answer.status, answer.code]).toEqual([400, 2000359]);
    },
  );

  it("may hold letters of any language and the signs on the vendor's list", async () => {
    const fortnox = await connected();
    const Name = "Łukasz Ångström, 株式会社 (50 % – 3’’) & söner: §1; a@b.se/x\\y=+*_!?²³®½€£ e\u0308\u030a";
    const answer = await fortnox.api("POST", "/customers", { Customer: { Name } });
    expect(answer.item("Customer", "Name")).toBe(Name);
  });

  it.each([
    ["ZipCode", 10],
    ["OurReference", 50],
    ["WWW", 128],
    ["Address1", 1024],
  ])("in %s ends at %i characters", async (field, limit) => {
    const fortnox = await connected();
    const create = (length: number) =>
      fortnox.api("POST", "/customers", { Customer: { Name: "A", [field]: "x".repeat(length) } });
    expect((await create(limit)).status).toBe(201);
    expect((await create(limit + 1)).status).toBe(400);
  });
});

describe("a list", () => {
  it("comes in pages of 100, at most 500, with the totals beside it", async () => {
    const fortnox = await connected();
    for (let count = 0; count < 101; count += 1) await fortnox.customer({ Name: `Kund ${count}` });
    const first = await fortnox.api("GET", "/customers");
    expect(first.item("MetaInformation")).toEqual({
      "@TotalResources": 101,
      "@TotalPages": 2,
      "@CurrentPage": 1,
    });
    expect(first.item("Customers", "length")).toBe(100);
    const second = await fortnox.api("GET", "/customers?page=2");
    expect(second.item("Customers", 0, "Name")).toBe("Kund 100");
    expect((await fortnox.api("GET", "/customers?limit=500")).item("Customers", "length")).toBe(101);
    expect((await fortnox.api("GET", "/customers?limit=501")).code).toBe(2000588);
  });

  it("is empty with no pages when nothing matches", async () => {
    const fortnox = await connected();
    expect((await fortnox.api("GET", "/articles")).item()).toEqual({
      MetaInformation: { "@TotalResources": 0, "@TotalPages": 0, "@CurrentPage": 1 },
      Articles: [],
    });
  });

  it("finds parts of words in any case, and everybody for an empty search", async () => {
    const fortnox = await connected();
    await fortnox.customer({ Name: "A", Email: "anna@ek.se" });
    await fortnox.customer({ Name: "B", Email: "susanna@ek.se" });
    await fortnox.customer({ Name: "C", Email: "bo@ek.se" });
    const count = async (email: string) =>
      (await fortnox.api("GET", `/customers?email=${email}`)).item("Customers", "length");
    expect(await count("ANNA@ek.se")).toBe(2);
    expect(await count("")).toBe(3);
  });

  it("refuses a filter or a parameter it does not know", async () => {
    const fortnox = await connected();
    const filter = await fortnox.api("GET", "/customers?filter=sleeping");
    expect([filter.status, filter.code]).toEqual([400, 2000587]);
    expect((await fortnox.api("GET", "/customers?shoesize=44")).code).toBe(2000588);
    expect((await fortnox.api("GET", "/invoices?filter=constructor")).code).toBe(2000587);
  });

  it("reads lastmodified as Swedish time", async () => {
    let now = new Date("2026-07-01T08:00:00Z");
    const fortnox = await connected({ today: () => now });
    await fortnox.customer();
    now = new Date("2026-07-01T08:30:00Z");
    const since = async (time: string) =>
      (await fortnox.api("GET", `/customers?lastmodified=${encodeURIComponent(`2026-07-01 ${time}`)}`)).item(
        "Customers",
        "length",
      );
    expect(await since("09:59")).toBe(1);
    expect(await since("10:01")).toBe(0);
  });

  it("sorts by the fields it knows", async () => {
    const fortnox = await connected();
    for (const Name of ["Östen", "Anna", "Åke"]) await fortnox.customer({ Name });
    const sorted = await fortnox.api("GET", "/customers?sortby=name&sortorder=descending");
    expect([0, 1, 2].map((index) => sorted.item("Customers", index, "Name"))).toEqual([
      "Östen",
      "Åke",
      "Anna",
    ]);
    expect((await fortnox.api("GET", "/customers?sortby=mood")).code).toBe(2000588);
  });
});

describe("the budget of calls", () => {
  it("is 25 in five seconds, then 429 without a body or a hint when to return", async () => {
    const fortnox = await connected();
    fortnox.faults.set({ rateLimit: true });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => fortnox.api("GET", "/companyinformation")),
    );
    const refused = answers.filter((answer) => answer.status === 429);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(25);
    expect(refused).toHaveLength(5);
    expect(refused.map((answer) => answer.text)).toEqual(["", "", "", "", ""]);
    expect(refused[0]?.headers.get("retry-after")).toBeNull();
  });

  it("slides with time and is counted for each tenant apart", () => {
    let now = 0;
    const window = rateWindow({ calls: 2, ms: 5000 }, () => now);
    expect([window.admits("a"), window.admits("a"), window.admits("a"), window.admits("b")]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    now = 4999;
    expect(window.admits("a")).toBe(false);
    now = 5000;
    expect(window.admits("a")).toBe(true);
  });
});
