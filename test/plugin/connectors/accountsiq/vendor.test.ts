import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CUSTOMER, ITEM_DOCUMENT, STOCK_ITEM } from "../../../../plugin/connectors/accountsiq/field-order.ts";
import type { PlannedPurchase } from "../../../../plugin/domain/purchase.ts";
import { type Element, parseXml } from "../../../../sandbox/accounting/accountsiq/xml.ts";
import { type Named, readNames, strays, vendorFacts } from "../../../support/accountsiq-facts.ts";
import { anArticle } from "../plans.ts";
import { type Exchange, irish, money, mug, openBooks, sale, worked } from "./open-books.ts";

/** The names inside one record of an operation. */
const inside = (operation: string, record: string): string[] =>
  readNames(vendorFacts[operation]?.takes ?? "")
    .filter((one) => one.name === record)
    .flatMap((one) => one.inside.map(({ name }) => name));

/** Takes the connector through everything it does, and gives what went over the wire. */
async function everything(): Promise<readonly Exchange[]> {
  const { ledger, create, customer, exchanges, standIn } = await openBooks({ row_item: "BOX" });
  const article = anArticle({ sku: "BOX" });
  const made = { step: "article", article, product: null, reference: "LR-BOX" } as const;
  worked(await ledger.perform(made));
  worked(await ledger.matchArticle(article, "sku"));
  worked(await ledger.perform({ ...made, step: "update-article", number: "BOX", reactivate: false }));
  standIn.stockUp("BOX", "10");
  worked(
    await ledger.perform({
      step: "update-customer",
      customer: irish({ vatNumber: "IE6388047V" }),
      number: customer,
    }),
  );
  worked(await ledger.matchCustomers(irish(), ["email"]));
  worked(await ledger.matchCustomers(irish({ vatNumber: "IE6388047V" }), ["vat_number"]));
  worked((await ledger.stock?.levels()) ?? { ok: true, value: [] });
  worked((await ledger.stock?.isTracked("BOX")) ?? { ok: true, value: false });

  const booked = create(sale(), { paid: { payment: money(), reference: "LR-PAY-1" } });
  const { ref } = worked(await ledger.perform(booked));
  worked(await ledger.find(booked));
  const back = sale({ key: "refund-R1", kind: "credit_note", credits: "invoice" });
  const credit = worked(await ledger.perform(create(back, { credits: ref })));
  const out = { document: back, payment: money({ direction: "out" }), known: [], customerNumber: customer };
  const paid = worked(await ledger.perform({ step: "pay", ref: credit.ref, reference: "LR-OUT-1", ...out }));
  const setOff = { document: back, payment: out.payment, documentRef: credit.ref };
  worked(await ledger.perform({ step: "book-payment", ref: paid.ref, ...setOff }));
  worked(await ledger.find({ step: "book-payment", ref: paid.ref, ...setOff }));

  const pounds = irish({ currency: "GBP" });
  const card = { step: "customer", customer: pounds, reference: "LR-POUNDS" } as const;
  const inPounds = { customerNumber: worked(await ledger.perform(card)).ref.number };
  const abroad = sale({ currency: "GBP", customer: pounds });
  const sold = worked(await ledger.perform(create(abroad, inPounds)));
  const returned = { key: "refund-R3", kind: "credit_note", credits: "invoice" } as const;
  worked(await ledger.perform(create({ ...abroad, ...returned }, { ...inPounds, credits: sold.ref })));

  const draft = create(sale({ booking: "draft", rows: [mug({ article })] }), { articles: { BOX: "BOX" } });
  const saved = worked(await ledger.perform(draft));
  worked(await ledger.find(draft));
  const { document, ...written } = draft;
  const changing = { ...written, step: "update", document, ref: saved.ref, before: draft } as const;
  worked(await ledger.perform({ ...changing, document: { ...document, date: "2026-04-12" } }));
  worked(await ledger.find({ step: "book", document: draft.document, ref: saved.ref }));
  worked(await ledger.perform({ step: "book", document: draft.document, ref: saved.ref }));
  const inPart = { document: draft.document, payment: money(), known: [], customerNumber: customer };
  const received = worked(
    await ledger.perform({ step: "pay", ref: saved.ref, reference: "LR-IN-2", ...inPart }),
  );
  const settled = { document: draft.document, payment: money(), documentRef: saved.ref };
  worked(await ledger.perform({ step: "book-payment", ref: received.ref, ...settled }));
  const note = create(
    sale({
      key: "refund-R2",
      kind: "credit_note",
      credits: "invoice",
      booking: "draft",
      rows: [mug({ article })],
    }),
    { articles: { BOX: "BOX" }, credits: saved.ref },
  );
  const noted = worked(await ledger.perform(note));
  worked(await ledger.find(note));
  worked(await ledger.find({ step: "book", document: note.document, ref: noted.ref }));
  worked(await ledger.perform({ step: "book", document: note.document, ref: noted.ref }));

  const line = { costCentre: null, project: null, text: "Plan", why: "R18", source: null };
  const journal = {
    key: "defer-L1",
    date: "2026-04-10",
    text: "Prepaid",
    currency: "EUR",
    series: null,
    lines: [
      { ...line, account: "4000", debit: "5.00", credit: "0.00" },
      { ...line, account: "2400", debit: "0.00", credit: "5.00" },
    ],
  };
  worked(await ledger.perform({ step: "journal", journal, reference: "LR-J-1" }));
  const purchase: PlannedPurchase = {
    key: "purchase-invoice",
    kind: "invoice",
    credits: null,
    date: "2026-04-10",
    currency: "EUR",
    supplier: "WOODWORKS",
    orderNumber: "1001",
    text: "Order 1001",
    net: "10.00",
    vat: "2.30",
    gross: "12.30",
    rows: [
      {
        text: "Box",
        quantity: "1",
        net: "10.00",
        vat: "2.30",
        gross: "12.30",
        vatRate: "23",
        account: "5000",
        vatCode: null,
        biCode: "WEB",
        why: "R19",
      },
    ],
  };
  const buying = { step: "purchase", purchase, reference: "LR-B-1", credits: null } as const;
  const bought = await ledger.purchases?.perform(buying);
  expect(bought).toMatchObject({ ok: true });
  const taken = { ...purchase, key: "purchase-refund-R1", kind: "credit_note" } as const;
  const takingBack = { ...buying, purchase: taken, reference: "LR-B-2" };
  const takenBack = await ledger.purchases?.perform(takingBack);
  expect(takenBack).toMatchObject({ ok: true });
  const evened = {
    step: "set-off-purchase",
    purchase: taken,
    ref: takenBack?.ok === true ? takenBack.value.ref : ref,
    credits: bought?.ok === true ? bought.value.ref : ref,
    amount: "12.30",
  } as const;
  expect(await ledger.purchases?.setOff?.find(evened)).toEqual({ ok: true, value: null });
  expect(await ledger.purchases?.setOff?.perform(evened)).toEqual({ ok: true, value: { ref: evened.ref } });
  expect(await ledger.purchases?.setOff?.find(evened)).toMatchObject({ value: { ref: evened.ref } });
  // Settled by somebody meanwhile: nothing is done, and said.
  expect(await ledger.purchases?.setOff?.perform(evened)).toMatchObject({
    ok: true,
    value: { leftOut: ["TRANSACTION_CANNOT_ALLOCATE_FULLY_ALLOCATED_TRANSACTION"] },
  });

  const file = { document: booked.document, ref };
  const uploaded = await ledger.files?.upload({ step: "upload", name: "rows.csv", ...file }, "a;b");
  expect(uploaded).toMatchObject({ ok: true });
  const attached = uploaded?.ok === true ? uploaded.value.ref : ref;
  await ledger.files?.attach({ step: "attach", file: attached, ...file });
  await ledger.files?.isAttached({ step: "attach", file: attached, ...file });
  worked((await ledger.pdf?.(ref)) ?? { ok: true, value: new Uint8Array() });
  worked(await ledger.check());
  worked(await ledger.facts());
  const lists = ["accounts", "vat_codes", "payment_terms", "payment_modes", "currencies", "bi_codes"];
  for (const list of [...lists, "articles", "suppliers", "purchase_vat_codes"])
    worked(await ledger.choices(list));
  return exchanges;
}

