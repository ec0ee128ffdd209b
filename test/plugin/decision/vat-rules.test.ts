import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedRow } from "../../../plugin/domain/plan.ts";
import { anyOrder } from "../../support/arbitrary-orders.ts";
import { address, business, mug, order, to } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, type settings, withOss } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;
type Patch = Parameters<typeof settings>[0];

const at = (rate: string | null, more = {}) => ({ lines: [mug("1", { price: "1000.00", rate, ...more })] });
const service = { nature: "service" } as const;

/** "8 oss DE": rule, treatment and country of the first row, or the code that holds the order. */
function ruleOf(sold: Sold, patch: Patch = {}): string {
  const plan = planOf(order(sold), patch);
  const row = plan.documents[0]?.rows[0];
  return row === undefined ? codeOf(plan) : `${row.vatRule} ${row.treatment} ${row.country}`;
}

/** A seller somewhere, with accounts for everything. */
function sellerIn(country: string, registrations: readonly string[] = [], more = {}): Patch {
  const all = [
    "domestic",
    "oss",
    "eu_goods",
    "eu_service",
    "export",
    "local_foreign",
    "deemed_supplier",
  ] as const;
  const treatments = all.map((treatment) => ({ treatment, account: "3000" }));
  return { vat: { seller_country: country, registrations: [...registrations], treatments, ...more } };
}

describe("R9 and R10, the rule that decides whose VAT it is", () => {
  it("1: the marketplace collected it, whatever else is true", () => {
    const sold = { ...at(null), channel: "marketplace", ...to("DE") };
    expect(ruleOf(sold, withOss)).toBe("1 deemed_supplier DE");
    expect(documentOf(planOf(order(sold))).rows[0]?.why).toMatch(/^the marketplace owes the VAT of Germany/);
  });

  it("2: a registration of one's own goes before OSS and export", () => {
    expect(ruleOf({ ...at("19"), ...to("DE") }, sellerIn("SE", ["OSS", "DE"]))).toBe("2 local_foreign DE");
    expect(ruleOf({ ...at("20"), ...to("GB") }, sellerIn("SE", ["GB"]))).toBe("2 local_foreign GB");
    expect(ruleOf({ ...at("25"), ...to("NO") }, sellerIn("SE", ["VOEC"]))).toBe("2 local_foreign NO");
    expect(ruleOf({ ...at(null), ...to("NO") }, sellerIn("SE", ["VOEC"]))).toBe("3 export NO");
  });

  it("3: out of the VAT area, for a British seller out of the United Kingdom", () => {
    expect(ruleOf({ ...at(null), ...to("NO") }, sellerIn("SE"))).toBe("3 export NO");
    expect(ruleOf({ ...at(null), ...to("ES", "35001") }, sellerIn("ES"))).toBe("3 export ES");
    expect(ruleOf({ ...at(null), ...to("DE") }, sellerIn("GB"))).toBe("3 export DE");
    expect(ruleOf({ ...at(null, service), ...to("DE") }, sellerIn("NO"))).toBe("3 export DE");
  });

  it("4 and 5: goods from outside the EU are for a person, who settles it in the VAT map", () => {
    const toGermany = { ...at(null), ...to("DE") };
    const plan = planOf(order(toGermany), sellerIn("NO"));
    expect(plan.outcome).toMatchObject({
      code: "VAT_GROUND_MISSING",
      message: expect.stringMatching(/^Goods sent to Germany from outside the EU: who imports them/),
    });
    const named = { treatments: [{ treatment: "export" as const, country: "DE", account: "3105" }] };
    expect(ruleOf(toGermany, sellerIn("NO", [], named))).toBe("5 export DE");
    const parcel = planOf(order({ ...at("19"), ...to("DE") }), sellerIn("NO", ["IOSS"]));
    expect(parcel.outcome).toMatchObject({
      code: "VAT_GROUND_MISSING",
      message: expect.stringContaining("IOSS (at most 150 EUR)"),
    });
  });

  it("6 and 7: goods and services to a business of another member state", () => {
    const german = { ...to("DE"), customer: business("DE", "DE136695976") };
    expect(ruleOf({ ...at(null), ...german })).toBe("6 eu_goods DE");
    expect(ruleOf({ ...at(null, service), ...german })).toBe("7 eu_service DE");
  });

  it("8, 9 and 10: OSS where registered, else the home rate, else home", () => {
    expect(ruleOf({ ...at("19"), ...to("DE") }, withOss)).toBe("8 oss DE");
    expect(ruleOf({ ...at("25"), ...to("DE") })).toBe("9 domestic SE");
    expect(ruleOf(at("25"))).toBe("10 domestic SE");
  });

  it("is none for what is outside VAT", () => {
    expect(ruleOf({ lines: [mug("1", { giftCard: true, rate: null })] })).toBe("null outside SE");
  });

  it("takes Northern Ireland for the EU in goods and for home by a British seller", () => {
    expect(ruleOf({ ...at("20"), ...to("GB", "BT1 1AA") }, sellerIn("SE", ["OSS"]))).toBe("8 oss XI");
    expect(ruleOf({ ...at("20"), ...to("GB", "BT1 1AA") }, sellerIn("GB"))).toBe("10 domestic GB");
    expect(ruleOf({ ...at("19"), ...to("DE") }, sellerIn("XI", ["OSS"]))).toBe("8 oss DE");
    expect(ruleOf({ ...at("20"), ...to("GB", "M1 1AA") }, sellerIn("XI"))).toBe("10 domestic XI");
    expect(ruleOf({ ...at(null, service), billTo: address("GB", "BT1 1AA"), shipTo: null })).toBe(
      "3 export GB",
    );
  });

  it("sees Monaco as France, the Isle of Man as Great Britain and Madeira as Portugal", () => {
    expect(ruleOf({ ...at("20"), ...to("MC", "98000") }, sellerIn("SE", ["OSS"]))).toBe("8 oss FR");
    expect(ruleOf({ ...at(null), ...to("IM") })).toBe("3 export GB");
    expect(ruleOf({ ...at("22"), ...to("PT", "9000-001") }, sellerIn("SE", ["OSS"]))).toBe("8 oss PT");
  });

  it("is decided row by row: goods and a service to one business stand on one invoice with both texts", () => {
    const lines = [
      mug("1", { price: "1000.00", rate: null }),
      mug("1", { id: "L2", rate: null, ...service }),
    ];
    const plan = planOf(order({ lines, ...to("DE"), customer: business("DE", "DE136695976") }));
    expect(documentOf(plan).rows.map((row) => `${row.vatRule} ${row.account}`)).toEqual(["6 3108", "7 3308"]);
    expect(documentOf(plan).legalTexts).toEqual([
      "Unionsintern leverans. Intra-Community supply, VAT exempt, Article 138 Directive 2006/112/EC. VAT number of the buyer: DE136695976.",
      "Omvänd betalningsskyldighet. Reverse charge, Article 196 Directive 2006/112/EC. VAT number of the buyer: DE136695976.",
    ]);
  });

  it("prints the law's words as the seller's country writes them", () => {
    const bought = { ...at(null, service), ...to("DE"), customer: business("DE", "DE136695976") };
    const texts = (country: string) => documentOf(planOf(order(bought), sellerIn(country))).legalTexts[0];
    expect(texts("DK")).toMatch(/^Omvendt betalingspligt. Reverse charge/);
    expect(texts("IE")).toMatch(/^Reverse charge/);
  });
});

