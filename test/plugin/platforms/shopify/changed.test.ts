import { describe, expect, it } from "vitest";
import { agreement, lineItem, type OrderDraft, refund, sale, transaction } from "./orders.ts";
import { plain } from "./read.ts";

/** Two mugs at 249.00 and the parcel at 49.00, paid by card: 547.00 with 109.40 of VAT. */
const MUGS: OrderDraft = {
  lines: [lineItem("1", "249.00"), lineItem("2", "106.00", { name: "Book" })],
  freight: ["11"],
  sold: [
    sale({ of: "1", quantity: 2, gross: "498.00", tax: "99.60" }),
    sale({ of: "11", type: "SHIPPING", quantity: null, gross: "49.00", tax: "9.80" }),
  ],
  total: "547.00",
  tax: "109.40",
  money: [transaction({ id: "31", amount: "547.00" })],
  received: "547.00",
};

const AT = "2026-03-05T10:00:00Z";

const back = (id: string, amount: string, changes: object = {}) =>
  transaction({ id, kind: "REFUND", amount, at: AT, ...changes });

const oneMugBack = sale({ of: "1", action: "RETURN", quantity: -1, gross: "-249.00", tax: "-49.80" });

describe("a refund", () => {
  it("of one of two mugs takes back its price and VAT, with its money", () => {
    const order = plain({
      ...MUGS,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales: [oneMugBack] })],
      now: { gross: "298.00", tax: "59.60" },
      refunds: [refund("91", AT, [back("32", "249.00")], "Too small")],
      refunded: "249.00",
    });
    expect(order).toMatchObject({
      total: "547.00",
      edits: [],
      refunds: [
        {
          id: "91",
          createdAt: AT,
          note: "Too small",
          lines: [{ lineId: "1", quantity: "1", gross: "249.00", tax: "49.80" }],
          shipping: [],
          adjustments: [],
          payments: [{ id: "32", kind: "refund", status: "success", amount: "249.00" }],
        },
      ],
      payments: [{ id: "31" }],
    });
  });

  it("of the freight takes the freight back, not a line", () => {
    const sales = [
      sale({ of: "11", type: "SHIPPING", action: "RETURN", quantity: null, gross: "-49.00", tax: "-9.80" }),
    ];
    const order = plain({
      ...MUGS,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales })],
      now: { gross: "498.00", tax: "99.60" },
      refunds: [refund("91", AT, [back("32", "49.00")])],
      refunded: "49.00",
    });
    expect(order).toMatchObject({
      refunds: [{ lines: [], shipping: [{ id: "shipping-11", gross: "49.00", tax: "9.80" }] }],
    });
  });

  it("of 50.00 without goods is goodwill", () => {
    const sales = [
      sale({ of: "", type: "ADJUSTMENT", action: "RETURN", quantity: null, gross: "-50.00", tax: "-10.00" }),
    ];
    const order = plain({
      ...MUGS,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales })],
      now: { gross: "497.00", tax: "99.40" },
      refunds: [refund("91", AT, [back("32", "50.00")])],
      refunded: "50.00",
    });
    expect(order).toMatchObject({
      refunds: [{ lines: [], adjustments: [{ kind: "goodwill", gross: "50.00", tax: "10.00" }] }],
    });
  });

  it("that keeps 25.00 back of a mug credits the mug and takes a fee", () => {
    const kept = sale({
      of: "",
      type: "ADJUSTMENT",
      action: "ORDER",
      quantity: null,
      gross: "25.00",
      tax: "5.00",
    });
    const order = plain({
      ...MUGS,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales: [oneMugBack, kept] })],
      now: { gross: "323.00", tax: "64.60" },
      refunds: [refund("91", AT, [back("32", "224.00")])],
      refunded: "224.00",
    });
    expect(order).toMatchObject({
      refunds: [
        {
          lines: [{ gross: "249.00" }],
          adjustments: [{ kind: "restocking_fee", gross: "-25.00", tax: "-5.00" }],
        },
      ],
    });
  });

  it("whose money is on its way says so, and one whose money failed too", () => {
    const draft = (status: string): OrderDraft => ({
      ...MUGS,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales: [oneMugBack] })],
      now: { gross: "298.00", tax: "59.60" },
      refunds: [refund("91", AT, [back("32", "249.00", { status })])],
    });
    expect(plain(draft("PENDING"))).toMatchObject({ refunds: [{ payments: [{ status: "pending" }] }] });
    expect(plain(draft("AWAITING_RESPONSE"))).toMatchObject({
      refunds: [{ payments: [{ status: "pending" }] }],
    });
    expect(plain(draft("ERROR"))).toMatchObject({ refunds: [{ payments: [{ status: "failure" }] }] });
  });

  it("of money alone is nothing but the money", () => {
    const order = plain({
      ...MUGS,
      refunds: [refund("91", AT, [back("32", "100.00")])],
      refunded: "100.00",
    });
    expect(order).toMatchObject({
      refunds: [{ id: "91", lines: [], shipping: [], adjustments: [], payments: [{ amount: "100.00" }] }],
    });
  });

  it("is counted once, though its money stands on the order as well", () => {
    const money = back("32", "100.00");
    const order = plain({
      ...MUGS,
      refunds: [refund("91", AT, [money])],
      refunded: "100.00",
    });
    expect(order).toMatchObject({ payments: [{ id: "31" }] });
    const stray = plain({
      ...MUGS,
      money: [...(MUGS.money ?? []), money],
      refunded: "100.00",
    });
    expect(stray).toMatchObject({ refunds: [{ id: "transaction-32", payments: [{ id: "32" }] }] });
  });
});

