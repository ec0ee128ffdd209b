import { describe, expect, it } from "vitest";
import type { LedgerRef } from "../../../../plugin/connectors/connector.ts";
import { invoice as invoiceAnswer } from "../../../../plugin/connectors/fortnox/answers.ts";
import { toInvoiceBody, toPaymentBody, totalsOf } from "../../../../plugin/connectors/fortnox/map.ts";
import type { PlannedDocument } from "../../../../plugin/domain/plan.ts";
import { aCustomer, aDocument, address, anArticle, aPayment, aRow } from "../plans.ts";

const invoice42: LedgerRef = { id: "42", number: "42", url: null };

function body(document: PlannedDocument, rate = "1", credits: LedgerRef | null = null) {
  const articles = { "MUG-1": "MUG-1" };
  const operation = {
    step: "create",
    document,
    reference: "r-0001",
    customerNumber: "7",
    articles,
    credits,
  } as const;
  return toInvoiceBody(operation, rate).Invoice;
}

describe("an invoice for Fortnox", () => {
  it("carries a Swedish sale with its article, VAT and account, and nothing the card could slip in", () => {
    const document = aDocument({
      rows: [aRow({ article: anArticle(), quantity: "2", unitPrice: "62.50", costCentre: "WEB" })],
      orderUrl: "https://shop.example/orders/1",
    });
    expect(body(document)).toEqual({
      CustomerNumber: "7",
      CustomerName: "Anna Svensson",
      Address1: "Storgatan 1",
      ZipCode: "111 22",
      City: "Stockholm",
      Country: "Sweden",
      InvoiceDate: "2026-03-31",
      Currency: "SEK",
      CurrencyRate: 1,
      CurrencyUnit: 1,
      VATIncluded: true,
      ExternalInvoiceReference1: "r-0001",
      YourOrderNumber: "1001",
      Comments: "Order 1001 https://shop.example/orders/1",
      Freight: 0,
      AdministrationFee: 0,
      InvoiceRows: [
        {
          ArticleNumber: "MUG-1",
          Description: "Mug",
          DeliveredQuantity: "2",
          Price: 62.5,
          Discount: 0,
          AccountNumber: 3001,
          VAT: 25,
          CostCenter: "WEB",
        },
      ],
    });
  });

  it("is due after the days of its terms, also across a month's end", () => {
    const invoice = body(aDocument({ date: "2026-01-31", termsDays: 30, terms: "30" }));
    expect([invoice.DueDate, invoice.TermsOfPayment]).toEqual(["2026-03-02", "30"]);
  });

  it("bears the delivery address and the country's English name", () => {
    const ship = { ...address, name: "Bo", city: "Oslo", country: "NO" };
    const invoice = body(aDocument({ customer: aCustomer({ ship }) }));
    expect([invoice.DeliveryName, invoice.DeliveryCity, invoice.DeliveryCountry]).toEqual([
      "Bo",
      "Oslo",
      "Norway",
    ]);
  });

  it("treats a Northern Irish address as British and leaves an unknown country out", () => {
    const to = (country: string) =>
      body(aDocument({ customer: aCustomer({ bill: { ...address, country } }) })).Country;
    expect([to("XI"), to("ZZ"), to("??")]).toEqual(["United Kingdom", undefined, undefined]);
  });

  it("prints the legal texts before the comment", () => {
    const document = aDocument({ legalTexts: ["Reverse charge"], comment: 'Thanks for "all"' });
    expect(body(document).Remarks).toBe("Reverse charge\nThanks for ’’all’’");
  });

  it("states prices without VAT when the document is in net form, at the document's rate", () => {
    const document = aDocument({ rowForm: "net", currency: "EUR", rows: [aRow({ unitPrice: "100.00" })] });
    const invoice = body(document, "11.2345678901");
    expect([invoice.VATIncluded, invoice.CurrencyRate, invoice.InvoiceRows[0]?.Price]).toEqual([
      false,
      11.2345678901,
      100,
    ]);
  });

  it("sends an own VAT code instead of a percentage, never both", () => {
    const [row] = body(
      aDocument({ rows: [aRow({ vatRate: "25.5", vatCode: "FI255", account: "3011" })] }),
    ).InvoiceRows;
    expect(row).toMatchObject({ VATCode: "FI255", AccountNumber: 3011 });
    expect(row).not.toHaveProperty("VAT");
  });

  it("leaves a fractional rate without a code to its account", () => {
    const [row] = body(aDocument({ rows: [aRow({ vatRate: "25.5", account: "3011" })] })).InvoiceRows;
    expect([row?.VAT, row?.VATCode, row?.AccountNumber]).toEqual([undefined, undefined, 3011]);
  });

  it.each(["rounding", "gift_card", "tip", "channel_tax"] as const)("keeps a %s row outside VAT", (kind) => {
    expect(
      body(aDocument({ rows: [aRow({ kind, vatRate: "0", vatCode: "MF" })] })).InvoiceRows[0],
    ).toMatchObject({ VAT: 0 });
  });

  it("prints a text row without price or account", () => {
    const row = aRow({
      kind: "text",
      text: "Gift wrapped",
      quantity: "0",
      unitPrice: "0",
      gross: "0.00",
      account: null,
    });
    expect(body(aDocument({ rows: [row] })).InvoiceRows).toEqual([
      { Description: "Gift wrapped", DeliveredQuantity: "0" },
    ]);
  });

  it("turns a discount row into a negative quantity at a positive price", () => {
    const row = aRow({ text: "Discount", unitPrice: "-12.50", gross: "-12.50", net: "-10.00", vat: "-2.50" });
    expect(body(aDocument({ rows: [row] })).InvoiceRows[0]).toMatchObject({
      DeliveredQuantity: "-1",
      Price: 12.5,
    });
  });

  it("sells one unit at the row's total where Fortnox would round the unit price", () => {
    const row = aRow({ quantity: "3", unitPrice: "33.3333", gross: "100.00", text: "Tea" });
    expect(body(aDocument({ rows: [row] })).InvoiceRows[0]).toMatchObject({
      DeliveredQuantity: "1",
      Price: 100,
      Description: "Tea (3 pcs)",
    });
  });

  it("sells one unit at the row's total where Fortnox would round the quantity, and cuts the text, not the quantity", () => {
    const row = aRow({ quantity: "0.125", unitPrice: "80.00", gross: "10.00", text: "x".repeat(300) });
    const [sent] = body(aDocument({ rows: [row] })).InvoiceRows;
    expect(sent).toMatchObject({ DeliveredQuantity: "1", Price: 10 });
    expect(sent?.Description).toHaveLength(200);
    expect(sent?.Description.endsWith("x (0.125 pcs)")).toBe(true);
  });

  it("names the e-mail's receiver and texts before it is booked", () => {
    const email = { to: "anna@example.com", subject: "Invoice {no}", body: "Hi\nthere" };
    expect(body(aDocument({ email })).EmailInformation).toEqual({
      EmailAddressTo: "anna@example.com",
      EmailSubject: "Invoice {no}",
      EmailBody: "Hi\nthere",
    });
  });

  it("uses an article the settings name, and none where the product has none in the ledger", () => {
    const fixed = aRow({ article: anArticle({ sku: "FREIGHT", fixed: true }) });
    const unknown = aRow({ article: anArticle({ sku: "NEW" }) });
    const rows = body(aDocument({ rows: [fixed, unknown] })).InvoiceRows;
    expect(rows.map((row) => row.ArticleNumber)).toEqual(["FREIGHT", undefined]);
  });
});

