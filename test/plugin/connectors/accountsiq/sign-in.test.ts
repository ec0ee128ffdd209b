import { describe, expect, it, onTestFinished } from "vitest";
import { accountsIq } from "../../../../plugin/connectors/accountsiq/connector.ts";
import { startAccountsIq } from "../../../../sandbox/accounting/accountsiq/server.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { openBooks, problem, sale, worked } from "./open-books.ts";

const APP = { clientId: "app", clientSecret: "secret", partnerKey: "partner", userKey: "user" };

async function connecting() {
  const clock = testClock("2026-04-15T10:00:00Z");
  const standIn = await startAccountsIq({ ...APP, today: () => new Date(clock.now()) });
  onTestFinished(() => standIn.close());
  const connector = accountsIq({ urlPattern: standIn.url });
  const ports = ledgerPorts({ clock, vault: memoryVault({}) });
  const connect = (given: Readonly<Record<string, string>>) =>
    connector.auth.connect({ region: "eu1", ...given }, ports);
  return { standIn, connector, connect, clock };
}

const application = { client_id: "app", client_secret: "secret" };

describe("connecting by the keys of an integration", () => {
  it("lists the entities it opens, and connects the one that is named", async () => {
    const { connect } = await connecting();
    expect(worked(await connect(application))).toEqual({
      companies: [
        { value: "IE01", label: "Harbour Goods Ltd (EUR)" },
        { value: "GB01", label: "Harbour Goods UK Ltd (GBP)" },
      ],
    });
    expect(worked(await connect({ ...application, company: "GB01" }))).toMatchObject({
      ledgerTenant: "eu1:GB01",
      companyName: "Harbour Goods UK Ltd",
      secrets: { version: "2.0", entity: "GB01", client_id: "app" },
    });
  });

  it("needs no choice where there is one entity", async () => {
    const { connect, standIn } = await connecting();
    standIn.faults.set({ revoked: true }, "GB01");
    expect(worked(await connect(application))).toMatchObject({ ledgerTenant: "eu1:IE01" });
  });

  it.each([
    ["a wrong secret", { ...application, client_secret: "no" }],
    ["an entity it does not open", { ...application, company: "FR01" }],
    ["half a pair", { client_id: "app" }],
    ["an older key that is wrong", { entity: "IE01", partner_key: "partner", user_key: "no" }],
  ])("refuses %s, and says to enter the keys again", async (_what, given) => {
    const { connect } = await connecting();
    expect(problem(await connect(given))).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
  });
});

describe("keys typed for the first time", () => {
  it("that are wrong are not called lost: AccountsIQ does not know them", async () => {
    const { connect } = await connecting();
    expect(problem(await connect({ ...application, client_secret: "no" }))).toMatchObject({
      message: "AccountsIQ does not know these keys. Check the server, the client id and the client secret.",
    });
  });

  it("need one of the two sets whole", async () => {
    const { connector } = await connecting();
    const { auth } = connector;
    expect(auth.needed?.({})).toEqual(["client_id", "client_secret"]);
    expect(auth.needed?.({ client_id: "app", entity: "IE01" })).toEqual(["client_id", "client_secret"]);
    expect(auth.needed?.({ partner_key: "partner" })).toEqual(["entity", "partner_key", "user_key"]);
  });
});

describe("the older sign-in", () => {
  it("connects by partner and user key, and calls with its token in the body", async () => {
    const { connect, connector, standIn, clock } = await connecting();
    const done = worked(await connect({ entity: "IE01", partner_key: "partner", user_key: "user" }));
    if ("companies" in done) throw new Error("one entity was named");
    expect(done).toMatchObject({ ledgerTenant: "eu1:IE01", secrets: { version: "1.1" } });
    const ledger = connector.open(
      { id: 1, installationId: 1, ledgerTenant: done.ledgerTenant },
      ledgerPorts({ clock, vault: memoryVault(done.secrets) }),
    );
    expect(worked(await ledger.facts()).baseCurrency).toBe("EUR");
    clock.forward(30 * 60_000);
    expect(worked(await ledger.check())).toEqual([]);
    const versions = new Set(standIn.ledger.calls().map((call) => call.version));
    expect([...versions]).toEqual(["1.1"]);
    expect(standIn.ledger.calls().flatMap((call) => call.dropped)).toEqual([]);
  });
});

describe("a connection", () => {
  it("is never given the token of another that only has the same client id", async () => {
    const { connector, clock, standIn } = await connecting();
    const openWith = (secret: string) =>
      connector.open(
        { id: 1, installationId: 1, ledgerTenant: "eu1:IE01" },
        ledgerPorts({
          clock,
          vault: memoryVault({
            version: "2.0",
            region: "eu1",
            entity: "IE01",
            client_id: "app",
            client_secret: secret,
          }),
        }),
      );
    worked(await openWith("secret").facts());
    expect(problem(await openWith("guessed").check())).toMatchObject({ code: "NOT_CONNECTED" });
    expect(standIn.ledger.calls().filter((call) => call.operation === "TokenGet")).toHaveLength(2);
  });

  it("shares one token among its calls and gives it up before it is over", async () => {
    const { ledger, standIn, clock } = await openBooks();
    const signIns = () => standIn.ledger.calls().filter((call) => call.operation === "TokenGet").length;
    await Promise.all([ledger.facts(), ledger.facts(), ledger.check()]);
    expect(signIns()).toBe(0);
    clock.forward(19 * 60_000);
    await Promise.all([ledger.facts(), ledger.check()]);
    expect(signIns()).toBe(1);
  });

  it("that may only read is told whom to ask", async () => {
    const { ledger, create, standIn } = await openBooks();
    standIn.faults.set({ readOnly: true });
    expect(problem(await ledger.perform(create(sale())))).toMatchObject({ code: "PERMISSION_MISSING" });
  });
});