describe("a return", () => {
  it("and its money weeks later are two events, each once", () => {
    const later = "2026-03-26T10:00:00Z";
    const order = plain({
      ...MUGS,
      later: [agreement("Return", { id: "2", at: AT, sales: [oneMugBack] })],
      now: { gross: "298.00", tax: "59.60" },
      refunds: [refund("91", later, [back("32", "249.00", { at: later })])],
      refunded: "249.00",
    });
    expect(order).toMatchObject({
      refunds: [
        { id: "agreement-2", createdAt: AT, lines: [{ gross: "249.00" }], payments: [] },
        { id: "91", createdAt: "2026-03-26T10:00:00.001Z", lines: [], payments: [{ amount: "249.00" }] },
      ],
    });
  });

  it("for a fee of 25.00 takes the fee off", () => {
    const fee = sale({ of: "71", type: "FEE", action: "ORDER", quantity: null, gross: "25.00", tax: "5.00" });
    const order = plain({
      ...MUGS,
      later: [agreement("Return", { id: "2", at: AT, sales: [oneMugBack, fee] })],
      now: { gross: "323.00", tax: "64.60" },
    });
    expect(order).toMatchObject({
      refunds: [{ adjustments: [{ kind: "restocking_fee", gross: "-25.00", tax: "-5.00" }] }],
    });
  });

  it("in exchange for a book credits the mug and sells the book on the same day", () => {
    const book = sale({ of: "2", gross: "106.00", tax: "6.00", rate: 6 });
    const order = plain({
      ...MUGS,
      later: [agreement("Return", { id: "2", at: AT, sales: [oneMugBack, book] })],
      now: { gross: "404.00", tax: "65.60" },
    });
    expect(order).toMatchObject({
      lines: [{ id: "1" }],
      refunds: [{ id: "agreement-2", createdAt: AT, lines: [{ lineId: "1", gross: "249.00" }] }],
      edits: [
        { id: "2", at: AT, added: [{ id: "2", title: "Book", unitPrice: "106.00" }], priceChanges: [] },
      ],
    });
  });

  it("that was only put back on the shelf is nothing", () => {
    const nothing = sale({ of: "1", action: "RETURN", quantity: -1, gross: "0.00", tax: "0.00" });
    const order = plain({ ...MUGS, later: [agreement("Return", { id: "2", at: AT, sales: [nothing] })] });
    expect(order).toMatchObject({ refunds: [], edits: [] });
  });
});

