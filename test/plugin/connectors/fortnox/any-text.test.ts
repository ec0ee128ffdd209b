import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ledger, LedgerResult } from "../../../../plugin/connectors/connector.ts";
import { fortnoxWorld } from "../../../contract/fortnox-world.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { aCustomer, aDocument, anArticle, aPayment, aRow } from "../plans.ts";

const awkward = [
  "🎁 Åsa 'Kicki' \"von\" Düben",
  "<script>alert(1)</script>",
  "a|b~c[d]{e}^f`g´h",
  "מוצר ‏‎ العربية",
  "API_BLANK",
  "tab\tline\r\nfeed\u0000\u0007\u200b\ufeff",
  "e\u0301\u0308 ﬁ ½ ① Ⅷ",
  "\ud83d lonely",
  "𠮷野家 株式会社",
  "x".repeat(10_000),
  `${"å".repeat(199)}🎁`,
  " ",
  "",
  "..",
  "null",
];
const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...awkward) },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 180, maxLength: 1_200 }) },
);
const maybe = fc.option(anyText, { nil: null });
const country = fc.constantFrom("SE", "NO", "XI", "EL", "ZZ", "EU", "??", "CI", "CW", null);
const address = fc.record({
  name: anyText,
  address1: maybe,
  address2: maybe,
  zip: maybe,
  city: maybe,
  country,
});
const email = fc.oneof(maybe, fc.constantFrom("a@b", "a b@c.se", "å@ä.se", "o'hara@x.ie", "a@b.se\n"));
const customer = fc
  .record({
    type: fc.constantFrom("B2C" as const, "B2B" as const, "EAN" as const),
    name: anyText,
    company: maybe,
    email,
    phone: maybe,
    vatNumber: maybe,
    reference: maybe,
    bill: address,
    ship: fc.option(address, { nil: null }),
  })
  .map((told) => aCustomer(told));
const sale = fc.record({
  customer,
  sku: anyText,
  title: anyText,
  barcode: maybe,
  reference: maybe,
  comment: maybe,
  legalTexts: fc.array(anyText, { maxLength: 2 }),
  orderNumber: anyText,
  orderUrl: maybe,
  subject: anyText,
  body: anyText,
});

describe("whatever texts a shop sends", () => {
  const clock = testClock("2026-04-15T10:00:00Z");
  let world: Awaited<ReturnType<typeof fortnoxWorld>>;
  let ledger: Ledger;
  beforeAll(async () => {
    world = await fortnoxWorld(clock);
    const done = worked(await world.connect("allow"));
    const vault = memoryVault(done.secrets);
    const connection = { id: 1, installationId: 1, ledgerTenant: done.ledgerTenant };
    ledger = world.connector.open(connection, ledgerPorts({ clock, vault }));
  });
  afterAll(() => world.close());

  it("customer, article, invoice and payment are taken by a ledger as strict as the vendor", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(sale, async ({ customer: buyer, sku, title, barcode, subject, body, ...texts }) => {
        count += 1;
        const reference = (what: string) => `any-${String(count).padStart(6, "0")}-${what}`;
        const article = anArticle({ sku, title, barcode });
        const made = worked(
          await ledger.perform({ step: "customer", customer: buyer, reference: reference("customer") }),
        );
        const again = { step: "update-customer", customer: buyer, number: made.ref.number } as const;
        expect(worked(await ledger.perform(again)).warning).toBeUndefined();
        const number = ledger.articleNumber(sku);
        if (number !== null) {
          worked(
            await ledger.perform({
              step: "article",
              article,
              product: null,
              reference: reference("article"),
            }),
          );
          const update = {
            step: "update-article",
            article,
            product: null,
            number,
            reactivate: true,
          } as const;
          worked(await ledger.perform(update));
        }
        const email = buyer.email === null ? null : { to: buyer.email, subject, body };
        const row = aRow({ text: title, article: number === null ? null : article });
        const document = aDocument({ ...texts, customer: buyer, rows: [row], email });
        const written = worked(
          await ledger.perform({
            step: "create",
            document,
            reference: reference("invoice"),
            customerNumber: made.ref.number,
            articles: number === null ? {} : { [sku]: number },
            credits: null,
          }),
        );
        expect(written.totals).toMatchObject({ gross: "125.00", vat: "25.00" });
        const { ref } = written;
        worked(await ledger.perform({ step: "book", document, ref }));
        const payment = aPayment({ account: "1580" });
        worked(await ledger.perform({ step: "pay", document, ref, payment, known: [] }));
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
