import { describe, expect, it } from "vitest";
import { CLIENT, connected, header, send, started, xml } from "./connected.ts";

describe("signing in", () => {
  it("gives tokens to the application and lists its entities", async () => {
    const { call } = await connected();
    const list = await call("GetEntitiesByToken", "", "");
    expect(list.body).toContain("<EntityID>IE01</EntityID><EntityName>Harbour Goods Ltd</EntityName>");
    expect(list.body).toContain("<BaseCurrency>GBP</BaseCurrency>");
  });

  it("refuses wrong and missing secrets, unknown entities and a revoked application, each by its own code", async () => {
    const { call, url, faults } = await connected();
    const wrong = await send(url, "TokenGet", xml({ ...CLIENT, clientSecret: "no" }));
    expect(wrong).toMatchObject({ http: 200, status: "Failure", code: "NOT_AUTHORIZED" });
    const none = await send(url, "TokenGet", xml({ clientId: CLIENT.clientId }));
    expect(none.code).toBe("OAUTH_INTEGRATION_APPS_CLIENTSECRET_IS_NULL_OR_EMPTY");
    expect((await call("GetBankList", "", "XX")).code).toBe("API_LAYER_ENTITY_ID_NOT_FOUND");
    expect((await call("GetBankList", "", "")).code).toBe("CURRENT_ENTITY_IS_UNSPECIFIED");
    faults.set({ revoked: true });
    expect((await call("GetBankList")).code).toBe("OAUTH_INTEGRATION_APPS_APPLICATION_IS_REVOKED");
  });

  it("lets tokens live for twenty minutes, and renews them by the refresh token", async () => {
    let now = Date.parse("2026-04-15T09:00:00Z");
    const { call, url } = await connected({ today: () => new Date(now) });
    const issued = await send(url, "TokenGet", xml(CLIENT));
    now += 21 * 60_000;
    const late = await call("GetBankList");
    expect(late).toMatchObject({ http: 200, code: "WS_INVALIDTOKEN", hasExpired: true });
    const renewed = await send(
      url,
      "TokenRefresh",
      xml({ ...CLIENT, refreshToken: issued.text("RefreshToken") ?? "" }),
    );
    const again = await send(url, "GetBankList", "", header("IE01", renewed.text("AccessToken") ?? ""));
    expect(again.status).toBe("Success");
  });

  it("answers bad keys of version 1.1 with nothing, and takes its token in the body", async () => {
    const { url } = await started({ partnerKey: "partner", userKey: "user" });
    const keys = { companyID: "IE01", partnerKey: "partner", userKey: "user" };
    const bad = await send(url, "Login", xml({ ...keys, userKey: "other" }), "", "1_1");
    expect([bad.http, bad.text("LoginResult")]).toEqual([200, null]);
    const good = await send(url, "Login", xml(keys), "", "1_1");
    const token = good.text("LoginResult") ?? "";
    expect((await send(url, "GetBankList", xml({ token }), "", "1_1")).status).toBe("Success");
  });

  it("lets an application that may only read write nothing", async () => {
    const { call, customer, faults } = await connected();
    faults.set({ readOnly: true });
    expect((await customer("WEB1")).code).toBe("SECURITY_ACCESS_DENIED");
    expect((await call("GetBankList")).status).toBe("Success");
  });
});

describe("faults", () => {
  it("drop the connection after the write took effect", async () => {
    const { customer, faults, ledger } = await connected();
    faults.next({ match: "UpdateCustomer", fault: "timeout-after-write", ms: 20 });
    await expect(customer("WEB1")).rejects.toThrow();
    expect(ledger.customers()).toHaveLength(1);
    expect(ledger.calls().at(-1)).toMatchObject({ operation: "UpdateCustomer", status: 0 });
  });

  it("answer in the vendor's stead, as often as asked for", async () => {
    const { call, faults } = await connected();
    faults.next({ match: "*", fault: "503", times: 2 });
    faults.next({ match: "GetBankList", fault: "busy" });
    faults.next({ match: "GetBankList", fault: "unknown-code" });
    const answers = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push(await call("GetBankList"));
    expect(answers.map((one) => one.code || one.http)).toEqual([
      503,
      503,
      "OTHER_OPERATION_IN_PROGRESS_RETRY_LATER",
      "A_CODE_OF_TOMORROW",
      "SUCCESS",
    ]);
  });

  it("are set by other processes and by people", async () => {
    const { call, customer, url } = await connected();
    await customer("WEB1");
    const tell = (body: unknown) =>
      fetch(`${url}/_admin/faults`, { method: "POST", body: JSON.stringify(body) });
    expect((await tell({ match: "GetBankList" })).status).toBe(400);
    expect((await tell({ lockedUntil: "2026-03-31", expireTokens: true })).status).toBe(200);
    expect((await call("GetBankList")).hasExpired).toBe(true);
    const form = new URLSearchParams({ entity: "IE01", flip: "approval", to: "true" });
    expect((await fetch(`${url}/switches`, { method: "POST", body: form })).status).toBe(200);
    const state = await (await fetch(`${url}/_admin/state`)).json();
    expect(state).toMatchObject({ switches: { approval: true, lockedUntil: "2026-03-31" } });
    for (const page of ["", "transactions", "customers", "switches", "transactions/1"]) {
      const shown = await fetch(`${url}/${page}?entity=IE01`);
      expect([shown.status, (await shown.text()).includes("Harbour Goods Ltd")]).toEqual([200, true]);
    }
  });
});
