import { describe, expect, it } from "vitest";
import { isTemplate, renderText } from "../../../plugin/decision/texts.ts";
import { book, mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

describe("more rows than the ledger takes", () => {
  const lines = [mug("1", { id: "a" }), mug("2", { id: "b" }), book("1", { id: "c" }), mug("1", { id: "d" })];
  const narrow = { maxRows: 3 };

  it("are merged by VAT and account, with the rows as they were kept beside them", () => {
    const plan = planOf(order({ lines }), {}, narrow);
    expect(rowsOf(plan)).toEqual(["3001 25 % 996.00 of which 199.20", "3003 6 % 106.00 of which 6.00"]);
    expect(documentOf(plan).rows[0]).toMatchObject({
      text: "3 rows at 25 %, see the specification",
      sourceId: null,
    });
    expect(documentOf(plan).specification).toHaveLength(4);
    expect(sums(documentOf(plan))).toBe("net 896.80 + vat 205.20 = 1102.00, rounding 0.00");
  });

  it("hold the order when the merchant wants every row, or when merging is not enough", () => {
    expect(codeOf(planOf(order({ lines }), { orders: { too_many_rows: "hold" } }, narrow))).toBe(
      "TOO_MANY_ROWS",
    );
    expect(codeOf(planOf(order({ lines }), {}, { maxRows: 1 }))).toBe("TOO_MANY_ROWS");
  });

  it("can still be credited line by line", () => {
    const made = planOf(order({ lines }), {}, narrow);
    const one = refund({ lines: [["c", "1", "106.00", "6.00"]], money: "106.00" });
    const plan = planOf(order({ lines, refunds: [one] }), {}, { ...narrow, existing: inLedger(made) });
    expect(rowsOf(plan, "refund-R1")).toEqual(["3003 6 % 106.00 of which 6.00"]);
    const more = refund({ lines: [["a", "1", "300.00", "60.00"]], money: "300.00" });
    const held = planOf(order({ lines, refunds: [more] }), {}, { ...narrow, existing: inLedger(made) });
    expect(codeOf(held)).toBe("REFUND_EXCEEDS_REMAINING");
  });
});

describe("what a row says", () => {
  it("names quantity and discount in its text where the numbers no longer show them", () => {
    const plan = planOf(
      order({
        lines: [mug("3", { price: "10.00", discount: "1.00" }), mug("0.333", { id: "L2" })],
        total: "111.92",
      }),
    );
    expect(documentOf(plan).rows.map((row) => `${row.quantity} x ${row.unitPrice} ${row.text}`)).toEqual([
      "1 x 29.00 Mug (3 pcs, discount 1.00)",
      "1 x 82.92 Mug (0.333 pcs)",
    ]);
  });

  it("explains its treatment and its account", () => {
    expect(documentOf(planOf(order())).rows[0]?.why).toBe(
      "sold within Sweden at 25 % (VAT rule 10) · the ledger's own account",
    );
  });

  it("bears the article of the settings for freight, and for goods as the merchant wishes", () => {
    const sold = order({ freight: [parcel()] });
    const articles = (products = {}) =>
      documentOf(planOf(sold, { products })).rows.map((row) => row.article?.sku ?? null);
    expect(articles()).toEqual(["A1", null]);
    expect(articles({ shipping_article: "FREIGHT" })).toEqual(["A1", "FREIGHT"]);
    expect(articles({ mode: "fallback_only", fallback_article: "SALE" })).toEqual(["SALE", null]);
  });

  it("goes to the account of its rate, however the rate is written", () => {
    const byRate = { products: { account_by_rate: { "25.00": "3041" } } };
    expect(rowsOf(planOf(order(), byRate))).toEqual(["3041 25 % 249.00 of which 49.80"]);
  });
});

describe("texts of the merchant", () => {
  it("are templates over the order", () => {
    const plan = planOf(order({ discountCodes: ["VÅR"] }), {
      orders: {
        reference_text: "{{order.number}} / {{customer.name}}",
        comment_text: "Code {{order.discount_codes}}",
      },
    });
    expect(documentOf(plan)).toMatchObject({ reference: "#1001 / Astrid Berg", comment: "Code VÅR" });
  });

  it("know conditions", () => {
    const template = "{{#if customer.company}}{{customer.company}}{{else}}private{{/if}}";
    expect(renderText(template, order())).toBe("private");
    expect(renderText(template, order({ customer: { company: "Handel" } }))).toBe("Handel");
  });

  it("reach nothing but the order's own words", () => {
    for (const path of [
      "order.constructor",
      "order.__proto__",
      "constructor.name",
      "order.toString",
      "customer.id.constructor",
    ]) {
      expect(renderText(`{{${path}}}`, order()), path).toBeNull();
    }
    expect(renderText("{{order.unknown}}", order())).toBeNull();
  });

  it("that loop, log, look things up or are broken are refused and never stop a document", () => {
    const bad = [
      "{{#each order}}{{#each @root.order}}x{{/each}}{{/each}}",
      "{{log order.number}}",
      '{{lookup order "number"}}',
      "{{helper order.number}}",
      "{{> partial}}",
      '{{#*inline "a"}}{{> a}}{{/inline}}{{> a}}',
      "{{order.number",
    ];
    for (const template of bad) {
      expect(isTemplate(template), template).toBe(false);
      expect(renderText(template, order()), template).toBeNull();
    }
    expect(codeOf(planOf(order(), { orders: { reference_text: "{{order.number" } }))).toBe("booked");
    for (const good of ["", "Order", "{{order.number}}", "{{{customer.name}}}"])
      expect(isTemplate(good)).toBe(true);
  });

  it("are cut before they grow out of hand", () => {
    expect(renderText("{{order.number}}", order({ number: "9".repeat(5000) }))).toHaveLength(1000);
  });

  it("of the mail go to the buyer of an invoice and never with a credit note", () => {
    const email = { send: "after_booking", subject: "Invoice {{order.number}}", body: "" } as const;
    const plan = planOf(order({ refunds: [refund({ money: "10.00" })] }), { email });
    expect(documentOf(plan).email).toMatchObject({
      to: "astrid@example.se",
      subject: "Invoice #1001",
      body: null,
      from: "ledger",
    });
    expect(documentOf(plan, "refund-R1").email).toBeNull();
    for (const address of ["no address", "a@b", "two@example.se, three@example.se", "x@y.se>", '"a b"@c.se'])
      expect(documentOf(planOf(order({ customer: { email: address } }), { email })).email).toBeNull();
  });

  it("of our own mail say what the document came to and leave a place for its number", () => {
    const email = { send: "after_booking", from: "own_server", credit_notes: true } as const;
    const plan = planOf(order({ refunds: [refund({ money: "10.00" })] }), { email });
    expect(documentOf(plan).email).toMatchObject({
      from: "own_server",
      attachPdf: true,
      subject: "Faktura {{document.number}} för din order #1001",
      body: expect.stringMatching(
        /faktura \{\{document\.number\}\} från den \d{1,2} \p{L}+ 2026 på \d+,\d\d SEK\.$/u,
      ),
    });
    expect(documentOf(plan, "refund-R1").email).toMatchObject({
      subject: "Kreditfaktura {{document.number}} för din order #1001",
      body: expect.stringContaining("på 10,00 SEK"),
    });
    const long = { ...email, body: `${"x".repeat(4000)}{{customer.name}}{{document.total}}` };
    expect(documentOf(planOf(order(), { email: long })).email?.body?.length).toBeGreaterThan(4000);
  });

  it("of our own mail speak Swedish to a buyer in Sweden, Danish to one in Denmark, and English to all others", () => {
    const email = { send: "after_booking", from: "own_server" } as const;
    const mailTo = (country: string | null) =>
      documentOf(planOf(order({ customer: { country } }), { email })).email;
    expect(mailTo("SE")?.subject).toBe("Faktura {{document.number}} för din order #1001");
    expect(mailTo("DK")?.subject).toBe("Faktura {{document.number}} for din ordre #1001");
    expect(mailTo("NO")?.subject).toBe("Invoice {{document.number}} for your order #1001");
    const written = ["SE", "DK", "NO"].map(
      (country) => mailTo(country)?.body?.split("{{document.number}} ")[1],
    );
    expect(written).toEqual([
      "från den 3 mars 2026 på 249,00 SEK.",
      "af 3. marts 2026 på 249,00 SEK.",
      "of 3 March 2026 for 249.00 SEK.",
    ]);
  });
});

describe("the buyer", () => {
  it("is the shop's customer, a guest by mail address, or the order itself", () => {
    const keyOf = (customer: object) => documentOf(planOf(order({ customer }))).customer.key;
    expect(keyOf({})).toBe("c1");
    expect(keyOf({ id: null, email: "Astrid@Example.se" })).toBe("guest:astrid@example.se");
    expect(keyOf({ id: null, email: null })).toBe("order:1001");
  });

  it("is the one collective customer where the settings say so, and held when they do not name it", () => {
    const single = { mode: "single", single_customer: "99" } as const;
    expect(documentOf(planOf(order(), { customers: single })).customer.fixedNumber).toBe("99");
    expect(codeOf(planOf(order(), { customers: { mode: "single" } }))).toBe("CUSTOMER_NOT_FOUND");
  });
});
