import { describe, expect, it } from "vitest";
import { call, connected, consent, exchange, token } from "./connected.ts";

const create = { Customer: { Name: "Anna Ek" } };

/** Posts to the admin interface as another process would. */
async function set(url: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/_admin/faults`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

describe("a fault", () => {
  it.each(["timeout-after-write", "connection-reset-after-write"] as const)(
    "%s leaves the write in place",
    async (fault) => {
      const { api, faults, ledger } = await connected();
      faults.next({ match: "POST /3/customers", fault, ms: 20 });
      await expect(api("POST", "/customers", create)).rejects.toThrow();
      expect(ledger.customers()).toHaveLength(1);
      expect(ledger.calls().at(-1)).toMatchObject({ method: "POST", path: "/3/customers", status: 0 });
      expect((await api("POST", "/customers", create)).status).toBe(201);
    },
  );

  it("timeout-before-write leaves nothing", async () => {
    const { api, faults, ledger } = await connected();
    faults.next({ match: "POST /3/customers", fault: "timeout-before-write", ms: 20 });
    await expect(api("POST", "/customers", create)).rejects.toThrow();
    expect(ledger.customers()).toHaveLength(0);
  });

  it("never answers a time-out by itself", async () => {
    const { faults, url, token: bearer } = await connected();
    faults.next({ match: "GET /3/customers", fault: "timeout-after-write" });
    const signal = AbortSignal.timeout(50);
    const waiting = fetch(`${url}/3/customers`, { headers: { authorization: `Bearer ${bearer}` }, signal });
    await expect(waiting).rejects.toThrow();
  });

  it.each([
    ["500", 500, /1000003/],
    ["503", 503, /^$/],
    ["429", 429, /^$/],
    ["html-502", 502, /<h1>502 Bad Gateway/],
    ["unauthorized", 401, /^\{"message":"unauthorized"\}$/],
  ] as const)("%s answers without doing the work", async (fault, status, text) => {
    const { api, faults, ledger } = await connected();
    faults.next({ match: "POST /3/customers", fault });
    const answer = await api("POST", "/customers", create);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect(ledger.customers()).toEqual([]);
  });

  it("slow does the work late", async () => {
    const { api, faults } = await connected();
    faults.next({ match: "POST /3/customers", fault: "slow", ms: 1 });
    expect((await api("POST", "/customers", create)).status).toBe(201);
  });

  it("hits as often as it should, and only the calls it names", async () => {
    const { api, faults } = await connected();
    faults.next({ match: "* /3/invoices/*/bookkeep", fault: "503", times: 2 });
    expect((await api("GET", "/invoices")).status).toBe(200);
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1)
      statuses.push((await api("PUT", "/invoices/1/bookkeep", {})).status);
    expect(statuses).toEqual([503, 503, 404]);
    expect(faults.pending()).toEqual([]);
  });

  it("can hit the token endpoint", async () => {
    const fortnox = await connected();
    fortnox.faults.next({ match: "POST /oauth-v1/token", fault: "timeout-after-write", ms: 20 });
    const code = await consent(fortnox);
    await expect(exchange(fortnox, code)).rejects.toThrow();
    expect((await exchange(fortnox, code)).item("error")).toBe("invalid_grant");
    const again = await token(fortnox, { grant_type: "client_credentials" }, { tenantid: "100001" });
    expect(again.status).toBe(200);
  });
});

describe("the switchboard", () => {
  it("can be used by another process", async () => {
    const { url, api, faults } = await connected();
    expect(await set(url, { match: "GET /3/customers", fault: "503" })).toMatchObject({
      status: 200,
      body: { pending: [{ match: "GET /3/customers", fault: "503", times: 1 }] },
    });
    expect((await api("GET", "/customers")).status).toBe(503);
    await set(url, { lockedUntil: "2026-01-31", wholeKrona: true, vatRates: [{ code: "DE19", rate: "19" }] });
    expect(faults.switches()).toMatchObject({ lockedUntil: "2026-01-31", wholeKrona: true, licence: true });
    await set(url, { clear: true });
    expect(faults.switches()).toMatchObject({ lockedUntil: null, wholeKrona: false });
  });

  it.each([
    [{ fault: "503" }],
    [{ match: "customers", fault: "503" }],
    [{ match: "GET /3/customers", fault: "sulk" }],
    [{ lockedUntil: "soon" }],
    [{ mood: true }],
  ])("refuses %j", async (body) => {
    const { url } = await connected();
    expect((await set(url, body)).status).toBe(400);
  });

  it("switches one company and leaves the others alone", async () => {
    const { url, faults } = await connected();
    await fetch(`${url}/_admin/companies`, {
      method: "POST",
      body: JSON.stringify({ name: "Andra AB", databaseNumber: 200 }),
    });
    await set(url, { licence: false, tenant: 200 });
    expect([faults.switches().licence, faults.switches(200).licence]).toEqual([true, false]);
  });
});

describe("the list of calls", () => {
  it("tells method, path, query and answer, and can be emptied", async () => {
    const { api, ledger, url, token: bearer } = await connected();
    ledger.resetCalls();
    await api("GET", "/customers?email=a%40b.se");
    await call(url, "garbage", { method: "GET", path: "/articles" });
    await call(url, bearer, { method: "PUT", path: "/customers/9", body: "{" });
    expect(ledger.calls().map(({ method, path, query, status }) => [method, path, query, status])).toEqual([
      ["GET", "/3/customers", "email=a%40b.se", 200],
      ["GET", "/3/articles", "", 401],
      ["PUT", "/3/customers/9", "", 400],
    ]);
    await fetch(`${url}/_admin/reset-calls`, { method: "POST" });
    expect(ledger.calls()).toEqual([]);
  });
});
