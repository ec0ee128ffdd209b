import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENTRY_WORDS } from "../../../plugin/connectors/shared/entry-words.ts";
import { PAYOUT_WORDS } from "../../../plugin/decision/payout/payout-words.ts";
import { WORDS } from "../../../plugin/decision/words.ts";
import type { PlannedJournal } from "../../../plugin/domain/journal.ts";
import type { Language } from "../../../plugin/domain/plan.ts";
import { business, mug, order, to } from "../../support/orders.ts";
import { payoutPlan } from "../../support/payouts.ts";
import { documentOf, inLedger, planOf, settings } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

const TRANSLATED = ["sv", "da"] as const;

/** Words that are the same in the language. */
const SAME: Readonly<Record<Language, readonly string[]>> = {
  en: [],
  sv: ["Goodwill", "Order", "Order a"],
  da: ["Goodwill"],
};

/** Every text of a table of words by its name, with letters for what is filled in. */
function textsOf(words: object, name = ""): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]: [string, unknown]) => {
      const path = `${name}${key}`;
      if (typeof value === "string") return { [path]: value };
      if (typeof value === "function") return { [path]: String(value("a", "b", "c", "d")) };
      return value instanceof RegExp || value === null ? {} : textsOf(Object(value), `${path}.`);
    }),
  );
}

describe.each(TRANSLATED)("what we write into the books ourselves, in %s", (language) => {
  it.each([
    ["documents", WORDS],
    ["payouts", PAYOUT_WORDS],
    ["entries of connectors", ENTRY_WORDS],
  ] as const)("has words of its own for %s", (_what, table) => {
    const english = textsOf(table.en);
    const own = textsOf(table[language]);
    expect(Object.keys(own)).toEqual(Object.keys(english));
    const left = Object.entries(own).filter(
      ([name, text]) => text === english[name] && !SAME[language].includes(text),
    );
    expect(left).toEqual([]);
  });
});

