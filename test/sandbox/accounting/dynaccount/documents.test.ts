import { describe, expect, it } from "vitest";
import { ANNA, MARCH_10, MUG, openBooks, rowsIn } from "./open-books.ts";

describe("an invoice", () => {
  it("of three mugs at 33.33 and a book comes to 150.49: VAT by the line, then by the document", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    const { id: first } = books.books.rows("debtor_invoice_product")[0] ?? {};
    await books.call(`delete/debtor_invoice_product/${first}`);
    // 3 * 33.33 = 99.99, VAT 24.9975; 1 * 20.42, VAT 5.105. By the line 25.00 + 5.11, by the document 30.10.
    await books.bulk("debtor_invoice_product", [
      { invoice_id: id, ...MUG, qty: "3", price: "33.33" },
      { invoice_id: id, ...MUG, qty: "1", price: "20.42" },
    ]);
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({
      vat_amount: "30.11",
      total_amount: "150.52",
    });
    books.faults.set({ vatPerLine: false });
    const line = books.books.rows("debtor_invoice_product")[0]?.["id"] ?? "";
    books.byHand.change("debtor_invoice_product", line, {});
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({
      vat_amount: "30.10",
      total_amount: "150.51",
    });
  });

  it("gets its number, its due day and its address for the public when it is booked, and then changes no more", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_booked: "NO", invoice_id_: "" });
    expect(rowsIn(await books.call("action/book_debtor_invoice", `invoice_id=${id}`))).toEqual([{ id }]);
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({
      is_booked: "YES",
      invoice_id_: "1001",
      time_due: "1773835200",
      open: "125.00",
    });
    expect(books.books.rows("debtor")[0]).toMatchObject({ balance: "125.00" });
    const booked = "Bilaget er bogført og kan ikke ændres";
    expect((await books.call("action/book_debtor_invoice", `invoice_id=${id}`)).body).toEqual({
      error: { invoice_id: booked },
    });
    expect((await books.call(`delete/debtor_invoice/${id}`)).body).toEqual({ error: { id: booked } });
    expect((await books.bulk("debtor_invoice_product", [{ invoice_id: id, ...MUG }])).body).toEqual({
      error: { "0": { invoice_id: booked } },
    });
  });

  it("is paid at once by a term that says so", async () => {
    const books = await openBooks();
    const id = await books.invoice({ payment_name: "Kortbetaling" });
    await books.call("action/book_debtor_invoice", `invoice_id=${id}`);
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_matched: "YES", open: "0.00" });
    expect(books.books.rows("debtor")[0]).toMatchObject({ balance: "0.00" });
  });

  it("stays a draft when the debtor is blocked, the period locked, nothing is on it, or nobody knows the action (D1)", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    const book = async () => (await books.call("action/book_debtor_invoice", `invoice_id=${id}`)).body;
    const debtor = books.books.rows("debtor")[0]?.["id"] ?? "";
    books.byHand.change("debtor", debtor, { is_blocked: "YES" });
    expect(await book()).toEqual({ error: { module_id_: "Debitoren er spærret" } });
    books.byHand.change("debtor", debtor, { is_blocked: "NO" });
    books.faults.set({ lockedUntil: "2026-03-31" });
    expect(await book()).toEqual({ error: { time: "Perioden er lukket" } });
    books.faults.set({ lockedUntil: null, bookingActions: false });
    expect(await book()).toEqual({ error: { action: "Ukendt kald" } });
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_booked: "NO", invoice_id_: "" });
    books.byHand.book("debtor_invoice", id);
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_booked: "YES" });
  });

  it("goes with its lines when it is deleted as a draft", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    expect((await books.call(`delete/debtor_invoice/${id}`)).body).toEqual({ result: [] });
    expect(books.books.rows("debtor_invoice_product")).toEqual([]);
  });

  it("is sent by e-mail and shown as PDF once it is booked", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    const send = `invoice_id=${id}&email=anna@example.dk&msg=Tak&is_attached=YES`;
    expect((await books.call("action/send_debtor_invoice", send)).body).toHaveProperty("error.invoice_id");
    await books.call("action/book_debtor_invoice", `invoice_id=${id}`);
    expect((await books.call("action/send_debtor_invoice", send)).body).toHaveProperty("result");
    expect(books.books.sent()).toEqual([
      { invoice: id, to: "anna@example.dk", message: "Tak", isAttached: true },
    ]);
    const pdf = await books.call("document/debtor_invoice/1001");
    expect([pdf.headers.get("content-type"), pdf.text.slice(0, 5)]).toEqual(["application/pdf", "%PDF-"]);
  });
});

describe("a credit note", () => {
  const credit = async (books: Awaited<ReturnType<typeof openBooks>>, invoice: string, price: string) => {
    const id = await books.insert("debtor_creditnote", { credit_invoice_id: invoice, time: MARCH_10 });
    await books.bulk("debtor_creditnote_product", [{ invoice_id: id, ...MUG, price }]);
    return (await books.call("action/book_debtor_creditnote", `invoice_id=${id}`)).body;
  };

  it("takes customer and address of its invoice, counts the pieces and closes it with the second half", async () => {
    const books = await openBooks();
    const id = await books.invoice({ address: "Vej 1" });
    await books.call("action/book_debtor_invoice", `invoice_id=${id}`);
    expect(await credit(books, id, "40")).toHaveProperty("result");
    expect(books.books.rows("debtor_creditnote")[0]).toMatchObject({
      address: "Vej 1",
      credit_invoice_id_: "1001",
      invoice_id_: "1002",
      total_amount: "50.00",
    });
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({
      is_credited: "YES",
      is_credited_complete: "NO",
    });
    expect(await credit(books, id, "60")).toHaveProperty("result");
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_credited_complete: "YES" });
    expect(books.books.rows("debtor")[0]).toMatchObject({ balance: "0.00" });
    expect(await credit(books, id, "0.01")).toEqual({ error: { qty: "Der krediteres mere end faktureret" } });
  });

  it("is of a booked invoice only", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    const draft = await books.put("debtor_creditnote", { credit_invoice_id: id, time: MARCH_10 });
    expect(draft.body).toEqual({ error: { credit_invoice_id: "Findes ikke" } });
  });
});

