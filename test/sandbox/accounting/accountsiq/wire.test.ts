import { describe, expect, it } from "vitest";
import { type Named, readNames, vendorFacts } from "../../../support/accountsiq-facts.ts";
import { connected, NAMESPACE, post, xml } from "./connected.ts";

/** Every element empty, each record and the one entry of each list opened. */
function written(names: readonly Named[]): string {
  return names
    .map(({ name, inside }) =>
      inside.length === 0 ? `<${name} xsi:nil="true" />` : xml({ [name]: written(inside) }),
    )
    .join("");
}

/** The innermost elements the other way round. */
const reversed = (names: readonly Named[]): Named[] =>
  names.length === 1
    ? names.map(({ name, inside }) => ({ name, inside: reversed(inside) }))
    : names.toReversed();

const countOf = (names: readonly Named[]): number =>
  names.length > 1 ? names.length : names.reduce((count, { inside }) => count + countOf(inside), 0);

describe("the wire", () => {
  const taking = Object.entries(vendorFacts).filter(
    ([name, { takes }]) => takes !== "" && !name.startsWith("Token"),
  );

  it.each(taking)("knows %s with its elements in the vendor's order", async (name, { takes }) => {
    const { call, ledger } = await connected();
    const names = readNames(takes);
    await call(name, written(names));
    expect(ledger.calls().at(-1)).toMatchObject({ operation: name, status: 200, dropped: [] });
    if (countOf(names) === 0) return;
    await call(name, written(reversed(names)));
    expect(ledger.calls().at(-1)?.dropped).not.toEqual([]);
  });

  it("passes over what stands out of order, as the vendor's server does", async () => {
    const { call, customer, ledger } = await connected();
    await customer("WEB1");
    const line = xml({
      GLAccountCode: "4000",
      TaxCode: "S23",
      Description: "Mug",
      NetAmount: "100",
      TaxAmount: "23",
    });
    const head = xml({ CustomerCode: "WEB1", InvoiceDate: "2026-04-10T00:00:00", ExternalReference: "A-1" });
    const inv = `${head}<Description>x</Description><ExchangeRate>1</ExchangeRate><Lines><BatchSalesInvoiceLine>${line}</BatchSalesInvoiceLine></Lines>`;
    const answer = await call("CreateBatchSalesInvoiceGetBackTransactionID", `<inv>${inv}</inv>`);
    expect(answer).toMatchObject({
      http: 200,
      status: "Failure",
      code: "BATCH_INVOICE_WITH_NO_INVOICE_LINES",
    });
    expect(answer.text("transactionID")).toBe("-1");
    expect(ledger.calls().at(-1)?.dropped).toEqual(["inv/Lines"]);
  });

  it("answers what is no XML, another namespace or a wrong type with a SOAP fault", async () => {
    const { call, url } = await connected();
    const action = `"${NAMESPACE}GetChartOfAccounts"`;
    const torn = await post(url, "2_0", "<soap:Envelope", action);
    expect(torn.http).toBe(500);
    expect(torn.text("faultcode")).toBe("soap:Client");
    const foreign = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetChartOfAccounts xmlns="urn:other"/></soap:Body></soap:Envelope>`;
    expect((await post(url, "2_0", foreign, action)).http).toBe(500);
    expect((await call("GetTransaction", "<transactionID>x</transactionID>")).http).toBe(500);
    expect((await call("GetActiveGLAccountList")).http).toBe(500);
  });

  it("writes lists of none, of one and of several, and lists for the settings", async () => {
    const { call, customer } = await connected();
    expect((await call("GetActiveCustomerList")).body).toContain("<Result />");
    await customer("ONE");
    expect((await call("GetActiveCustomerList")).body.match(/<Customer>/g)).toHaveLength(1);
    const taxes = await call("GetTaxCodeList");
    expect(taxes.body.match(/<Tax>/g)?.length).toBeGreaterThan(8);
    expect(taxes.text("Rate")).toBe("0.23");
    const british = await call("GetCompanyInformation", "", "GB01");
    expect(british.text("BaseCurrencyCode")).toBe("GBP");
    expect((await call("GetInterCompanyConnectionList")).body).toContain("<EntityID>GB01</EntityID>");
  });
});