describe("something given away", () => {
  /** The mugs, and two books for nothing. */
  const withBooks: OrderDraft = {
    ...MUGS,
    sold: [...(MUGS.sold ?? []), sale({ of: "2", quantity: 2, gross: "0.00" })],
  };
  const bookBack = sale({ of: "2", action: "RETURN", quantity: -1, gross: "0.00" });

  it("that comes back is a refund of one piece without money", () => {
    const later = [agreement("Return", { id: "2", at: AT, sales: [bookBack] })];
    expect(plain({ ...withBooks, later })).toMatchObject({
      edits: [],
      refunds: [
        { createdAt: AT, lines: [{ lineId: "2", quantity: "1", gross: "0.00", tax: "0.00" }], payments: [] },
      ],
    });
  });

  it("comes back beside a mug in the same refund", () => {
    const order = plain({
      ...withBooks,
      later: [agreement("Refund", { id: "2", at: AT, refund: "91", sales: [oneMugBack, bookBack] })],
      now: { gross: "298.00", tax: "59.60" },
      refunds: [refund("91", AT, [back("32", "249.00")], "Too small")],
      refunded: "249.00",
    });
    expect(order).toMatchObject({
      refunds: [
        {
          id: "91",
          lines: [
            { lineId: "1", gross: "249.00" },
            { lineId: "2", quantity: "1" },
          ],
        },
      ],
    });
  });

  it("that an edit takes off is nothing", () => {
    const later = [agreement("OrderEdit", { id: "2", at: AT, sales: [bookBack] })];
    expect(plain({ ...withBooks, later })).toMatchObject({ edits: [], refunds: [] });
  });
});

describe("an edit", () => {
  it("adds a book and takes a mug off, in one document", () => {
    const book = sale({ of: "2", gross: "106.00", tax: "6.00", rate: 6 });
    const order = plain({
      ...MUGS,
      later: [agreement("OrderEdit", { id: "2", at: AT, sales: [book, oneMugBack] })],
      now: { gross: "404.00", tax: "65.60" },
    });
    expect(order).toMatchObject({
      edits: [
        {
          id: "2",
          at: AT,
          added: [{ id: "2", title: "Book" }],
          priceChanges: [{ lineId: "1", gross: "-249.00", tax: "-49.80" }],
        },
      ],
      refunds: [],
    });
  });

  it("lowers a price by 50.00", () => {
    const lowered = sale({ of: "1", action: "UPDATE", quantity: 2, gross: "-50.00", tax: "-10.00" });
    const order = plain({
      ...MUGS,
      later: [agreement("OrderEdit", { id: "2", at: AT, sales: [lowered] })],
      now: { gross: "497.00", tax: "99.40" },
    });
    expect(order).toMatchObject({ edits: [{ added: [], priceChanges: [{ lineId: "1", gross: "-50.00" }] }] });
  });

  it("raises the freight that is there, and sells freight that was not; what comes back of it is a line then", () => {
    const freight = { type: "SHIPPING", quantity: null } as const;
    const dearer = sale({ ...freight, of: "11", gross: "20.00", tax: "4.00" });
    const express = sale({ ...freight, of: "12", gross: "100.00", tax: "20.00" });
    const expressBack = sale({ ...freight, of: "12", action: "RETURN", gross: "-100.00", tax: "-20.00" });
    const order = plain({
      ...MUGS,
      freight: ["11", "12"],
      later: [
        agreement("OrderEdit", { id: "2", at: AT, sales: [dearer, express] }),
        agreement("Refund", { id: "3", at: AT, refund: "91", sales: [expressBack] }),
      ],
      now: { gross: "567.00", tax: "113.40" },
      refunds: [refund("91", AT, [back("32", "100.00")])],
      refunded: "100.00",
    });
    expect(order).toMatchObject({
      edits: [
        {
          added: [{ id: "shipping-12", title: "Parcel", fee: true, unitPrice: "100.00" }],
          priceChanges: [{ lineId: "shipping-11", gross: "20.00", tax: "4.00" }],
        },
      ],
      refunds: [{ lines: [{ lineId: "shipping-12", gross: "100.00" }], shipping: [] }],
    });
  });
});
