import { describe, expect, it, onTestFinished } from "vitest";
import { dynaccount } from "../../../../plugin/connectors/dynaccount/connector.ts";
import { bulkBody, signedCall } from "../../../../plugin/connectors/dynaccount/signature.ts";
import type { Log } from "../../../../plugin/ports.ts";
import { ledgerPorts, memoryVault, silentLog, testClock } from "../ledger-ports.ts";
import { type Answer, scriptedServer } from "../scripted-server.ts";
import { connected, danish, failed, sale, worked } from "./connected.ts";

const KEYS = { apiId: "4711", apiKey: "a1".repeat(20), apiSecret: "5e".repeat(20) };
const TYPED = { api_id: KEYS.apiId, api_key: KEYS.apiKey, api_secret: KEYS.apiSecret };
const clock = testClock("2026-04-15T10:00:00Z");

/** Connects to a server that says what the test says. */
async function connecting(answer: Answer, typed: Readonly<Record<string, string>> = TYPED) {
  const server = await scriptedServer(() => answer);
  onTestFinished(() => server.close());
  const { auth } = dynaccount({ apiUrl: server.url });
  const result = await auth.connect(typed, ledgerPorts({ clock, vault: memoryVault({}) }));
  return { result, seen: server.seen };
}

/** Keeps every line with its details. */
function recording(): { log: Log; text: () => string } {
  const told: unknown[] = [];
  const tell = (...line: unknown[]) => void told.push(line);
  const log = { ...silentLog, debug: tell, info: tell, warn: tell, error: tell };
  return { log, text: () => JSON.stringify(told) };
}

describe("a call", () => {
  it("is signed over host, path, query, body and secret, as they are sent", () => {
    const call = signedCall(
      "https://api.dynaccount.com",
      KEYS,
      "get/debtor",
      { name: "O'Hara & Søn (2)" },
      "a=b",
    );
    expect(call).toEqual({
      url: `https://api.dynaccount.com/v7/4711/${KEYS.apiKey}/get/debtor/?name=O%27Hara+%26+S%C3%B8n+%282%29`,
      body: "a=b",
      // sha1 of the address without https://, "a=b" and the secret.
      hash: "6e13c9fea49aa738b865fc312b41b74c7a7c36cd",
    });
    // Nothing of it is changed by who parses it on the way.
    expect(new URL(call.url).href).toBe(call.url);
  });

  it("of several lines has each column as a list", () => {
    expect(
      bulkBody([
        { a: "1", b: "x y" },
        { a: "2", b: "" },
      ]),
    ).toBe("a[0]=1&b[0]=x+y&a[1]=2&b[1]=");
  });
});

describe("connecting", () => {
  it.each([
    ["401", { status: 401, body: { error: { api: "Adgang" } } }],
    ["403 without JSON", { status: 403, body: "no", type: "text/plain" }],
    ["200 with an error", { status: 200, body: { error: { api: "Adgang" } } }],
  ])("says that the keys are not accepted when the answer is %s (D11)", async (_what, answer) => {
    const { result } = await connecting(answer);
    expect(failed(result)).toMatchObject({
      act: "fix",
      code: "NOT_CONNECTED",
      message: "Dynaccount does not accept these keys.",
    });
  });

  it("is tried again later when Dynaccount is ill", async () => {
    const { result } = await connecting({ status: 502, body: "<h1>Bad gateway</h1>", type: "text/html" });
    expect(failed(result)).toMatchObject({ act: "retry" });
  });

  it.each([
    ["an id with letters", { ...TYPED, api_id: "4711/../x" }],
    ["a short key", { ...TYPED, api_key: "abc" }],
    ["a secret of other signs", { ...TYPED, api_secret: "z".repeat(40) }],
  ])("asks nobody about %s", async (_what, typed) => {
    const { result, seen } = await connecting({ body: { result: [] } }, typed);
    expect(failed(result)).toMatchObject({ code: "NOT_CONNECTED" });
    expect(seen).toEqual([]);
  });

  it("notes the columns that are missing or unknown (D2 to D4), and connects all the same", async () => {
    const { log, text } = recording();
    const server = await scriptedServer(() => ({
      body: { result: [{ id: 1, surprise: null, total_amount: 1.5 }] },
    }));
    onTestFinished(() => server.close());
    const { auth } = dynaccount({ apiUrl: server.url });
    const done = worked(await auth.connect(TYPED, ledgerPorts({ clock, log, vault: memoryVault({}) })));
    expect(done).toMatchObject({ ledgerTenant: "4711", secrets: TYPED });
    expect(text()).toContain("lacks columns we rely on");
    expect(text()).toContain('"unknown":["surprise"');
  });
});