describe("a credit note for Fortnox", () => {
  const credit = aDocument({ key: "refund-R1", kind: "credit_note", credits: "invoice", reference: "1001" });

  it("is an invoice of its own with negative quantities that names what it credits", () => {
    const rows = body(credit, "1", invoice42).InvoiceRows;
    expect(rows).toMatchObject([
      { Description: "Credits invoice 42", DeliveredQuantity: "0" },
      { DeliveredQuantity: "-1", Price: 125, VAT: 25 },
    ]);
  });

  it("gives back a discount as a positive row", () => {
    const row = aRow({ unitPrice: "-12.50", gross: "-12.50" });
    expect(body({ ...credit, rows: [row] }, "1", invoice42).InvoiceRows[1]).toMatchObject({
      DeliveredQuantity: "1",
      Price: 12.5,
    });
  });
});

describe("a payment for Fortnox", () => {
  it("is in kronor on the account of its method", () => {
    expect(toPaymentBody(aDocument(), aPayment(), invoice42, "1").InvoicePayment).toEqual({
      InvoiceNumber: 42,
      Amount: 125,
      PaymentDate: "2026-03-31",
      ModeOfPaymentAccount: 1580,
    });
  });

  it("tells a foreign amount and its kronor at the document's rate, to the öre", () => {
    const payment = aPayment({ amount: "10.01", currency: "EUR", mode: "STRIPE", account: null });
    // 10.01 x 11.235 = 112.46235
    expect(
      toPaymentBody(aDocument({ currency: "EUR" }), payment, invoice42, "11.235").InvoicePayment,
    ).toEqual({
      InvoiceNumber: 42,
      Amount: 112.46,
      AmountCurrency: 10.01,
      Currency: "EUR",
      CurrencyRate: 11.235,
      CurrencyUnit: 1,
      PaymentDate: "2026-03-31",
      ModeOfPayment: "STRIPE",
    });
  });

  it("is negative when money goes back", () => {
    expect(
      toPaymentBody(aDocument(), aPayment({ direction: "out" }), invoice42, "1").InvoicePayment.Amount,
    ).toBe(-125);
  });

  const writtenOff = (changes: Parameters<typeof aPayment>[0], rate = "1") => {
    const payment = aPayment(changes);
    const { InvoicePayment } = toPaymentBody(
      aDocument({ currency: payment.currency }),
      payment,
      invoice42,
      rate,
    );
    const { Amount, AmountCurrency, WriteOffs } = InvoicePayment;
    return { Amount, AmountCurrency, WriteOffs };
  };

  it("less a fee reaches the account net, and settles the invoice with the fee written off", () => {
    const fee = { amount: "5.35", account: "6040" };
    expect(writtenOff({ fee })).toEqual({
      Amount: 119.65,
      AmountCurrency: undefined,
      WriteOffs: [{ AccountNumber: 6040, Amount: 5.35, Currency: "SEK" }],
    });
    // -125.00 is settled by -130.35 and the 5.35 that the provider keeps.
    expect(writtenOff({ fee, direction: "out" }).Amount).toBe(-130.35);
  });

  it("with a surplus reaches the account whole, and the surplus is owed to the customer", () => {
    expect(writtenOff({ surplus: { amount: "11.00", account: "2420" }, currency: "EUR" }, "11.2")).toEqual({
      Amount: 1523.2,
      AmountCurrency: 136,
      WriteOffs: [{ AccountNumber: 2420, Amount: -11, Currency: "EUR" }],
    });
  });

  it("that moved in kronor for an invoice in euro is told as it moved", () => {
    const payment = aPayment({ currency: "EUR", movedAs: { amount: "1400.00", currency: "SEK" } });
    const body = toPaymentBody(aDocument({ currency: "EUR" }), payment, invoice42, "11.235").InvoicePayment;
    expect(body).toMatchObject({ Amount: 1400, AmountCurrency: 125, CurrencyRate: 11.2 });
  });

  it("is never dated before its invoice", () => {
    const early = aPayment({ date: "2026-03-30" });
    expect(toPaymentBody(aDocument(), early, invoice42, "1").InvoicePayment.PaymentDate).toBe("2026-03-31");
  });
});

describe("what Fortnox says a document came to", () => {
  const answer = (fields: Record<string, unknown>) =>
    invoiceAnswer.parse({
      Invoice: { DocumentNumber: "1", Currency: "SEK", Total: 0, TotalVAT: 0, ...fields },
    });

  it("is told without the ledger's own rounding to whole kronor", () => {
    const totals = totalsOf(answer({ Total: 125, TotalVAT: 25.08, RoundOff: -0.4 }), "invoice");
    expect(totals).toEqual({ currency: "SEK", gross: "125.40", vat: "25.08", rounding: "-0.40" });
  });

  it("is positive for a credit note", () => {
    const totals = totalsOf(answer({ Total: -125, TotalVAT: -25.08, RoundOff: 0.4 }), "credit_note");
    expect(totals).toEqual({ currency: "SEK", gross: "125.40", vat: "25.08", rounding: "-0.40" });
  });

  it("shows a credit note that came out as a charge as negative", () => {
    expect(totalsOf(answer({ Total: 125 }), "credit_note").gross).toBe("-125.00");
  });
});
