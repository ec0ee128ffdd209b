import { describe, expect, it, onTestFinished } from "vitest";
import { listOf, tax, transaction } from "../../../../plugin/connectors/accountsiq/answers.ts";
import { createClient } from "../../../../plugin/connectors/accountsiq/client.ts";
import { fractionOf, shifted } from "../../../../plugin/connectors/accountsiq/decimal-text.ts";
import { meanings } from "../../../../plugin/connectors/accountsiq/errors.ts";
import { inTheirTerms } from "../../../../plugin/connectors/accountsiq/rates.ts";
import { problemOf } from "../../../../plugin/connectors/accountsiq/refusal.ts";
import { envelope, parseAnswer } from "../../../../plugin/connectors/accountsiq/xml.ts";
import { createTokenCache } from "../../../../plugin/connectors/shared/token-cache.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { scriptedServer } from "../scripted-server.ts";

const NS = "http://www.visorsoftware.com/visor/accountsiq/dashboard/Integration/";
const keys = { version: "2.0", region: "eu1", entity: "IE01", client_id: "a", client_secret: "b" } as const;

const soap = (inside: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inside}</s:Body></s:Envelope>`;
const token = `<TokenGetResponse xmlns="${NS}"><TokenGetResult><Result><TokenGetResult /><AccessToken>t</AccessToken></Result><Status>Success</Status><ErrorCode>SUCCESS</ErrorCode></TokenGetResult></TokenGetResponse>`;
const taxes = (result: string): string =>
  `<GetTaxCodeListResponse xmlns="${NS}"><GetTaxCodeListResult><Status>Success</Status><ErrorCode>SUCCESS</ErrorCode><HasExpired>false</HasExpired>${result}</GetTaxCodeListResult></GetTaxCodeListResponse>`;

/** A client whose calls after the sign-in are all answered so. */
async function answering(body: string, status = 200) {
  const server = await scriptedServer(({ body: asked }) =>
    asked.includes("<TokenGet ")
      ? { body: soap(token), type: "text/xml" }
      : { status, body, type: "text/xml" },
  );
  onTestFinished(() => server.close());
  const ports = ledgerPorts({ clock: testClock("2026-04-15T10:00:00Z"), vault: memoryVault({}) });
  return createClient({ urlPattern: server.url }, ports, async () => keys, createTokenCache());
}

const read = async (body: string, status?: number) =>
  (await answering(body, status)).call("GetTaxCodeList", {}, listOf("Tax", tax), { subject: "codes" });

describe("answers", () => {
  it("may have none, one or several entries, and fields that nobody knows yet", async () => {
    expect(await read(soap(taxes("<Result />")))).toEqual({ ok: true, value: [] });
    expect(await read(soap(taxes("")))).toEqual({ ok: true, value: [] });
    const one = "<Tax><Code>S23</Code><Rate>0.23</Rate><OfTomorrow><Deep>1</Deep></OfTomorrow></Tax>";
    expect(await read(soap(taxes(`<Result>${one}</Result>`)))).toMatchObject({
      ok: true,
      value: [{ Code: "S23", Rate: "0.23", SalesTaxInclude: true }],
    });
    expect(await read(soap(taxes(`<Result>${one}${one}</Result>`)))).toMatchObject({
      value: [{ Code: "S23" }, { Code: "S23" }],
    });
  });

  it("that lack a field we need, or are no XML, are an illness of the other side that is tried again", async () => {
    const lacking = "<Result><Tax><Code>S23</Code></Tax></Result>";
    for (const body of [soap(taxes(lacking)), "<html>", "", soap("<Other />")]) {
      expect(await read(body)).toMatchObject({ ok: false, problem: { act: "retry", inDoubt: false } });
    }
  });

  it("to a write that cannot be read leave it in doubt", async () => {
    const client = await answering("<html><body>502</body></html>", 502);
    const written = await client.made(
      "PostInvoiceGetBackTransactionID",
      { invoiceID: "1" },
      "transactionID",
      { subject: "it" },
    );
    expect(written).toMatchObject({ problem: { act: "retry", inDoubt: true } });
  });

  it.each(["InProgress", "Unknown", "Pending"])(
    "to a write that say %s leave it in doubt: only a plain no is believed",
    async (status) => {
      const said = `<Status>${status}</Status><ErrorCode>QUEUED</ErrorCode><HasExpired>false</HasExpired>`;
      const operation = "PostInvoiceGetBackTransactionID";
      const body = `<${operation}Response xmlns="${NS}"><${operation}Result>${said}</${operation}Result></${operation}Response>`;
      const client = await answering(soap(body));
      const written = await client.made(operation, { invoiceID: "1" }, "transactionID", { subject: "it" });
      expect(written).toMatchObject({ problem: { act: "retry", inDoubt: true } });
    },
  );

  it("that call our request wrong are a mistake of ours, loudly", async () => {
    const fault = soap("<s:Fault><faultcode>s:Client</faultcode><faultstring>no int</faultstring></s:Fault>");
    await expect(read(fault, 500)).rejects.toThrow("GetTaxCodeList wrong: no int");
    const theirs = soap("<s:Fault><faultcode>s:Server</faultcode><faultstring>down</faultstring></s:Fault>");
    expect(await read(theirs, 500)).toMatchObject({ problem: { act: "retry" } });
  });

  it("keep amounts as texts to the cent", () => {
    const line =
      "<WSTransactionDetail><IsTaxLine>true</IsTaxLine><Amount>-0.10</Amount></WSTransactionDetail>";
    const xml = `<T><TransactionID>1</TransactionID><TransactionType>SI</TransactionType><ControlAmount>90071992547409.93</ControlAmount><OutstandingAmount>0.00</OutstandingAmount><CurrencyCode>EUR</CurrencyCode><LineDetails>${line}</LineDetails></T>`;
    const parsed = parseAnswer(xml) as { T: unknown };
    expect(transaction.parse(parsed.T)).toMatchObject({
      ControlAmount: "90071992547409.93",
      LineDetails: [{ IsTaxLine: true, Amount: "-0.10" }],
    });
  });
});

describe("requests", () => {
  it("keep their order, escape what XML needs, and leave out what it cannot hold", () => {
    const written = envelope(
      "Op",
      { b: `<&> "ü" \u0000🎉`, a: null, c: undefined, d: { one: ["1", "2"] } },
      undefined,
    );
    expect(written).toContain(
      `<Op xmlns="${NS}"><b>&lt;&amp;&gt; "ü" 🎉</b><a xsi:nil="true" /><d><one>1</one><one>2</one></d></Op>`,
    );
  });

  it("move the point of a rate exactly", () => {
    expect(["23", "13.5", "0", "100", "25.5", "5"].map(fractionOf)).toEqual([
      "0.23",
      "0.135",
      "0",
      "1",
      "0.255",
      "0.05",
    ]);
    expect(shifted("0.135", 2)).toBe("13.5");
  });

  it("send a shop's rate the way round in which the books write theirs", () => {
    // The books say 1.17 and the shop 1.18 or, the other way round, 0.85.
    expect(inTheirTerms("1.18", "1.17")).toBe("1.18");
    expect(inTheirTerms("0.8", "1.17")).toBe("1.25");
    expect(inTheirTerms("11.2", "0.088")).toBe("0.089285");
    expect(inTheirTerms(null, "1.17")).toBe("1.17");
  });
});

describe("refusals", () => {
  it.each([
    ["WS_INVALIDTOKEN", "NOT_CONNECTED"],
    ["SECURITY_ACCESS_DENIED", "PERMISSION_MISSING"],
    ["DATE_IS_OUT_OF_RANGE", "PERIOD_LOCKED"],
    ["CUSTOMER_CODE_DOES_NOT_EXIST", "CUSTOMER_NOT_FOUND"],
    ["CUSTOMER_CURRENCY_CODE_NOT_FOUND", "CURRENCY_NOT_ENABLED"],
    ["TAX_CODE_DOES_NOT_EXIST", "VAT_UNMAPPED"],
    ["GLACCOUNT_CODE_DOES_NOT_EXIST", "VAT_UNMAPPED"],
    ["GLACCOUNT_NO_DEPARTMENT_IS_DEPARTMENTAL", "LEDGER_REJECTED"],
    ["STOCKITEM_ID_DOES_NOT_EXIST", "PRODUCT_NOT_FOUND"],
    ["TRANSACTION_CANNOT_ALLOCATE_MORE_THAN_OUTSTANSING_AMOUNT", "CHANGED_IN_LEDGER"],
    ["A_CODE_OF_TOMORROW", "LEDGER_REJECTED"],
  ])("%s is %s", (code, ours) => {
    expect(problemOf({ code, words: "Words." }, { subject: "it" })).toMatchObject({ act: "fix", code: ours });
  });

  it("that only time heals are tried again, and looked up first where something may have happened", () => {
    const of = (code: string) => problemOf({ code, words: "" }, { subject: "it", write: true });
    expect(of("OTHER_OPERATION_IN_PROGRESS_RETRY_LATER")).toMatchObject({ act: "retry", inDoubt: false });
    expect(of("UNKNOWN")).toMatchObject({ act: "retry", inDoubt: true });
  });

  it("have one meaning each: no code fits two patterns of which the later would say something else", () => {
    const shown = meanings.map(([, meaning]) => ("message" in meaning ? meaning.message : meaning.act));
    expect(shown.filter((words) => words.includes("undefined"))).toEqual([]);
    expect(new Set(meanings.map(([pattern]) => pattern.source)).size).toBe(meanings.length);
  });
});
