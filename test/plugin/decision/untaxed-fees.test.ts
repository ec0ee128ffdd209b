import { describe, expect, it } from "vitest";
import { business, mug, order, to } from "../../support/orders.ts";
import { codeOf, documentOf, planOf, rowsOf, sums, withOss } from "../../support/plans.ts";

/** 15.00 that the shop charges beside a mug, without a word of VAT. */
const fee = { id: "F1", title: "Miscellaneous charges", price: "15.00", rate: null, fee: true } as const;
const service = { nature: "service" } as const;
const withFee = (more: Parameters<typeof order>[0] = {}) => order({ lines: [mug(), fee], ...more });
const included = { vat: { untaxed_fees: "included" } } as const;

describe("R5, fees without VAT beside rows that bear some", () => {
  it("are held, and the sentence leads to the setting that says what they contain", () => {
    expect(planOf(withFee()).outcome).toMatchObject({
      code: "VAT_GROUND_MISSING",
      message:
        'The fee "Miscellaneous charges" of 15.00 SEK bears no VAT, but the rest of the order does. Say in the settings whether such fees contain VAT.',
      fix: { place: "settings", field: "vat.untaxed_fees" },
    });
  });

  it("contain the VAT of what they come with where the merchant says so: 3.00 of 15.00", () => {
    const plan = planOf(withFee(), included);
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % 15.00 of which 3.00"]);
    expect(sums(documentOf(plan))).toBe("net 211.20 + vat 52.80 = 264.00, rounding 0.00");
    expect(documentOf(plan).rows[1]?.why).toContain("contains the 25 % of what it comes with");
  });

  it("contain the destination's VAT in an order that goes through OSS: 2.39 of 15.00 at 19 %", () => {
    const sold = withFee({ ...to("DE"), lines: [mug("1", { rate: "19", price: "238.00" }), fee] });
    const plan = planOf(sold, { vat: { ...withOss.vat, untaxed_fees: "included" } });
    expect(rowsOf(plan)).toEqual(["3106 19 % 238.00 of which 38.00", "3106 19 % 15.00 of which 2.39"]);
    expect(codeOf(planOf(sold, withOss))).toBe("VAT_GROUND_MISSING");
  });

  it("are held beside rows at several rates: which of them a fee contains, nobody can say", () => {
    const mixed = withFee({ lines: [mug(), { price: "106.00", rate: "6", id: "L2" }, fee] });
    expect(planOf(mixed, included).outcome).toMatchObject({
      code: "VAT_GROUND_MISSING",
      message: expect.stringContaining("comes with rows at 25 % and 6 %"),
      fix: { place: "shop" },
    });
  });

  it("are outside VAT where the merchant says so, on the account the VAT map names", () => {
    const outside = { treatments: [{ treatment: "outside" as const, account: "3590" }] };
    const plan = planOf(withFee(), { vat: { ...outside, untaxed_fees: "outside" } });
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3590 0 % 15.00 of which 0.00"]);
    expect(codeOf(planOf(withFee(), { vat: { untaxed_fees: "outside" } }))).toBe("VAT_UNMAPPED");
  });

  it("need no setting where the VAT map has sales at home without VAT", () => {
    const mapped = { treatments: [{ treatment: "domestic" as const, rate: "0", account: "3004" }] };
    expect(rowsOf(planOf(withFee(), { vat: mapped }))[1]).toBe("3004 0 % 15.00 of which 0.00");
  });

  it("follow a sale without VAT: a German business owes the VAT of the fee as well", () => {
    const abroad = order({
      ...to("DE"),
      customer: business("DE", "DE811907980"),
      lines: [
        { id: "L1", price: "100.00", rate: null, ...service },
        { ...fee, ...service },
      ],
    });
    expect(rowsOf(planOf(abroad, included))).toEqual([
      "3308 0 % 100.00 of which 0.00",
      "3308 0 % 15.00 of which 0.00",
    ]);
  });
});