describe("the key", () => {
  it("stands in no line of the log and in no problem, whatever goes wrong", async () => {
    const { log, text } = recording();
    const books = await connected({}, { log });
    const { ledger, create, standIn } = books;
    const { apiKey, apiSecret } = standIn.credentials;
    const problems: unknown[] = [];
    for (const fault of ["timeout-after-write", "html-500", "empty", "429", "unauthorized"] as const) {
      standIn.faults.next({ match: "put/debtor_invoice", fault, ms: 20 });
      problems.push(failed(await ledger.perform(create())));
    }
    await standIn.close();
    problems.push(failed(await ledger.perform(create())), failed(await ledger.facts()));
    const said = `${text()}${JSON.stringify(problems)}`;
    expect(text()).toContain("put/debtor_invoice");
    expect(said).not.toContain(apiKey);
    expect(said).not.toContain(apiSecret);
  });
});

describe("booking by an action whose name is only assumed (D1)", () => {
  it("is not believed before the document says so", async () => {
    const { ledger, made, standIn } = await connected();
    const { ref } = await made();
    standIn.faults.set({ bookingActions: false });
    const book = { step: "book", document: sale(), ref } as const;
    expect(failed(await ledger.perform(book))).toMatchObject({
      code: "LEDGER_REJECTED",
      fix: { place: "settings", field: "ledger.automatic_booking" },
    });
    expect(standIn.books.rows("debtor_invoice")[0]).toMatchObject({ is_booked: "NO" });
  });

  it("uses the name the merchant was told", async () => {
    const { ledger, made, calls } = await connected({
      assumptions: { "actions.book_invoice": "approve_debtor_invoice" },
    });
    const { ref } = await made();
    failed(await ledger.perform({ step: "book", document: sale(), ref }));
    expect(calls()).toContain("action/approve_debtor_invoice");
  });

  it("whose answer was lost is found to have happened, with the number it gave", async () => {
    const { ledger, made, standIn } = await connected();
    const { ref } = await made();
    const book = { step: "book", document: sale(), ref } as const;
    standIn.faults.next({ match: "action/book_debtor_invoice", fault: "timeout-after-write", ms: 20 });
    expect(failed(await ledger.perform(book))).toMatchObject({ act: "retry", inDoubt: true });
    expect(worked(await ledger.find(book))).toMatchObject({
      ref: { id: ref.id, number: "1001", url: "https://public.example/invoice/1001" },
    });
  });

  it("is planned only where the merchant says it is confirmed", () => {
    const { leavesDrafts } = dynaccount({ apiUrl: "http://127.0.0.1:9" });
    expect(leavesDrafts?.({})).toBe("all");
    expect(leavesDrafts?.({ automatic_booking: "confirmed" })).toBe("orders");
    expect(leavesDrafts?.({ way: "voucher" })).toBe("orders");
  });
});

describe("the connection's page", () => {
  const fields = async (own: Readonly<Record<string, unknown>>) => {
    const { open } = await connected();
    const ledger = open({ settings: async () => own });
    return worked(await ledger.check()).map(({ code, fix }) => [
      code,
      fix.place === "settings" ? fix.field : fix.place,
    ]);
  };

  it("names what has to be chosen before the first order, and that booking is a person's", async () => {
    expect(await fields({})).toEqual([
      ["LEDGER_REJECTED", "ledger.group_b2c"],
      ["LEDGER_REJECTED", "ledger.product_group"],
      ["VAT_UNMAPPED", "ledger.no_vat_code"],
      ["LEDGER_REJECTED", "ledger.draft"],
      ["PRODUCT_NOT_FOUND", "ledger.row_product"],
      ["BOOKING_UNCONFIRMED", "ledger.automatic_booking"],
    ]);
  });

  it("asks less of who books by vouchers, and says when the year is closed", async () => {
    expect(await fields({ way: "voucher", group_b2c: "Privat", draft: "Webshop" })).toEqual([]);
    const { ledger, standIn } = await connected();
    const open = standIn.books.rows("year")[1]?.["id"] ?? "";
    standIn.byHand.change("year", open, { is_closed: "YES" });
    expect(worked(await ledger.check())).toMatchObject([{ code: "PERIOD_LOCKED" }]);
    expect(worked(await ledger.facts()).years).toEqual([]);
  });

  it("offers the PDF of an invoice that is booked", async () => {
    const { ledger, booked } = await connected();
    const ref = await booked(sale({ customer: danish() }));
    const pdf = worked(await (ledger.pdf?.(ref) ?? Promise.reject(new Error("there is a PDF"))));
    expect(Buffer.from(pdf).toString("latin1")).toContain("Faktura 1001");
  });
});
