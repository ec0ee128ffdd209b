import { afterEach, describe, expect, it } from "vitest";
import { fortnox } from "../../../../plugin/connectors/fortnox/connector.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { type Answer, type ScriptedServer, scriptedServer } from "../scripted-server.ts";

const LISTS: Record<string, Answer> = {
  "/oauth-v1/token": { body: { access_token: "a", expires_in: 3600 } },
  "/3/predefinedaccounts": {
    body: {
      PreDefinedAccounts: [
        { Name: "SALES", Account: 3010 },
        { Name: "SALES_12_SE", Account: 3022 },
        { Name: "SALESEUREV", Account: 0 },
        { Name: "SALESEXPORT", Account: 3999 },
        { Name: "ROUNDOFF", Account: 3741 },
      ],
    },
  },
  "/3/accounts": {
    body: {
      Accounts: [
        { Number: 3010, Active: true, VATCode: "MP1" },
        { Number: 3022, Active: true },
        { Number: 3108, Active: true },
        { Number: 3105, Active: true },
        { Number: 3308, Active: false },
        { Number: 3741, Active: true },
      ],
    },
  },
  "/3/currencies": {
    body: {
      Currencies: [
        { Code: "SEK", BuyRate: 1, Unit: 1 },
        { Code: "EUR", BuyRate: 11.2345, Unit: 1 },
        { Code: "JPY", BuyRate: 7.1, Unit: 100 },
        { Code: "XTS" },
      ],
    },
  },
  "/3/settings/lockedperiod": { body: { LockedPeriod: { EndDate: "2026-02-28" } } },
  "/3/financialyears": {
    body: { FinancialYears: [{ Id: 1, FromDate: "2026-01-01", ToDate: "2026-12-31" }] },
  },
};

describe("what Fortnox tells the decision", () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function facts(changes: Record<string, Answer> = {}) {
    const answers = { ...LISTS, ...changes };
    server = await scriptedServer(({ path }) => answers[path] ?? { status: 404 });
    const options = { clientId: "app", clientSecret: "secret", apiUrl: server.url, authUrl: server.url };
    const ports = ledgerPorts({
      clock: testClock("2026-04-15T10:00:00Z"),
      vault: memoryVault({ tenant_id: "1", mode: "client_credentials" }),
    });
    return fortnox(options).open({ id: 1, installationId: 1, ledgerTenant: "1" }, ports).facts();
  }

  it("is read from five lists of this year", async () => {
    expect(await facts()).toEqual({
      ok: true,
      value: {
        baseCurrency: "SEK",
        currencies: [
          { code: "SEK", rate: "1" },
          { code: "EUR", rate: "11.2345" },
          { code: "JPY", rate: "0.071" },
          { code: "XTS", rate: null },
        ],
        lockedUntil: "2026-02-28",
        years: [{ from: "2026-01-01", to: "2026-12-31" }],
        roundingAccount: "3741",
        accounts: ["3010", "3022", "3108", "3105", "3741"],
        // Set by Fortnox: 25 and 12 %. Unset or dead there: the chart's own. Inactive or missing: no default.
        defaultAccounts: [
          { treatment: "domestic", rate: "25", account: "3010", vatCode: null },
          { treatment: "domestic", rate: "12", account: "3022", vatCode: null },
          { treatment: "eu_goods", rate: "0", account: "3108", vatCode: null },
          { treatment: "export", rate: "0", account: "3105", vatCode: null },
        ],
        readAt: "2026-04-15T10:00:00.000Z",
      },
    });
    const accounts = server?.seen.find(({ path }) => path === "/3/accounts");
    expect(accounts?.query.get("financialyeardate")).toBe("2026-04-15");
  });

  it("is unknown, not empty, where a list is refused or unreadable", async () => {
    const scope = { status: 400, body: { ErrorInformation: { error: 1, message: "scope", code: 2000663 } } };
    const result = await facts({
      "/3/accounts": { status: 403, body: { message: "forbidden" } },
      "/3/currencies": scope,
      "/3/settings/lockedperiod": {
        status: 404,
        body: { ErrorInformation: { Error: 1, Message: "", Code: 2000798 } },
      },
      "/3/financialyears": { body: { FinancialYears: "surprise" } },
    });
    expect(result).toMatchObject({
      ok: true,
      value: { accounts: null, currencies: null, lockedUntil: null, years: null, roundingAccount: "3741" },
    });
  });

  it("takes the chart's usual accounts while the list of accounts is unknown", async () => {
    const result = await facts({ "/3/accounts": { status: 403 }, "/3/predefinedaccounts": { status: 403 } });
    expect(result).toMatchObject({ ok: true, value: { roundingAccount: "3740" } });
    const accounts = result.ok ? result.value.defaultAccounts.map((each) => each.account) : [];
    expect(accounts).toEqual(["3001", "3002", "3003", "3004", "3108", "3308", "3105"]);
  });

  it("is not made up during an outage", async () => {
    expect(await facts({ "/3/currencies": { status: 503 } })).toMatchObject({
      ok: false,
      problem: { act: "retry" },
    });
  });
});