describe("a voucher", () => {
  const row = (fields: object) => ({
    enclosure_id: "",
    type: "LEDGER",
    account_id_: "",
    accountoff_id_: "",
    vatcode_name: "",
    invoice_id_: "",
    amount: "",
    ...fields,
  });
  const voucher = (books: Awaited<ReturnType<typeof openBooks>>) => {
    const draft_id = books.books.rows("draft")[1]?.["id"] ?? "";
    return books.insert("enclosure", { time: MARCH_10, draft_id, txt: "1001" });
  };

  it("with the vendor's own sample is even: sales, freight and VAT against the debtor", async () => {
    const books = await openBooks();
    await books.insert("debtor", ANNA);
    const enclosure_id = await voucher(books);
    await books.bulk("accounting", [
      row({ enclosure_id, account_id_: "1100", amount: "-594" }),
      row({ enclosure_id, account_id_: "1200", amount: "-5.75" }),
      row({ enclosure_id, account_id_: "14262", amount: "-148.50" }),
      row({ enclosure_id, type: "DEBTOR_INVOICE", accountoff_id_: "20001", amount: "-748.25" }),
    ]);
    expect(books.books.rows("enclosure")[0]).toMatchObject({ balance_amount: "0.00", vat_amount: "0.00" });
    books.byHand.bookDraft("Webshop");
    expect(books.books.rows("debtor")[0]).toMatchObject({ balance: "748.25" });
  });

  it("takes VAT out of an amount with a code (D19), and shows what does not balance", async () => {
    const books = await openBooks();
    const enclosure_id = await voucher(books);
    await books.bulk("accounting", [
      row({ enclosure_id, account_id_: "1100", amount: "-125", vatcode_name: "S25" }),
    ]);
    expect(books.books.rows("enclosure")[0]).toMatchObject({
      balance_amount: "-125.00",
      vat_amount: "-25.00",
    });
    expect(() => books.byHand.bookDraft("Webshop")).toThrow("Bilaget stemmer ikke");
  });

  it("pays the invoice it numbers once a person has booked the draft (D5)", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    await books.call("action/book_debtor_invoice", `invoice_id=${id}`);
    const enclosure_id = await voucher(books);
    await books.bulk("accounting", [
      row({ enclosure_id, account_id_: "5700", amount: "125" }),
      row({
        enclosure_id,
        type: "DEBTOR_PAYMENT",
        accountoff_id_: "20001",
        invoice_id_: "1001",
        amount: "125",
      }),
    ]);
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_matched: "NO" });
    books.byHand.bookDraft("Webshop");
    expect(books.books.rows("debtor_invoice")[0]).toMatchObject({ is_matched: "YES", open: "0.00" });
    expect(books.books.rows("debtor")[0]).toMatchObject({ balance: "0.00" });
  });

  it("refuses a row that names no side, both, or a debtor there is not", async () => {
    const books = await openBooks();
    const enclosure_id = await voucher(books);
    const refusal = async (fields: object) =>
      (await books.bulk("accounting", [row({ enclosure_id, amount: "1", ...fields })])).body;
    expect(await refusal({})).toHaveProperty("error.0.account_id_");
    expect(await refusal({ account_id_: "1100", accountoff_id_: "1" })).toHaveProperty(
      "error.0.accountoff_id_",
    );
    expect(await refusal({ type: "DEBTOR_PAYMENT", accountoff_id_: "9" })).toHaveProperty(
      "error.0.accountoff_id_",
    );
    expect(await refusal({ account_id_: "1100", amount: "0" })).toHaveProperty("error.0.amount");
  });
});

describe("the pages for people", () => {
  it("show documents, debtors, vouchers and switches, and book what a person books", async () => {
    const books = await openBooks();
    const id = await books.invoice({ requisition: "LR-1" });
    const visit = async (path: string, form?: string) => {
      const response = await fetch(
        `${books.url}${path}`,
        form === undefined ? {} : { method: "POST", body: form },
      );
      return { status: response.status, text: await response.text() };
    };
    expect((await visit("/")).text).toContain("LR-1");
    expect((await visit(`/debtor_invoice/${id}/book`, "")).text).toContain("1001");
    for (const path of ["/debtor", "/debtor_creditnote", "/debtor_order", "/vouchers", "/switches"]) {
      expect([path, (await visit(path)).status]).toEqual([path, 200]);
    }
    expect((await visit("/switches", "flip=keyRevoked&to=true")).text).toContain("The key has been revoked");
    expect(books.faults.switches().keyRevoked).toBe(true);
    expect((await visit("/debtor_invoice/999")).status).toBe(404);
  });
});

describe("the company", () => {
  it("is as it was after a restart with the same file", async () => {
    const { mkdtempSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const dataFile = join(mkdtempSync(join(tmpdir(), "books-")), "dynaccount.json");
    const first = await openBooks({ dataFile });
    await first.insert("debtor", ANNA);
    await first.close();
    const second = await openBooks({ dataFile });
    expect(rowsIn(await second.call("get/debtor"))).toMatchObject([{ name: "Anna Ek" }]);
  });
});
