import { describe, expect, it } from "vitest";
import { connected, credit, failed, money, mug, sale, worked } from "./connected.ts";

const mugs = (...texts: string[]) => sale({ rows: texts.map((text) => mug({ text })) });

describe("a document that was interrupted between its head and its lines", () => {
  it.each(["timeout-after-write", "html-500", "empty"] as const)(
    "by %s on its head is looked up, cleared away and made once",
    async (fault) => {
      const { ledger, create, standIn, open } = await connected();
      const operation = create();
      standIn.faults.next({ match: "put/debtor_invoice", fault, ms: 20 });
      expect(failed(await ledger.perform(operation))).toMatchObject({ act: "retry", inDoubt: true });
      expect(worked(await open().find(operation))).toBeNull();
      expect(standIn.books.rows("debtor_invoice")).toEqual([]);
      worked(await open().perform(operation));
      expect(standIn.books.rows("debtor_invoice")).toHaveLength(1);
      expect(worked(await open().find(operation))).toMatchObject({
        totals: { gross: "125.00", vat: "25.00" },
      });
    },
  );

  it("leaves nothing behind when its lines are refused, good ones among them (D14)", async () => {
    const { ledger, create, standIn } = await connected();
    const document = sale({ rows: [mug(), mug({ vatCode: "S99" })] });
    expect(failed(await ledger.perform(create(document)))).toMatchObject({
      act: "fix",
      code: "VAT_UNMAPPED",
      fix: { place: "settings", field: "vat.treatments" },
    });
    expect([standIn.books.rows("debtor_invoice"), standIn.books.rows("debtor_invoice_product")]).toEqual([
      [],
      [],
    ]);
  });

  it("is in doubt when it can neither be finished nor taken back, and cleared away afterwards", async () => {
    const { ledger, create, standIn } = await connected();
    const operation = create();
    standIn.faults.next({ match: "insert_bulk/debtor_invoice_product", fault: "429" });
    standIn.faults.next({ match: "delete/debtor_invoice", fault: "429" });
    expect(failed(await ledger.perform(operation))).toMatchObject({ act: "retry", inDoubt: true });
    expect(standIn.books.rows("debtor_invoice")).toHaveLength(1);
    expect(worked(await ledger.find(operation))).toBeNull();
    expect(standIn.books.rows("debtor_invoice")).toEqual([]);
  });

  it("is left as it is when a person has changed it meanwhile", async () => {
    const { ledger, create, standIn } = await connected();
    const operation = create(mugs("One", "Two"));
    standIn.faults.next({
      match: "insert_bulk/debtor_invoice_product",
      fault: "timeout-after-write",
      ms: 20,
    });
    failed(await ledger.perform(operation));
    const line = standIn.books.rows("debtor_invoice_product")[0]?.["id"] ?? "";
    standIn.byHand.change("debtor_invoice_product", line, { name: "By hand" });
    expect(worked(await ledger.find(operation))).toMatchObject({ totals: { gross: "250.00" } });
    expect(standIn.books.rows("debtor_invoice_product")).toHaveLength(2);
  });

  it("is held when two bear its reference", async () => {
    const { ledger, create } = await connected();
    const operation = create();
    worked(await ledger.perform(operation));
    worked(await ledger.perform(operation));
    expect(worked(await ledger.find(operation))).toBe("unfindable");
  });

  it("is found by any other process, also a credit note and a payment", async () => {
    const { ledger, booked, create, standIn, open } = await connected();
    const original = await booked();
    const back = create(credit(), original);
    standIn.faults.next({
      match: "insert_bulk/debtor_creditnote_product",
      fault: "timeout-after-write",
      ms: 20,
    });
    expect(failed(await ledger.perform(back))).toMatchObject({ act: "retry", inDoubt: true });
    expect(worked(await open().find(back))).toMatchObject({ totals: { gross: "125.00", vat: "25.00" } });
    const pay = { step: "pay", document: sale(), ref: original, payment: money(), known: [] } as const;
    standIn.faults.next({ match: "put/enclosure", fault: "timeout-after-write", ms: 20 });
    expect(failed(await ledger.perform(pay))).toMatchObject({ act: "retry", inDoubt: true });
    expect(worked(await open().find(pay))).toBeNull();
    expect(standIn.books.rows("enclosure")).toEqual([]);
  });
});

describe("a payment", () => {
  it("is found by the reference the pipeline gives it, and needs no question whose it is", async () => {
    const { ledger, booked, calls, debtor, standIn, open } = await connected();
    const ref = await booked();
    const pay = { step: "pay", document: sale(), ref, payment: money(), known: [] } as const;
    const told = { ...pay, reference: "LR-payment", customerNumber: debtor };
    const registered = worked(await ledger.perform(told));
    expect(standIn.books.rows("enclosure")[0]).toMatchObject({ note: "LR-payment" });
    expect(standIn.books.rows("accounting")[1]).toMatchObject({
      invoice_id_: ref.number,
      accountoff_id_: debtor,
    });
    standIn.books.resetCalls();
    expect(worked(await open().find(told))).toMatchObject({ ref: registered.ref });
    expect(calls()).toEqual(["get/enclosure", "get/accounting"]);
    expect(worked(await ledger.find({ ...told, reference: "LR-other" }))).toBeNull();
  });
});

describe("a change of a draft that was interrupted", () => {
  it("is taken up where it stopped", async () => {
    const { ledger, create, standIn } = await connected();
    const operation = create(mugs("One", "Two", "Three"));
    const { ref } = worked(await ledger.perform(operation));
    const update = {
      ...operation,
      step: "update",
      document: mugs("Two", "Four"),
      ref,
      before: operation,
    } as const;
    standIn.faults.next({ match: "delete/debtor_invoice_product", fault: "html-500", after: 1 });
    expect(failed(await ledger.perform(update))).toMatchObject({ act: "retry", inDoubt: true });
    expect(worked(await ledger.find(update))).toBeNull();
    worked(await ledger.perform(update));
    const names = standIn.books.rows("debtor_invoice_product").map((line) => line["name"]);
    expect(names).toEqual(["Two", "Four"]);
    expect(worked(await ledger.find(update))).toMatchObject({ totals: { gross: "250.00" } });
  });

  it("sends every column of the head, so that nothing a person added is blanked (D18)", async () => {
    const { ledger, create, standIn } = await connected();
    const operation = create(mugs("One"));
    const { ref } = worked(await ledger.perform(operation));
    const id = standIn.books.rows("debtor_invoice")[0]?.["id"] ?? "";
    standIn.byHand.change("debtor_invoice", id, { time_delivery: "1773144000", lang: "da" });
    const document = { ...mugs("One"), comment: "Thank you" };
    worked(await ledger.perform({ ...operation, step: "update", document, ref, before: operation }));
    expect(standIn.books.rows("debtor_invoice")[0]).toMatchObject({
      time_delivery: "1773144000",
      lang: "da",
      txt: "Thank you\nOrder 1001",
      requisition: operation.reference,
    });
  });
});
