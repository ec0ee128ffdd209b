import { describe, expect, it } from "vitest";
import { mug, order, parcel } from "../../support/orders.ts";
import { documentOf, inLedger, planOf } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

describe("R17, an order that came from a file", () => {
  it("is not booked again when the shop brings its number", () => {
    const plan = planOf(order(), {}, { fromFile: true });
    expect(plan).toMatchObject({
      documents: [],
      outcome: { state: "skipped", code: "DUPLICATE_NUMBER" },
    });
  });

  it("is left as it is when the shop's order was booked first", () => {
    const existing = inLedger(planOf(order()));
    expect(planOf(order(), {}, { existing, fromFile: true }).outcome).toEqual({ state: "booked" });
  });
});

describe("R3, our own texts on a document", () => {
  const sold = order({
    lines: [mug("3", { price: "33.333", discount: "10.00" })],
    freight: [parcel({ title: "Shipping" })],
  });
  const texts = (country: string, language?: "en" | "sv" | "da") =>
    documentOf(planOf(sold, { orders: { language }, vat: { seller_country: country } })).rows.map(
      ({ text }) => text,
    );

  it.each([
    ["SE", "Frakt", "rabatt 10.00"],
    ["DK", "Fragt", "rabat 10.00"],
    ["DE", "Shipping", "discount 10.00"],
  ])("are in the language of a seller in %s", (country, freight, discount) => {
    const said = texts(country).join("\n");
    expect(said).toContain(freight);
    expect(said).toContain(discount);
  });

  it("are in the language the setting names", () => {
    expect(texts("SE", "da").join("\n")).toContain("rabat 10.00");
  });

  it("stay in the language of the order's first document: a draft of an older version is not rewritten", () => {
    const english = planOf(sold, { orders: { language: "en", booking: "draft" } });
    const existing = inLedger(english, false);
    const again = planOf(
      sold,
      { orders: { language: "sv", booking: "draft" } },
      { existing, updatesDrafts: true },
    );
    expect(documentOf(again).rows).toEqual(documentOf(english).rows);
    expect(documentOf(again)).not.toHaveProperty("language");
  });

  it("lose the notes of what was returned in each language alike", () => {
    for (const language of ["sv", "da"] as const) {
      const draft = { orders: { language, booking: "draft" as const } };
      const existing = inLedger(planOf(sold, draft), false);
      const back = refund({ lines: [["L1", "1", "30.00", "6.00"]], money: "30.00" });
      const left = documentOf(planOf({ ...sold, refunds: [back] }, draft, { existing, updatesDrafts: true }));
      expect(left.rows[0]?.text).toBe("Mug");
      expect(left.language).toBe(language);
    }
  });
});