describe("the texts in the code that decides", () => {
  it("come from the tables of words, so that no voucher, purchase or document is English by mistake", () => {
    const root = join(import.meta.dirname, "../../..");
    const files = globSync("plugin/{decision,pipeline/effects,pipeline/payouts}/**/*.ts", { cwd: root });
    const literal = /^\s*(?:readonly )?text(?:: |\s*=\s*)["`](?!\$\{)[A-Za-z].*$/gm;
    const found = files
      .filter((file) => !file.endsWith("words.ts") && !file.endsWith("specification.ts"))
      .flatMap((file) =>
        [...readFileSync(join(root, file), "utf8").matchAll(literal)].map(([line]) => `${file}:${line}`),
      );
    expect(files.length).toBeGreaterThan(80);
    expect(found).toEqual([]);
  });
});

describe("R15, the voucher of a payout", () => {
  const voucher = (orders: { language?: Language }, country = "SE"): PlannedJournal => {
    const { journal } = payoutPlan(
      "-8.49",
      [
        { amount: "249.00", fee: "3.49" },
        { kind: "refund", amount: "-100.00" },
        { kind: "dispute", amount: "-154.00" },
      ],
      {},
      {
        settings: settings({
          orders: { ...orders, language: orders.language },
          vat: { seller_country: country },
          payouts: {
            enabled: true,
            bank_account: "1930",
            fee_account: "6040",
            dispute_account: "6351",
            fee_vat: "reverse_charge",
            fee_input_vat_account: "2645",
            fee_output_vat_account: "2614",
          },
        }),
      },
    );
    if (journal === null) throw new Error("no voucher");
    return journal;
  };
  const said = ({ text, lines }: PlannedJournal) => [text, ...lines.map((line) => line.text)];

  it.each([
    [
      "sv",
      [
        "Utbetalning PO1 (card)",
        "utbetalt",
        "avgifter",
        "betalningar med card",
        "återbetalningar med card",
        "bestridda köp",
        "ingående moms på avgifter",
        "utgående moms på avgifter",
      ],
    ],
    [
      "da",
      [
        "Udbetaling PO1 (card)",
        "udbetalt",
        "gebyrer",
        "betalinger med card",
        "refunderinger med card",
        "indsigelser",
        "købsmoms af gebyrer",
        "salgsmoms af gebyrer",
      ],
    ],
    [
      "en",
      [
        "Payout PO1 (card)",
        "paid out",
        "fees",
        "payments by card",
        "refunds by card",
        "disputes",
        "deductible VAT on fees",
        "VAT due on fees",
      ],
    ],
  ] as const)("speaks the language the setting names: %s", (language, texts) => {
    expect(said(voucher({ language }))).toEqual(texts);
  });

  it("speaks the seller's language where the setting names none, and gives its reasons as ever", () => {
    expect(voucher({}, "DK").text).toBe("Udbetaling PO1 (card)");
    expect(voucher({}, "IE").text).toBe("Payout PO1 (card)");
    const reasons = (journal: PlannedJournal) => journal.lines.map((line) => line.why);
    expect(reasons(voucher({ language: "sv" }))).toEqual(reasons(voucher({ language: "en" })));
  });
});

describe("R19, a purchase that goes with a sale", () => {
  const purchases = {
    mode: "back_to_back",
    supplier: "WOODWORKS",
    account: "4010",
    markup: "25",
  } as const;

  it.each([
    ["sv", "Order #1001", "Order #1001, återtagen"],
    ["da", "Ordre #1001", "Ordre #1001, taget tilbage"],
    ["en", "Order #1001", "Order #1001, taken back"],
  ] as const)("and the one that takes it back name the order in %s", (language, bought, back) => {
    const patch = { orders: { language }, purchases };
    const able = { takesPurchases: true } as const;
    const first = planOf(order(), patch, able);
    const returned = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const made = { ...able, existing: inLedger(first), purchases: first.purchases ?? [] };
    const second = planOf(order({ refunds: [returned] }), patch, made);
    expect((second.purchases ?? []).map((one) => one.text)).toEqual([bought, back]);
  });
});

describe("R10, the law's words on a document without VAT", () => {
  const service = { lines: [mug("1", { price: "1000.00", rate: null, nature: "service" })] };
  const goods = { lines: [mug("1", { price: "1000.00", rate: null })] };
  const german = { ...to("DE"), customer: business("DE", "DE136695976") };
  const texts = (sold: Parameters<typeof order>[0], language: Language, country = "SE") =>
    documentOf(
      planOf(order(sold), {
        orders: { language },
        vat: {
          seller_country: country,
          treatments: (["eu_goods", "eu_service", "export"] as const).map((treatment) => ({
            treatment,
            account: "3000",
          })),
        },
      }),
    ).legalTexts;

  it("are those of the Directive in Swedish", () => {
    expect(texts({ ...service, ...german }, "sv")).toEqual([
      "Omvänd betalningsskyldighet (reverse charge), artikel 196 i direktiv 2006/112/EG. Köparens momsregistreringsnummer: DE136695976.",
    ]);
    expect(texts({ ...goods, ...german }, "sv")).toEqual([
      "Unionsintern leverans, undantagen från moms, artikel 138 i direktiv 2006/112/EG. Köparens momsregistreringsnummer: DE136695976.",
    ]);
    expect(texts({ ...goods, ...to("NO") }, "sv")).toEqual([
      "Export, undantagen från moms, artikel 146 i direktiv 2006/112/EG.",
    ]);
  });

  it("are those of the Directive in Danish", () => {
    expect(texts({ ...service, ...german }, "da", "DK")).toEqual([
      "Omvendt betalingspligt (reverse charge), artikel 196 i direktiv 2006/112/EF. Købers momsnummer: DE136695976.",
    ]);
    expect(texts({ ...goods, ...german }, "da", "DK")).toEqual([
      "Levering til et andet EU-land, fritaget for moms, artikel 138 i direktiv 2006/112/EF. Købers momsnummer: DE136695976.",
    ]);
    expect(texts({ ...goods, ...to("NO") }, "da", "DK")).toEqual([
      "Eksport, fritaget for moms, artikel 146 i direktiv 2006/112/EF.",
    ]);
  });

  it("name the article in every language", () => {
    for (const language of ["en", "sv", "da"] as const) {
      expect(texts({ ...service, ...german }, language)[0]).toMatch(/196 .*2006\/112\/E[CGF]/);
      expect(texts({ ...goods, ...german }, language)[0]).toMatch(/138 .*2006\/112\/E[CGF]/);
      expect(texts({ ...goods, ...to("NO") }, language)[0]).toMatch(/146 .*2006\/112\/E[CGF]/);
    }
  });
});
