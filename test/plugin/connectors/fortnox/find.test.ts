import { afterEach, describe, expect, it } from "vitest";
import type { Operation } from "../../../../plugin/connectors/connector.ts";
import { fortnox } from "../../../../plugin/connectors/fortnox/connector.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { aCustomer, aDocument, aPayment } from "../plans.ts";
import { type Answer, type ScriptedServer, type SeenRequest, scriptedServer } from "../scripted-server.ts";

const REFERENCE = "relay-0000000001";
const create = {
  step: "create",
  document: aDocument(),
  reference: REFERENCE,
  customerNumber: "1",
  articles: {},
  credits: null,
} as const satisfies Operation;

const invoice = (number: string, fields: Record<string, unknown>): Answer => ({
  body: {
    Invoice: {
      DocumentNumber: number,
      Currency: "SEK",
      Total: 125,
      TotalVAT: 25,
      Credit: "false",
      ...fields,
    },
  },
});

describe("looking a write up in Fortnox", () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function find(operation: Operation, answer: (request: SeenRequest) => Answer) {
    server = await scriptedServer((request) =>
      request.path === "/oauth-v1/token" ? { body: { access_token: "a" } } : answer(request),
    );
    const options = { clientId: "app", clientSecret: "secret", apiUrl: server.url, authUrl: server.url };
    const ports = ledgerPorts({
      clock: testClock("2026-04-15T10:00:00Z"),
      vault: memoryVault({ tenant_id: "1", mode: "client_credentials" }),
    });
    return fortnox(options).open({ id: 1, installationId: 1, ledgerTenant: "1" }, ports).find(operation);
  }

  it("passes over a person's credit and a cancelled twin that bear our reference", async () => {
    const item = { ExternalInvoiceReference1: REFERENCE, Cancelled: false };
    const result = await find(create, ({ path, query }) => {
      if (path === "/3/invoices") {
        expect(query.get("externalinvoicereference1")).toBe(REFERENCE);
        return {
          body: {
            Invoices: [
              { ...item, DocumentNumber: "9" },
              { ...item, DocumentNumber: "8", Cancelled: true },
              { ...item, DocumentNumber: "7" },
            ],
          },
        };
      }
      return path === "/3/invoices/9" ? invoice("9", { Total: -125, Credit: "true" }) : invoice("7", {});
    });
    expect(result).toMatchObject({ ok: true, value: { ref: { number: "7" }, totals: { gross: "125.00" } } });
    expect(server?.seen.map(({ path }) => path)).not.toContain("/3/invoices/8");
  });

  it("knows its own reference in capitals, and a credit by its sign where nothing else tells", async () => {
    const credit = { ...create, document: aDocument({ kind: "credit_note", credits: "invoice" }) };
    const result = await find(credit, ({ path }) =>
      path === "/3/invoices"
        ? {
            body: { Invoices: [{ DocumentNumber: "9", ExternalInvoiceReference1: REFERENCE.toUpperCase() }] },
          }
        : invoice("9", { Total: -125, TotalVAT: -25, Credit: null }),
    );
    expect(result).toMatchObject({ ok: true, value: { ref: { number: "9" } } });
  });

  it("finds nothing in an empty list", async () => {
    expect(await find(create, () => ({ body: { Invoices: [] } }))).toEqual({ ok: true, value: null });
  });

  it.each([
    ["an outage", { status: 503 }],
    ["a foreign 404", { status: 404, body: "<html></html>" }],
    ["a page", { status: 200, body: "<html></html>" }],
    ["too many calls", { status: 429 }],
  ] satisfies [string, Answer][])("never takes %s for absence", async (_, answer) => {
    expect(await find(create, () => answer)).toMatchObject({
      ok: false,
      problem: { act: "retry", inDoubt: false },
    });
  });

  it("gives up on a name that too many customers have", async () => {
    const Customers = Array.from({ length: 51 }, (_, index) => ({
      CustomerNumber: `${index}`,
      Name: "Anna Svensson",
    }));
    const customer = aCustomer({ email: null });
    const result = await find({ step: "customer", customer, reference: REFERENCE }, () => ({
      body: { Customers },
    }));
    expect(result).toEqual({ ok: true, value: "unfindable" });
  });

  it("takes a payment for another when its invoice, day, amount or account differs", async () => {
    const pay = {
      step: "pay",
      document: aDocument(),
      ref: { id: "7", number: "7", url: null },
      payment: aPayment(),
      known: [],
    } as const satisfies Operation;
    const ours = { Number: "1", InvoiceNumber: 7, Amount: 125, PaymentDate: "2026-03-31" };
    const lookUp = async (fields: Record<string, unknown>, account: number | string = 1580) => {
      const result = await find(pay, ({ path }) =>
        path === "/3/invoicepayments"
          ? { body: { InvoicePayments: [{ ...ours, ...fields }] } }
          : { body: { InvoicePayment: { Number: "1", Booked: false, ModeOfPaymentAccount: account } } },
      );
      await server?.close();
      server = undefined;
      return result;
    };
    expect(await lookUp({})).toMatchObject({ ok: true, value: { ref: { id: "1" } } });
    const others = [
      await lookUp({ InvoiceNumber: 77 }),
      await lookUp({ PaymentDate: "2026-04-01" }),
      await lookUp({ Amount: 125.01 }),
      await lookUp({}, 1930),
    ];
    expect(others).toEqual(others.map(() => ({ ok: true, value: null })));
    const spelledOtherwise = [
      await lookUp({ PaymentDate: "2026-03-31T00:00:00" }),
      await lookUp({ InvoiceNumber: "0007", Amount: "125.00" }),
      await lookUp({}, "01580"),
    ];
    expect(spelledOtherwise).toEqual(spelledOtherwise.map(() => expect.objectContaining({ ok: true })));
    expect(spelledOtherwise).toMatchObject(spelledOtherwise.map(() => ({ value: { ref: { id: "1" } } })));
    expect(await lookUp({}, "")).toEqual({ ok: true, value: "unfindable" });
  });
});