describe("R9, rates of the day of supply", () => {
  const estonia = (rate: string, ordered: string) =>
    ({
      ...at(rate),
      ...to("EE"),
      createdAt: ordered,
      payments: order({ ...at(rate), createdAt: ordered }).payments.map((one) => ({
        ...one,
        processedAt: ordered,
      })),
    }) as const;
  const oss = {
    vat: { registrations: ["OSS"], treatments: [{ treatment: "oss" as const, account: "3106" }] },
  };

  it("22 % in Estonia until 30 June 2025, 24 % from the day after", () => {
    expect(ruleOf(estonia("22", "2025-06-30T10:00:00+02:00"), oss)).toBe("8 oss EE");
    expect(ruleOf(estonia("24", "2025-07-01T10:00:00+02:00"), oss)).toBe("8 oss EE");
    expect(ruleOf(estonia("24", "2025-06-30T10:00:00+02:00"), oss)).toBe("VAT_UNMAPPED");
  });

  it("the Swedish rate charged to a German consumer is not taken for German VAT", () => {
    const plan = planOf(order({ ...at("25"), ...to("DE") }), oss);
    expect(plan.outcome).toMatchObject({
      code: "VAT_UNMAPPED",
      message: "Germany had no VAT rate of 25 % on 2026-03-03. If it is right, name the rate in the VAT map.",
      fix: { field: "vat.treatments" },
    });
  });

  it("a rate the table does not know is fine where the merchant named it", () => {
    const named = { treatments: [{ treatment: "oss" as const, country: "DE", rate: "16", account: "3116" }] };
    expect(ruleOf({ ...at("16"), ...to("DE") }, { vat: { registrations: ["OSS"], ...named } })).toBe(
      "8 oss DE",
    );
  });

  it("a credit keeps the original's rate, rule and evidence", () => {
    const sold = { ...at("25.5"), ...to("FI") };
    const made = planOf(order(sold), withOss);
    const given = refund({ lines: [["L1", "1", "1000.00", "203.19"]], money: "1000.00" });
    const plan = planOf(order({ ...sold, refunds: [given] }), withOss, { existing: inLedger(made) });
    const credit = documentOf(plan, "refund-R1");
    // 1000.00 x 25.5 / 125.5 = 203.187...
    expect(credit.rows[0]).toMatchObject({ vatRate: "25.5", vat: "203.19", vatRule: 8, country: "FI" });
    expect(credit.vatEvidence).toEqual(documentOf(made).vatEvidence);
  });
});

describe("for every order and seller", () => {
  it("R10: the rules give an answer or a reason to hold, and no row lacks VAT without a ground", () => {
    const seller = fc.constantFrom("SE", "DE", "GB", "XI", "NO", "US");
    const registrations = fc.subarray(["OSS", "IOSS", "VOEC", "GB", "DE"]);
    const check = fc.constantFrom("off" as const, "platform" as const, "vies" as const);
    fc.assert(
      fc.property(anyOrder, seller, registrations, check, fc.boolean(), (sold, country, own, by, hold) => {
        const patch = sellerIn(country, own, {
          vat_number_check: by,
          unknown_number: hold ? "hold" : "charge",
        });
        const plan = planOf(sold, patch);
        if (plan.outcome.state === "held") expect(plan.outcome.message).toMatch(/[.]$/);
        for (const row of plan.documents.flatMap((one) => one.rows)) expectGround(row);
      }),
      { numRuns: 500 },
    );
  });
});

const GROUNDS: Readonly<Record<number, readonly PlannedRow["treatment"][]>> = {
  1: ["deemed_supplier", "outside"],
  3: ["export"],
  5: ["export"],
  6: ["eu_goods"],
  7: ["eu_service"],
};

/** 0 % is outside VAT, has a rule that says why, or cost nothing. */
function expectGround(row: PlannedRow): void {
  if (row.vatRate !== "0" || row.treatment === "outside" || /^0(\.0+)?$/.test(row.gross)) return;
  expect(GROUNDS[row.vatRule ?? 0] ?? [], row.why).toContain(row.treatment);
}
