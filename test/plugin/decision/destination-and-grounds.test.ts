import { describe, expect, it } from "vitest";
import { address, business, mug, order, parcel, to } from "../../support/orders.ts";
import { codeOf, documentOf, facts, planOf, type settings, withOss } from "../../support/plans.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;
type Patch = Parameters<typeof settings>[0];

/** Treatment, country, rate and account of the first row, or the code that holds the order. */
function seenAs(sold: Sold, patch: Patch = {}): string {
  const plan = planOf(order(sold), patch);
  const row = plan.documents[0]?.rows[0];
  return row === undefined ? codeOf(plan) : `${row.treatment} ${row.country} ${row.vatRate} ${row.account}`;
}
const at = (rate: string | null, more = {}) => ({ lines: [mug("1", { price: "1000.00", rate, ...more })] });
const service = { nature: "service" } as const;

describe("R9, destination", () => {
  it("a consumer in Germany pays German VAT through OSS", () => {
    expect(seenAs({ ...at("19"), ...to("DE") }, withOss)).toBe("oss DE 19 3106");
    expect(seenAs({ ...at("25.5"), ...to("FI") }, withOss)).toBe("oss FI 25.5 3107");
  });

  it("without a registration for OSS the home rate stays domestic and a foreign rate is held", () => {
    expect(seenAs({ ...at("25"), ...to("DE") })).toBe("domestic SE 25 3001");
    expect(seenAs({ ...at("25"), ...to("DK") })).toBe("domestic SE 25 3001");
    expect(seenAs({ ...at("19"), ...to("DE") })).toBe("VAT_UNMAPPED");
    const rateless = { vat: { treatments: [{ treatment: "domestic" as const, account: "3001" }] } };
    expect(seenAs({ ...at("19"), ...to("DE") }, rateless)).toBe("VAT_UNMAPPED");
  });

  it("holds a rate nobody has mapped and says which", () => {
    const plan = planOf(order({ ...at("21"), ...to("NL") }), withOss);
    expect(plan.outcome).toMatchObject({
      code: "VAT_UNMAPPED",
      message: "Netherlands 21 % (OSS) has no account yet.",
      fix: { field: "vat.treatments" },
    });
  });

  it("the country of arrival decides, not the billing address", () => {
    expect(seenAs({ ...at("19"), billTo: address("SE"), shipTo: address("DE") }, withOss)).toBe(
      "oss DE 19 3106",
    );
    expect(seenAs({ ...at("25"), billTo: address("DE"), shipTo: address("SE") }, withOss)).toBe(
      "domestic SE 25 3001",
    );
  });

  it("goods picked up in the shop are sold where the shop is", () => {
    expect(seenAs({ ...at("25"), billTo: address("DE"), shipTo: null }, withOss)).toBe("domestic SE 25 3001");
  });

  it("services are sold where the customer is", () => {
    const german = { ...at("19", service), billTo: address("DE"), shipTo: null };
    expect(seenAs(german, withOss)).toBe("oss DE 19 3106");
  });

  it("services at a home rate are home VAT, even for a seller with OSS", () => {
    expect(seenAs({ ...at("25", service), billTo: address("DE"), shipTo: null }, withOss)).toBe(
      "domestic SE 25 3001",
    );
    expect(seenAs({ ...at("25", service), billTo: address("DE"), shipTo: null })).toBe("domestic SE 25 3001");
  });

  it("prefers the most exact row of the VAT map: country before rate", () => {
    const map = {
      vat: {
        registrations: ["OSS"],
        treatments: [
          { treatment: "oss" as const, account: "3100" },
          { treatment: "oss" as const, rate: "19", account: "3119" },
          { treatment: "oss" as const, country: "DE", account: "3149" },
          { treatment: "oss" as const, country: "*", rate: "7", account: "3107" },
        ],
      },
    };
    expect(seenAs({ ...at("19"), ...to("DE") }, map)).toBe("oss DE 19 3149");
    expect(seenAs({ ...at("19"), ...to("RO") }, map)).toBe("oss RO 19 3119");
    expect(seenAs({ ...at("21"), ...to("NL") }, map)).toBe("oss NL 21 3100");
  });

  it("freight follows the goods", () => {
    const plan = planOf(order({ ...at("19"), freight: [parcel({ rate: "19" })], ...to("DE") }), withOss);
    expect(documentOf(plan).rows.map((row) => `${row.treatment} ${row.account}`)).toEqual([
      "oss 3106",
      "oss 3106",
    ]);
  });

  it("a country the seller is registered in has its own VAT", () => {
    const gb = {
      vat: { registrations: ["GB"], treatments: [{ treatment: "local_foreign" as const, account: "3110" }] },
    };
    expect(seenAs({ ...at("20"), ...to("GB", "SW1A 1AA") }, gb)).toBe("local_foreign GB 20 3110");
    expect(seenAs({ ...at("20"), ...to("GB", "SW1A 1AA") })).toBe("VAT_UNMAPPED");
    const es = {
      vat: { registrations: ["ES"], treatments: [{ treatment: "local_foreign" as const, account: "3110" }] },
    };
    expect(seenAs({ ...at("21"), ...to("ES", "28001") }, es)).toBe("local_foreign ES 21 3110");
    expect(seenAs({ ...at("21"), ...to("ES", "35001") }, es)).toBe("VAT_UNMAPPED");
    const voec = { vat: { ...gb.vat, registrations: ["VOEC"] } };
    expect(seenAs({ ...at("25"), ...to("NO") }, voec)).toBe("local_foreign NO 25 3110");
    expect(seenAs({ ...at("25"), ...to("NO") })).toBe("VAT_UNMAPPED");
  });
});

