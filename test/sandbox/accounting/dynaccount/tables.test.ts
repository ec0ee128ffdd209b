import { describe, expect, it } from "vitest";
import { ANNA, MARCH_10, MUG, openBooks, rowsIn } from "./open-books.ts";

describe("reading", () => {
  it("selects, filters by exact equality, sorts and pages", async () => {
    const books = await openBooks();
    for (const [number, name] of [
      ["20009", "Bo"],
      ["20010", "bo"],
      ["20011", "Bo"],
    ] as const) {
      await books.insert("debtor", { ...ANNA, module_id_: number, name });
    }
    const numbers = async (query: string) =>
      rowsIn(await books.call("get/debtor", "", `select=module_id_&${query}`)).map(
        (row) => row["module_id_"],
      );
    expect(await numbers("name=Bo&order=id")).toEqual(["20009", "20011"]);
    expect(await numbers("order=module_id_+desc&limit=0,2")).toEqual(["20011", "20010"]);
    expect(await numbers("order=module_id_&limit=2,500")).toEqual(["20011"]);
  });

  it("refuses columns and tables there are not, and pages beyond 500 rows (D13)", async () => {
    const books = await openBooks();
    const errorOf = async (path: string, query: string) => (await books.call(path, "", query)).body;
    expect(await errorOf("get/vatcode", "select=rate")).toEqual({ error: { rate: "Feltet findes ikke" } });
    expect(await errorOf("get/vatcode", "percent2=1")).toEqual({ error: { percent2: "Feltet findes ikke" } });
    expect(await errorOf("get/webhook", "")).toEqual({ error: { webhook: "Tabellen findes ikke" } });
    expect(await errorOf("get/vatcode", "limit=0,501")).toEqual({ error: { limit: "Ugyldig værdi" } });
    expect(await errorOf("report/balance", "")).toEqual({ error: { operation: "Ukendt kald" } });
  });

  it("gives a list also for one row, and an empty one where there is none", async () => {
    const books = await openBooks();
    const id = await books.insert("debtor", ANNA);
    expect(rowsIn(await books.call(`get/debtor/${id}`))).toMatchObject([{ id, balance: "0.00", email: "" }]);
    expect((await books.call("get/debtor/999")).body).toEqual({ result: [] });
  });
});

describe("writing", () => {
  it.each([
    ["an unknown column", { colour: "red" }, { colour: "Feltet findes ikke" }],
    ["a column only the server writes", { balance: "1" }, { balance: "Feltet kan ikke ændres" }],
    ["an empty required column", { name: "" }, { name: "Feltet skal udfyldes" }],
    ["a number with letters (D12)", { module_id_: "c-1" }, { module_id_: "Ugyldig værdi" }],
    ["a number of ten digits (D12)", { module_id_: "1234567890" }, { module_id_: "Ugyldig værdi" }],
    ["a name nobody has", { vatcode_name: "S99" }, { vatcode_name: "Findes ikke" }],
    ["a text that is too long", { name: "x".repeat(256) }, { name: "Teksten er for lang" }],
  ])("refuses a debtor with %s by that column", async (_what, fields, error) => {
    const books = await openBooks();
    const answer = await books.put("debtor", { ...ANNA, ...fields });
    expect([answer.status, answer.body]).toEqual([200, { error }]);
    expect(books.books.rows("debtor")).toEqual([]);
  });

  it("refuses a second debtor or product of one number", async () => {
    const books = await openBooks();
    await books.insert("debtor", ANNA);
    expect((await books.put("debtor", ANNA)).body).toEqual({
      error: { module_id_: "Nummeret er allerede i brug" },
    });
    const product = { product_id_: "SALG", name: "x", product_group_name: "Varer" };
    expect((await books.put("product", product)).body).toHaveProperty("error.product_id_");
  });

  it("blanks what an update does not send, unless it is set to keep it (D18)", async () => {
    const books = await openBooks();
    const id = await books.insert("debtor", { ...ANNA, email: "anna@example.dk" });
    await books.call(
      `put/debtor/${id}`,
      "module_id_=20001&module_group_name=Privat&name=A&ref_currency_name=DKK",
    );
    expect(books.books.rows("debtor")[0]).toMatchObject({ name: "A", email: "", balance: "0.00" });
    expect((await books.call(`put/debtor/${id}`, "name=B")).body).toHaveProperty("error.module_id_");
    books.faults.set({ blanksMissing: false });
    await books.call(`put/debtor/${id}`, "name=B");
    expect(books.books.rows("debtor")[0]).toMatchObject({ name: "B", module_id_: "20001" });
  });

  it("tells the faults of a bulk by line and keeps the good ones, or does not (D14)", async () => {
    const books = await openBooks();
    const id = await books.invoice();
    const good = { invoice_id: id, ...MUG };
    const bad = { ...good, vatcode_name: "S99" };
    const lines = () => books.books.rows("debtor_invoice_product").length;
    const error = { "1": { vatcode_name: "Findes ikke" } };
    expect((await books.bulk("debtor_invoice_product", [good, bad])).body).toEqual({ error });
    expect(lines()).toBe(2);
    books.faults.set({ keepsGoodLines: false });
    expect((await books.bulk("debtor_invoice_product", [good, bad])).body).toEqual({ error });
    expect(lines()).toBe(2);
  });

  it.each([
    ["a product", "product_id_"],
    ["a VAT code", "vatcode_name"],
    ["a text", "name"],
  ])("refuses a line without %s", async (_what, column) => {
    const books = await openBooks();
    const invoice_id = await books.invoice();
    const line = { invoice_id, ...MUG, [column]: "" };
    expect((await books.bulk("debtor_invoice_product", [line])).body).toEqual({
      error: { "0": { [column]: "Feltet skal udfyldes" } },
    });
  });

  it("refuses quantities that are not above zero and prices of five decimals (D9)", async () => {
    const books = await openBooks();
    const invoice_id = await books.invoice();
    const refusal = async (fields: object) =>
      (await books.bulk("debtor_invoice_product", [{ invoice_id, ...MUG, ...fields }])).body;
    expect(await refusal({ qty: "-1" })).toEqual({ error: { "0": { qty: "Ugyldig værdi" } } });
    expect(await refusal({ qty: "0" })).toEqual({ error: { "0": { qty: "Ugyldig værdi" } } });
    expect(await refusal({ price: "1.00001" })).toEqual({ error: { "0": { price: "Ugyldig værdi" } } });
    expect(await refusal({ price: "-0.05" })).not.toHaveProperty("error");
  });

  it("refuses days of a closed year and of a locked period", async () => {
    const books = await openBooks();
    await books.insert("debtor", ANNA);
    const head = { module_id_: "20001", currency_name: "DKK" };
    const closed = { error: { time: "Perioden er lukket" } };
    expect((await books.put("debtor_invoice", { ...head, time: "1741608000" })).body).toEqual(closed);
    books.faults.set({ lockedUntil: "2026-03-10" });
    expect((await books.put("debtor_invoice", { ...head, time: MARCH_10 })).body).toEqual(closed);
    expect((await books.put("debtor_invoice", { ...head, time: "2026-03-10" })).body).toEqual({
      error: { time: "Ugyldig værdi" },
    });
  });
});