/** The elements of a call or an answer. */
function contentsOf(xml: string): readonly Element[] {
  const body = parseXml(xml).children.find((one) => one.name === "Body");
  return body?.children[0]?.children ?? [];
}

describe("what goes over the wire, held against the vendor's own samples", () => {
  const known = async () => {
    const all = await everything();
    return all.filter(({ operation }) => Object.hasOwn(vendorFacts, operation));
  };

  it("is of every operation that the connector names", async () => {
    const folder = new URL("../../../../plugin/connectors/accountsiq/", import.meta.url);
    const source = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
    const named = new Set(
      source.join("\n").match(/(?<=")(Get|Post|Create|Save|Update|Allocate|Attach|Check)[A-Z]\w+(?=")/g),
    );
    // Which entities an integration may see is asked while connecting, and is not among the vendor's samples.
    named.delete("GetEntitiesByToken");
    expect([...named].filter((name) => !Object.hasOwn(vendorFacts, name))).toEqual([]);
    const exchanges = await known();
    const seen = new Set(exchanges.map(({ operation }) => operation));
    expect([...named].filter((name) => !seen.has(name))).toEqual([]);
  });

  it("has the vendor's names in the vendor's order in every call", async () => {
    const found = (await known()).flatMap(({ operation, request }) =>
      strays(contentsOf(request), readNames(vendorFacts[operation]?.takes ?? ""), operation),
    );
    expect(found).toEqual([]);
  });

  it("has the vendor's names in the vendor's order in every answer of the stand-in", async () => {
    const found = (await known()).flatMap(({ operation, answer }) => {
      const [result, ...beside] = contentsOf(answer);
      const own = (result?.children ?? []).filter((one) => one.name === "Result");
      const names: readonly Named[] = readNames(vendorFacts[operation]?.answers ?? "");
      return strays([...own, ...beside], names, operation);
    });
    expect([...new Set(found)]).toEqual([]);
  });

  it("changes cards and drafts in the vendor's order", () => {
    expect(CUSTOMER).toEqual(inside("UpdateCustomer", "customer"));
    expect(STOCK_ITEM).toEqual(inside("SaveStockItem", "stockItem"));
    const newest = ["ApprovalStatusName", "AuthorUserName", "ExternalApproverName", "AccountCode"];
    expect([...ITEM_DOCUMENT, ...newest]).toEqual(inside("SaveInvoiceGetBackInvoiceID", "invoice"));
  });
});
