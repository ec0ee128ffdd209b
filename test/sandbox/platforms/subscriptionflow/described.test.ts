import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describedCalls } from "../../../../tools/described/openapi-answers.ts";
import { watchAnswers } from "./described.ts";
import { known } from "./known-deviations.ts";
import { CLUB, openSite } from "./open-site.ts";

const page = new URL("./fixtures/described.json", import.meta.url);

describe("the stand-in's answers", () => {
  it("are what the vendor's document describes, for every call a reader of invoices makes", async () => {
    const answers = watchAnswers();
    const { site, call } = await openSite({ watch: answers.watch });
    const customer = site.addCustomer({
      id: "User-12345",
      name: "Handel AB",
      company: "Handel AB",
      vat_id: "SE556036079301",
    });
    const { id } = site.placeInvoice({ ...CLUB, customer: customer.id });
    const payment = site.pay(id);
    const note = site.addCreditNote({ amount: "10.00", invoice: id });
    const open = site.addCreditNote({ amount: "20.00", invoice: null, customer: customer.id });
    const back = site.refundCreditNote(open.id, { amount: "5.00" });
    const asked = await call("POST", `/refund/${payment.id}`, { amount: "1.00", refund_type: "external" });
    expect(asked.status).toBe(201);
    site.sendToAccounting(id);
    for (const module of ["customers", "invoices", "transactions", "credit-notes", "products"]) {
      const { json } = await call("GET", `/${module}`);
      await call("GET", `/${module}/with-relations`);
      await call("GET", `/${module}/search?name=x`);
      await call("POST", `/${module}/filter?filter[updated_at][$gte]=2020-01-01T00:00:00Z`);
      await call("GET", `/${module}/${String(json?.data?.[0]?.["id"])}`);
    }
    for (const link of [
      `invoices/${id}/link/transactions`,
      `credit-notes/${note.id}/link/invoices`,
      `credit-notes/${open.id}/link/transactions`,
      `transactions/${back.id}/link/credit-notes`,
      `customers/${customer.id}/link/invoices`,
    ]) {
      expect((await call("GET", `/${link}`)).status, link).toBe(200);
    }
    expect(answers.deviations()).toEqual([]);
    expect(answers.looked()).toHaveLength(30);
    // None of the known deviations is one that has gone.
    const gone = known.filter(({ where }) => !answers.all().some((one) => where.test(one)));
    expect(gone.map(({ why }) => why)).toEqual([]);
  });

  it("that differ are found: another type, another member, another status, another call", () => {
    const answers = watchAnswers();
    const row = { id: "00000000-0000-4000-8000-000000000000", total_amount: "248.75", surprise: 1 };
    answers.watch({ method: "GET", path: "/invoices", status: 201, body: { data: [row] } });
    answers.watch({ method: "GET", path: "/webhooks", status: 200, body: {} });
    answers.watch({ method: "GET", path: "/invoices/1", status: 200, body: { data: null } });
    expect(answers.deviations()).toEqual([
      "GET /invoices/{invoice_id}:.data is null, not members",
      "GET /invoices: status 201, not 200",
      "GET /invoices:.data[].surprise is not described",
      'GET /invoices:.data[].total_amount is string "248.75", not number',
      "GET /webhooks: no such call",
    ]);
  });
});

describe("the description", () => {
  it("is derived from an OpenAPI document: names, types and what may be null", () => {
    const string = { type: "string" };
    const thing = {
      properties: {
        id: { ...string, format: "uuid" },
        name: { ...string, nullable: true },
        amount: { format: "double" },
        rows: { type: "array", items: { $ref: "#/components/schemas/Row" } },
        more: { type: "object" },
      },
    };
    const answer = {
      responses: {
        401: {},
        200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
      },
    };
    const document = {
      paths: {
        "/things/{id}": { get: answer, delete: { responses: { 204: {} } } },
        "/other": { get: answer },
      },
      components: {
        schemas: { Thing: thing, Row: { properties: { at: { ...string, format: "date-time" } } } },
      },
    };
    expect(describedCalls(document, (call) => call.includes("/things"))).toEqual({
      calls: { "GET /things/{id}": [200, "Thing"] },
      shapes: {
        Thing: { id: "uuid", name: "string?", amount: "any", rows: [{ at: "date-time" }], more: "any" },
      },
    });
  });

  it("holds facts alone: no sentence of the vendor's", () => {
    expect(readFileSync(page, "utf8")).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/i);
  });
});
