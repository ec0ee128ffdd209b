import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, LedgerRef, LedgerResult, Operation } from "../../plugin/connectors/connector.ts";
import type { PlannedDocument } from "../../plugin/domain/plan.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import { aCustomer, aDocument, anArticle, aPayment, aRow } from "../plugin/connectors/plans.ts";
import { connectorContract } from "./connector.contract.ts";
import { fortnoxWorld } from "./fortnox-world.ts";

connectorContract("Fortnox", fortnoxWorld, { updatesDrafts: true, orders: true });

describe("Fortnox, beyond the contract", () => {
  const clock = testClock("2026-04-15T10:00:00Z");
  let world: Awaited<ReturnType<typeof fortnoxWorld>>;
  let ledger: Ledger;
  let customerNumber: string;
  let counter = 0;

  const create = (
    document: PlannedDocument,
    credits: LedgerRef | null = null,
  ): Extract<Operation, { step: "create" }> => {
    counter += 1;
    const articles = { "MUG-1": "MUG-1" };
    return {
      step: "create",
      document,
      reference: `fx-${counter + 1_000_000}`,
      customerNumber,
      articles,
      credits,
    };
  };
  const calls = () =>
    world.standIn.ledger
      .calls()
      .filter((call) => call.path.startsWith("/3/"))
      .map((call) => `${call.method} ${call.path}`);
  const stored = (ref: LedgerRef) =>
    world.standIn.ledger.invoices().find((invoice) => invoice.DocumentNumber === ref.number);

  beforeAll(async () => {
    world = await fortnoxWorld(clock);
    const done = worked(await world.connect("allow"));
    ledger = world.connector.open(
      { id: 1, installationId: 1, ledgerTenant: done.ledgerTenant },
      ledgerPorts({ clock, vault: memoryVault(done.secrets) }),
    );
    const customer = { step: "customer", customer: aCustomer(), reference: "fx-customer" } as const;
    customerNumber = worked(await ledger.perform(customer)).ref.number;
    worked(
      await ledger.perform({ step: "article", article: anArticle(), product: null, reference: "fx-article" }),
    );
  });
  beforeEach(() => {
    world.standIn.faults.clear();
    world.standIn.faults.set({ rateLimit: false });
    world.standIn.ledger.resetCalls();
  });
  afterAll(() => world.close());

  it("takes five calls for a paid renewal with known customer and article, e-mail included", async () => {
    const email = { to: "anna@example.com", subject: "Invoice {no}", body: null };
    const document = aDocument({ email, rows: [aRow({ article: anArticle() })] });
    const { ref } = worked(await ledger.perform(create(document)));
    worked(await ledger.perform({ step: "book", document, ref }));
    const payment = aPayment();
    const paid = worked(await ledger.perform({ step: "pay", document, ref, payment, known: [] }));
    worked(await ledger.perform({ step: "book-payment", document, payment, ref: paid.ref }));
    worked(await ledger.perform({ step: "email", document, ref, email }));
    expect(calls()).toEqual([
      "POST /3/invoices",
      `PUT /3/invoices/${ref.id}/bookkeep`,
      "POST /3/invoicepayments",
      `PUT /3/invoicepayments/${paid.ref.id}/bookkeep`,
      `GET /3/invoices/${ref.id}/email`,
    ]);
    expect(world.standIn.ledger.emails().at(-1)?.EmailSubject).toBe(`Invoice ${ref.number}`);
    expect(ref.url).toBe(`${world.standIn.url}/invoices/${ref.number}`);
  });

  it("ignores what the customer's card would slip in: discount, freight and fee", async () => {
    // Somebody gave the customer a discount of 10 % and a freight in Fortnox.
    const card = { Customer: { InvoiceDiscount: 10, InvoiceFreight: "49", InvoiceAdministrationFee: "29" } };
    await asMerchant("PUT", `/3/customers/${customerNumber}`, card);
    const { totals } = worked(await ledger.perform(create(aDocument())));
    expect(totals).toMatchObject({ gross: "125.00", vat: "25.00" });
  });

  it("books a Finnish rate by its own VAT code, which no percentage could say", async () => {
    world.standIn.faults.addVatRate({ code: "FI255", rate: "25.5" });
    const row = aRow({
      vatRate: "25.5",
      vatCode: "FI255",
      unitPrice: "125.50",
      gross: "125.50",
      vat: "25.50",
    });
    const { totals } = worked(await ledger.perform(create(aDocument({ rows: [row] }))));
    expect(totals).toMatchObject({ gross: "125.50", vat: "25.50" });
  });

  it("holds an order whose VAT rate is not set up in Fortnox", async () => {
    const row = aRow({ vatRate: "19", country: "DE" });
    expect(failed(await ledger.perform(create(aDocument({ rows: [row] }))))).toMatchObject({
      act: "fix",
      code: "VAT_UNMAPPED",
      fix: { place: "settings", field: "vat.treatments" },
    });
  });

  it("holds an order whose account does not exist, naming the settings", async () => {
    const document = aDocument({ rows: [aRow({ account: "3999" })] });
    expect(failed(await ledger.perform(create(document)))).toMatchObject({ code: "VAT_UNMAPPED" });
  });

  it("tells the ledger's rounding to whole kronor apart from what was charged", async () => {
    world.standIn.faults.set({ wholeKrona: true });
    const row = aRow({ unitPrice: "125.40", gross: "125.40", net: "100.32", vat: "25.08" });
    const made = worked(await ledger.perform(create(aDocument({ rows: [row] }))));
    expect(made.totals).toEqual({ currency: "SEK", gross: "125.40", vat: "25.08", rounding: "-0.40" });
  });

  it("adds up rows whose unit prices Fortnox would round", async () => {
    const row = aRow({ quantity: "3", unitPrice: "33.3333", gross: "100.00", net: "80.00", vat: "20.00" });
    const { totals } = worked(await ledger.perform(create(aDocument({ rows: [row] }))));
    expect(totals?.gross).toBe("100.00");
  });

  describe("in a foreign currency", () => {
    const euros = aDocument({ currency: "EUR" });

    it("uses the rate of the shop when there is one, for invoice and payment alike", async () => {
      const document = { ...euros, exchangeRate: "11.5" };
      const { ref } = worked(await ledger.perform(create(document)));
      worked(await ledger.perform({ step: "book", document, ref }));
      const payment = aPayment({ currency: "EUR" });
      const paid = worked(await ledger.perform({ step: "pay", document, ref, payment, known: [] }));
      worked(await ledger.perform({ step: "book-payment", document, payment, ref: paid.ref }));
      const booked = world.standIn.ledger.payments().find((each) => each.Number === paid.ref.id);
      expect(booked).toMatchObject({ Amount: "1437.50", AmountCurrency: "125.00" });
      expect(stored(ref)?.Balance).toBe("0.00");
    });

    it("else uses Fortnox's rate of the day, and a credit uses its invoice's, also after the rate moved", async () => {
      const { ref } = worked(await ledger.perform(create(euros)));
      const rate = stored(ref)?.CurrencyRate;
      expect(Number(rate)).toBeGreaterThan(5);
      await asMerchant("PUT", "/3/currencies/EUR", { Currency: { BuyRate: 99 } });
      clock.forward(2 * 3_600_000);
      const credit = { ...euros, key: "refund-R1", kind: "credit_note" as const };
      const second = worked(await ledger.perform(create(credit, ref)));
      expect(stored(second.ref)?.CurrencyRate).toBe(rate);
    });
  });

  it("does not take a credit that a person made in Fortnox for our invoice", async () => {
    const operation = create(aDocument());
    const { ref } = worked(await ledger.perform(operation));
    worked(await ledger.perform({ step: "book", document: aDocument(), ref }));
    await asMerchant("PUT", `/3/invoices/${ref.id}/credit`, {});
    expect(worked(await ledger.find(operation))).toMatchObject({ ref: { number: ref.number } });
    const twins = world.standIn.ledger
      .invoices()
      .filter((invoice) => invoice.ExternalInvoiceReference1 === operation.reference);
    expect(twins).toHaveLength(2);
  });

  it("does not take a reference that only contains ours for ours", async () => {
    const long = create(aDocument());
    worked(await ledger.perform(long));
    const short = { ...long, reference: long.reference.slice(0, -1) };
    expect(worked(await ledger.find(short))).toBeNull();
  });

  it("marks the invoice as sent where the cash method books nothing before the money", async () => {
    world.standIn.faults.set({ cashMethod: true });
    const document = aDocument();
    const { ref } = worked(await ledger.perform(create(document)));
    worked(await ledger.perform({ step: "book", document, ref }));
    expect(stored(ref)).toMatchObject({ Sent: true, Booked: false });
    expect(worked(await ledger.find({ step: "book", document, ref }))).not.toBeNull();
    const payment = aPayment();
    const paid = worked(await ledger.perform({ step: "pay", document, ref, payment, known: [] }));
    worked(await ledger.perform({ step: "book-payment", document, payment, ref: paid.ref }));
    expect(stored(ref)?.Balance).toBe("0.00");
  });

  it("says that an invoice was cancelled by a person before it was booked", async () => {
    const document = aDocument();
    const { ref } = worked(await ledger.perform(create(document)));
    await asMerchant("PUT", `/3/invoices/${ref.id}/cancel`, {});
    const problem = failed(await ledger.perform({ step: "book", document, ref }));
    expect(problem).toMatchObject({ code: "CHANGED_IN_LEDGER" });
    expect(failed(await ledger.find({ step: "book", document, ref }))).toMatchObject({
      code: "CHANGED_IN_LEDGER",
    });
  });

  it("never matches an inactive customer", async () => {
    const customer = aCustomer({ email: "gone@example.com" });
    const made = worked(await ledger.perform({ step: "customer", customer, reference: "fx-gone" }));
    await asMerchant("PUT", `/3/customers/${made.ref.number}`, { Customer: { Active: false } });
    expect(worked(await ledger.matchCustomers(customer, ["email"]))).toEqual([]);
  });

  it("opens the cards of one name to compare VAT numbers, which cannot be searched", async () => {
    const customer = aCustomer({
      type: "B2B",
      company: "Firma GmbH",
      email: null,
      vatNumber: "DE 123456789",
    });
    const made = worked(await ledger.perform({ step: "customer", customer, reference: "fx-vat" }));
    worked(
      await ledger.perform({
        step: "customer",
        customer: { ...customer, vatNumber: "DE987654321" },
        reference: "fx-vat2",
      }),
    );
    const found = worked(await ledger.matchCustomers(customer, ["vat_number"]));
    expect(found.map((match) => match.number)).toEqual([made.ref.number]);
  });

  it("keeps names and texts that are full of signs Fortnox refuses", async () => {
    const name = 'Jörgen "J" O\'Hara [VIP] 🎉';
    const customer = aCustomer({ name, bill: { ...aCustomer().bill, name } });
    const document = aDocument({
      customer,
      rows: [aRow({ text: "<b>Mug</b>\t| 2 {x}" })],
      comment: "~thanks~",
    });
    worked(await ledger.perform({ step: "customer", customer, reference: "fx-signs" }));
    const { ref } = worked(await ledger.perform(create(document)));
    expect(stored(ref)?.CustomerName).toBe("Jörgen ’’J’’ O’Hara (VIP)");
  });

  it("warns when Fortnox will not change a card, and goes on", async () => {
    const customer = aCustomer({ currency: "XTS" });
    expect(
      worked(await ledger.perform({ step: "update-customer", customer, number: customerNumber })),
    ).toMatchObject({
      warning: "CUSTOMER_NOT_UPDATED",
    });
  });

  it("says that a customer who is to be updated was deleted", async () => {
    const update = { step: "update-customer", customer: aCustomer(), number: "99999" } as const;
    expect(failed(await ledger.perform(update))).toMatchObject({ code: "CUSTOMER_NOT_FOUND" });
  });

  it("reports a missing licence, a missing permission and missing bank details before the first order", async () => {
    world.standIn.faults.set({ noBankDetails: true });
    expect(worked(await ledger.check()).map((problem) => problem.message)).toEqual([
      "Fortnox has no bank details of the company, so it cannot send invoices by e-mail.",
    ]);
    world.standIn.faults.set({ scope: false });
    expect(worked(await ledger.check()).map((problem) => problem.code)).toContain("NOT_CONNECTED");
    world.standIn.faults.set({ scope: true, licence: false });
    const licence = worked(await ledger.check());
    expect(licence.every((problem) => problem.fix.place === "ledger")).toBe(true);
    expect(licence.length).toBeGreaterThan(3);
  });

  it("knows nothing rather than an empty list where it may not read", async () => {
    world.standIn.faults.set({ licence: false });
    expect(worked(await ledger.facts())).toMatchObject({ accounts: null, currencies: null, years: null });
  });

  /** What a person does in Fortnox, with a login of its own. */
  async function asMerchant(method: "PUT" | "POST", path: string, body: unknown): Promise<void> {
    const token = await fetch(`${world.standIn.url}/oauth-v1/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from("relay-test:relay-secret").toString("base64")}`,
        tenantid: "100001",
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const response = await fetch(`${world.standIn.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
});

function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(`expected a result, got ${JSON.stringify(result.problem)}`);
  return result.value;
}

function failed(result: LedgerResult<unknown>) {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  return result.problem;
}
