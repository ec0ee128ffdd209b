import { describe, expect, it } from "vitest";
import { askForToken, CLUB, openSite } from "./open-site.ts";

describe("the token endpoint", () => {
  it("gives a bearer token for the right secret and refuses everything else", async () => {
    const { site, client } = await openSite({ tokenLife: 600 });
    const right = { client_id: client.id, client_secret: client.secret, grant_type: "client_credentials" };
    expect((await askForToken(site, right)).json).toMatchObject({ token_type: "Bearer", expires_in: 600 });
    expect((await askForToken(site, { ...right, client_secret: "wrong" })).status).toBe(401);
    expect((await askForToken(site, { ...right, grant_type: "password" })).status).toBe(400);
    site.revokeClient(client.id);
    expect((await askForToken(site, right)).status).toBe(401);
  });

  it("gives tokens that end with their time", async () => {
    let now = Date.parse("2026-11-21T10:00:00Z");
    const { site, client } = await openSite({ tokenLife: 600, now: () => new Date(now) });
    const { json } = await askForToken(site, {
      client_id: client.id,
      client_secret: client.secret,
      grant_type: "client_credentials",
    });
    const list = () =>
      fetch(`${site.url}/api/v1/invoices`, {
        headers: { authorization: `Bearer ${String(json?.["access_token"])}` },
      });
    expect((await list()).status).toBe(200);
    now += 600_000;
    const refused = await list();
    expect([refused.status, await refused.json()]).toEqual([401, { message: "Unauthenticated." }]);
  });
});

describe("lists and records", () => {
  it("are flat in lists and nested in the read of one", async () => {
    const { site, call } = await openSite();
    const { id, name } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const { json: list } = await call("GET", "/invoices?per_page=1");
    expect(list).toMatchObject({ meta: { current_page: 1, per_page: 200, total: 1 } });
    expect(list?.data?.[0]).toMatchObject({ id, name, status: "Paid", total_amount: 248.75, is_oneoff: 0 });
    expect(list?.data?.[0]).not.toHaveProperty("items");
    const { json: one } = await call("GET", `/invoices/${id}`);
    expect(one?.data).toMatchObject({
      type: "invoices",
      id,
      attributes: {
        name,
        customer: { name: "Maja Lindqvist", billing_country: "Sweden" },
        items: [{ product_sku: "CLUB", charges: [{ quantity: "1", tax: 49.75, total_amount: "248.75" }] }],
      },
      links: { app_url: `${site.url}/invoice-detail/${id}` },
    });
    const { json: related } = await call("GET", "/invoices/with-relations");
    expect(related?.data?.[0]).toHaveProperty("customer_id");
    expect(related?.data?.[0]).not.toHaveProperty("items");
  });

  it("come in pages of 200", async () => {
    const { site, call } = await openSite();
    for (let count = 0; count < 201; count += 1) site.placeInvoice(CLUB);
    const first = (await call("GET", "/invoices")).json;
    const second = (await call("GET", "/invoices?page=2")).json;
    expect([first?.data?.length, second?.data?.length]).toEqual([200, 1]);
    expect(first?.["links"]).toMatchObject({ next: `${site.url}/api/v1/invoices?page=2`, prev: null });
    expect(second?.["links"]).toMatchObject({ next: null });
  });

  it("miss a record in the three ways that have been seen", async () => {
    const { site, call } = await openSite();
    expect((await call("GET", "/invoices/nothing")).status).toBe(404);
    site.faults.missingRecord = "400";
    expect((await call("GET", "/invoices/nothing")).status).toBe(400);
    site.faults.missingRecord = "200";
    const { status, json } = await call("GET", "/invoices/nothing");
    expect([status, json?.data?.["id"]]).toEqual([200, undefined]);
    expect((await call("GET", "/webhooks")).status).toBe(404);
  });

  it("are loose under a seed, and the same for the same seed", async () => {
    const { site, call } = await openSite();
    const { id } = site.placeInvoice({ ...CLUB, is_oneoff: true });
    site.faults.loose = 7;
    const { text } = await call("GET", `/invoices/${id}`);
    expect(text).toMatch(/"(tax|sub_total|total_amount|discount)":"\d/);
    expect((await call("GET", `/invoices/${id}`)).text).toBe(text);
    site.faults.loose = 8;
    expect((await call("GET", `/invoices/${id}`)).text).not.toBe(text);
  });
});

describe("filters", () => {
  it("are honoured by /filter alone, from query, JSON and with paging by limit and offset", async () => {
    const { site, call } = await openSite();
    const [one, two, three] = [1, 2, 3].map(() => site.placeInvoice(CLUB));
    site.pay(two?.id ?? "");
    const names = async (path: string, body?: unknown) =>
      (await call("POST", `/invoices/filter${path}`, body)).json?.data?.map((row) => row["name"]);
    expect(await names("?filter[status][$equals]=Paid")).toEqual([two?.name]);
    expect(await names("", { filter: { name: { $in: [one?.name, three?.name] } } })).toEqual([
      one?.name,
      three?.name,
    ]);
    const all = "filter[updated_at][$gte]=2020-01-01T00:00:00%2B01:00";
    expect(await names(`?${all}&filter[$limit]=2&filter[$offset]=1`)).toEqual([two?.name, three?.name]);
    expect(await names(`?${all}&filter[$sortorder]=desc&filter[$limit]=1`)).toEqual([three?.name]);
    expect(await names("?filter[total_amount][$gt]=248.74&filter[total_amount][$lt]=248.76")).toHaveLength(3);
    expect(await names("?filter[note][$is_null]=true&filter[terms][$starts]=Net")).toHaveLength(3);
    expect(await names("?filter[updated_at][$gte]=2100-01-01")).toEqual([]);
  });

  it("find nothing without a condition, while lists ignore them", async () => {
    const { site, call } = await openSite();
    site.placeInvoice(CLUB);
    const { status, json } = await call("POST", "/invoices/filter?filter[$limit]=5");
    expect([status, json?.data]).toEqual([201, []]);
    expect((await call("GET", "/invoices?filter[updated_at][$gte]=2100-01-01")).json?.data).toHaveLength(1);
  });

  it("are exact in /search", async () => {
    const { site, call } = await openSite();
    const { name } = site.placeInvoice(CLUB);
    expect((await call("GET", `/invoices/search?name=${name}`)).json?.data).toHaveLength(1);
    expect((await call("GET", "/invoices/search?name=SF-")).json?.data).toEqual([]);
  });
});

describe("trouble", () => {
  it("is a 500, a 429 with Retry-After, and a sign-in page instead of a refusal", async () => {
    const { site, call } = await openSite();
    site.faults.apiDown = 1;
    expect((await call("GET", "/invoices")).status).toBe(500);
    site.faults.api429 = 1;
    const slow = await call("GET", "/invoices");
    expect([slow.status, slow.headers.get("retry-after")]).toEqual([429, "1"]);
    site.faults.tokensWithdrawn = true;
    expect((await call("GET", "/invoices")).status).toBe(401);
    site.faults.tokensWithdrawn = true;
    site.faults.loginPage = 302;
    const moved = await call("GET", "/invoices");
    expect([moved.status, moved.headers.get("location")]).toEqual([302, `${site.url}/login`]);
    site.faults.tokensWithdrawn = true;
    site.faults.loginPage = 200;
    const page = await call("GET", "/invoices");
    expect([page.status, page.json, page.text]).toEqual([200, null, expect.stringContaining("Login")]);
    expect((await call("GET", "/invoices")).status).toBe(200);
  });
});