describe("R10, the ground for zero", () => {
  const sold = (country: string, zip: string | null = null): Sold => ({ ...at(null), ...to(country, zip) });
  const german = (number: string | null, valid: boolean | null = true, more = {}): Sold => ({
    ...at("0", more),
    ...to("DE"),
    customer: business("DE", number, valid),
  });

  it("goods to a business in another member state with a valid number", () => {
    expect(seenAs(german("DE 123.456.789"))).toBe("eu_goods DE 0 3108");
    const plan = planOf(order(german("DE123456789")));
    expect(documentOf(plan).legalTexts).toEqual([
      "Unionsintern leverans. Intra-Community supply, VAT exempt, Article 138 Directive 2006/112/EC. VAT number of the buyer: DE123456789.",
    ]);
    expect(documentOf(plan).customer.treatment).toBe("eu_goods");
  });

  it("services to a business in another member state: reverse charge", () => {
    expect(seenAs(german("DE123456789", true, service))).toBe("eu_service DE 0 3308");
    const [text] = documentOf(planOf(order(german("DE123456789", true, service)))).legalTexts;
    expect(text).toMatch(/^Omvänd betalningsskyldighet\. Reverse charge, Article 196/);
  });

  it("is missing without a VAT number, and the sentence names the country", () => {
    const plan = planOf(order(german(null)));
    expect(plan.outcome).toMatchObject({
      code: "VAT_NUMBER_REQUIRED",
      message: "Sold without VAT to a company in Germany, but the order has no VAT number.",
    });
    expect(codeOf(planOf(order(sold("DE"))))).toBe("VAT_GROUND_MISSING");
  });

  it("is missing with a number that is not valid", () => {
    expect(seenAs(german("DE123456789", false))).toBe("VAT_NUMBER_REQUIRED");
    expect(seenAs(german("DE123456789", false), { vat: { unknown_number: "charge" } })).toBe(
      "VAT_NUMBER_REQUIRED",
    );
  });

  it("is unknown while nobody has checked the number: held, or charged as the merchant wishes", () => {
    expect(seenAs(german("DE123456789", null))).toBe("VAT_NUMBER_REQUIRED");
    const charge = { vat: { unknown_number: "charge" } } as const;
    // 1000.00 including 25 %: 800.00 + 200.00; through OSS 19 %: 840.34 + 159.66.
    const home = documentOf(planOf(order(german("DE123456789", null)), charge));
    expect([home.net, home.vat, home.gross]).toEqual(["800.00", "200.00", "1000.00"]);
    const oss = documentOf(
      planOf(order(german("DE123456789", null)), { vat: { ...withOss.vat, ...charge.vat } }),
    );
    expect([oss.net, oss.vat, oss.gross]).toEqual(["840.34", "159.66", "1000.00"]);
    expect(oss.rows[0]).toMatchObject({ treatment: "oss", account: "3106" });
    expect(oss.legalTexts).toEqual([]);
  });

  it("leads to the setting that has VIES asked, and to the shop only where the shop can check", () => {
    const asked = { fix: { place: "settings", field: "vat.vat_number_check" } };
    expect(planOf(order(german("DE136695976", null))).outcome).toMatchObject({
      ...asked,
      message:
        "Sold without VAT to a company in Germany, but nobody has checked its VAT number DE136695976. Check it in the shop, or choose in the settings that VIES is asked.",
    });
    const mute = planOf(order(german("DE136695976", null)), {}, { shopChecksNumbers: false });
    expect(mute.outcome).toMatchObject({
      ...asked,
      message:
        "Sold without VAT to a company in Germany, but the shop cannot say whether its VAT number DE136695976 is valid. Choose in the settings that VIES is asked.",
    });
  });

  it("is a number nobody needs to check when the merchant switched the check off", () => {
    const off = { vat: { vat_number_check: "off" } } as const;
    expect(seenAs(german("DE136695976", null), off)).toBe("eu_goods DE 0 3108");
    expect(seenAs(german("DE136695977", null), off)).toBe("VAT_NUMBER_REQUIRED");
  });

  it("is not the seller's own country's number, nor one from outside the EU, nor no number at all", () => {
    for (const number of ["SE556036079301", "GB123456789", "NO123456789MVA", "US12345", "-", "DE"]) {
      expect(seenAs(german(number)), number).toBe("VAT_NUMBER_REQUIRED");
    }
    const swedish = { ...german("5560360793"), customer: business("SE", "5560360793") };
    expect(seenAs(swedish)).toBe("VAT_NUMBER_REQUIRED");
  });

  it("may be a number of another member state than the country of arrival", () => {
    expect(seenAs(german("NL123456789B01"))).toBe("eu_goods DE 0 3108");
    expect(seenAs(german("123456789"))).toBe("eu_goods DE 0 3108");
  });

  it("takes Greek numbers with EL, and XI for goods to Northern Ireland only", () => {
    expect(seenAs({ ...sold("GR"), customer: business("GR", "EL123456789") })).toBe("eu_goods GR 0 3108");
    const belfast = { ...sold("GB", "BT1 1AA"), customer: business("GB", "XI123456789") };
    expect(seenAs(belfast)).toBe("eu_goods XI 0 3108");
    expect(seenAs({ ...belfast, customer: business("GB", "GB123456789") })).toBe("VAT_NUMBER_REQUIRED");
    expect(seenAs(german("XI123456789", true, service))).toBe("VAT_NUMBER_REQUIRED");
  });

  it("does not exist for sales within the country", () => {
    expect(seenAs({ ...at(null), customer: business("SE", "SE556036079301") })).toBe("VAT_GROUND_MISSING");
    expect(seenAs({ ...german("DE123456789"), shipTo: null })).toBe("VAT_GROUND_MISSING");
    const mapped = { vat: { treatments: [{ treatment: "domestic" as const, rate: "0", account: "3004" }] } };
    expect(seenAs(at("0"), mapped)).toBe("domestic SE 0 3004");
  });

  it.each([
    ["Norway", "NO", null],
    ["Great Britain", "GB", "SW1A 1AA"],
    ["the United States", "US", "10001"],
    ["Åland", "FI", "22100"],
    ["the Canary Islands", "ES", "35001"],
    ["Jersey", "JE", null],
  ])("goods to %s are export, whoever buys them", (_name, country, zip) => {
    const expected = `export ${country} 0 3105`;
    expect(seenAs(sold(country, zip))).toBe(expected);
    const plan = planOf(order(sold(country, zip)));
    expect(documentOf(plan).legalTexts).toEqual(["Export, VAT exempt, Article 146 Directive 2006/112/EC."]);
  });

  it("is where the goods go, not where the bill goes", () => {
    expect(seenAs({ ...at(null), billTo: address("NO"), shipTo: address("SE") })).toBe("VAT_GROUND_MISSING");
    expect(seenAs({ ...at(null), billTo: address("SE"), shipTo: address("NO") })).toBe("export NO 0 3105");
  });

  it("is missing for a country that does not exist; UK is a way to write GB", () => {
    const plan = planOf(order({ ...at("0"), ...to("ZZ") }));
    expect(plan.outcome).toMatchObject({
      code: "VAT_GROUND_MISSING",
      message: expect.stringContaining('"ZZ"'),
    });
    expect(plan.warnings).toEqual([]);
    expect(seenAs({ ...at("0"), ...to("UK") })).toBe("export GB 0 3105");
    expect(seenAs({ ...at("0"), ...to("XK") })).toBe("export XK 0 3105");
  });

  it("is the marketplace that owes the VAT, whose tax is neither revenue nor VAT of ours", () => {
    const taxed = mug("1", {
      price: "125.00",
      taxLines: [{ rate: "25", amount: "25.00", channelLiable: true }],
    });
    const plan = planOf(order({ lines: [taxed], channel: "marketplace" }));
    const rows = documentOf(plan).rows.map(
      (row) => `${row.treatment} ${row.account} ${row.gross} ${row.vat}`,
    );
    expect(rows).toEqual(["deemed_supplier 3109 100.00 0.00", "outside 2899 25.00 0.00"]);
    expect(documentOf(plan)).toMatchObject({ net: "125.00", vat: "0.00", gross: "125.00" });
    const hidden = order({ ...at(null), channel: "marketplace", ...to("DE") });
    expect(documentOf(planOf(hidden)).rows[0]?.treatment).toBe("deemed_supplier");
    const without = order({ lines: [taxed], totalTax: "0.00" });
    expect(documentOf(planOf(without)).gross).toBe("125.00");
  });

  it("is never the rate alone: a rate whose VAT was not charged needs one too", () => {
    expect(seenAs({ lines: [mug("1", { rate: "25", tax: "0.00" })] })).toBe("VAT_GROUND_MISSING");
  });

  it("holds an account the ledger does not have", () => {
    const plan = planOf(order({ ...at("19"), ...to("DE") }), withOss, {
      facts: facts({ accounts: ["3001"] }),
    });
    expect(codeOf(plan)).toBe("VAT_UNMAPPED");
  });
});
