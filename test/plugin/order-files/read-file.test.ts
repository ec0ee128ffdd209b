import { describe, expect, it } from "vitest";
import { formatMoney } from "../../../plugin/domain/money.ts";
import { toOrder } from "../../../plugin/order-files/file-order.ts";
import { type FileContents, type GivenFile, readFile } from "../../../plugin/order-files/read-file.ts";

const inStockholm = (wall: string): string => new Date(`${wall}+01:00`).toISOString();
const SHOP = { timeZone: "Europe/Stockholm", currency: "SEK" };

const read = (content: string | Uint8Array, given: Partial<GivenFile> = {}) =>
  readFile({ content, format: null, decimalSign: null, ...given }, inStockholm);

async function contents(content: string | Uint8Array, given: Partial<GivenFile> = {}): Promise<FileContents> {
  const result = await read(content, given);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const HEAD =
  "order_number,created_at,currency,prices_include_tax,total,title,quantity,unit_price,tax_rate,tax_amount";
const MUG = "1001,2026-11-02,SEK,yes,249.00,Mug,1,249.00,25,49.80";
const csv = (...rows: string[]): string => [HEAD, ...rows].join("\r\n");
const said = ({ complaints }: FileContents) =>
  complaints.map(({ place, column, message }) => [place, column, message]);

describe("a CSV file of orders", () => {
  it("gives an order per number and a line per row", async () => {
    const file = await contents(
      [
        `${HEAD},sku,shipping_title,shipping_price,shipping_tax_rate,shipping_tax_amount,payment_gateway,payment_amount,payment_date`,
        "#1001,2026-11-02 14:30,SEK,yes,597.00,Mug,2,249.00,25,99.60,A1,Parcel,49.00,25,9.80,card,597.00,2026-11-03",
        "1001,,,,,Lid,1,50.00,25,10.00,A2,,,,,,,",
        "1002,2026-11-05,EUR,no,10.00,Card,1,10.00,,,,,,,,,,",
      ].join("\n"),
    );
    expect(said(file)).toEqual([]);
    expect(file).toMatchObject({ format: "csv", delimiter: ",", decimalSign: "point", rows: 3, unused: [] });
    const [first, second] = file.orders.map((one) => toOrder(one, SHOP));
    expect(first).toMatchObject({
      id: "file:1001",
      number: "1001",
      createdAt: "2026-11-02T13:30:00.000Z",
      source: "import",
      financialStatus: "paid",
      pricesIncludeTax: true,
      lines: [
        { id: "L1", sku: "A1", title: "Mug" },
        { id: "L2", sku: "A2", title: "Lid" },
      ],
      shipping: [{ title: "Parcel" }],
      payments: [{ gateway: "card", kind: "sale", processedAt: "2026-11-03T11:00:00.000Z" }],
    });
    expect(first === undefined ? "" : formatMoney(first.totalTax)).toBe("119.40");
    expect(second).toMatchObject({
      id: "file:1002",
      financialStatus: "pending",
      currency: "EUR",
      shipping: [],
    });
  });

  it("counts a payment that is repeated in each row once, and two with ids twice", async () => {
    const head = `${HEAD},payment_gateway,payment_amount`;
    const row = (title: string) => `1001,2026-11-02,SEK,yes,500.00,${title},1,250.00,,,card,500.00`;
    const once = await contents([head, row("Mug"), row("Lid")].join("\n"));
    expect(once.orders[0]?.payments).toHaveLength(1);
    const twice = await contents([`${head},payment_id`, `${row("Mug")},a`, `${row("Lid")},b`].join("\n"));
    expect(twice.orders[0]?.payments).toHaveLength(2);
  });

  it.each([
    ["semicolons and decimal commas", ";", (text: string) => text.replaceAll(".", ",")],
    ["tabs", "\t", (text: string) => text],
  ])("is read with %s", async (_, delimiter, number) => {
    const text = [HEAD.replaceAll(",", delimiter), number(MUG.replaceAll(",", delimiter))].join("\r\n");
    const file = await contents(text);
    expect(file).toMatchObject({
      delimiter,
      orders: [{ total: "249.00", lines: [{ unitPrice: "249.00" }] }],
    });
  });

  it.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${csv(MUG.replace("Mug", "Kåsa"))}`)],
    ["UTF-16", Buffer.from(`\ufeff${csv(MUG.replace("Mug", "Kåsa"))}`, "utf16le")],
    ["Windows-1252", Buffer.from(csv(MUG.replace("Mug", "Kåsa")), "latin1")],
  ])("is read in %s", async (_, bytes) => {
    expect((await contents(bytes)).orders[0]?.lines[0]?.title).toBe("Kåsa");
  });

  it("is read with the line in which Excel names the delimiter, rows counted as Excel does", async () => {
    const file = await contents(
      `sep=;\r\n${csv(MUG, MUG.replace("1001", "1002").replace("SEK", "kronor")).replaceAll(",", ";")}`,
    );
    expect(said(file)).toEqual([
      [{ row: 4 }, "currency", "A currency is written with three letters, such as SEK."],
    ]);
    expect(file.orders.map(({ number }) => number)).toEqual(["1001"]);
  });

  it("asks for the decimal sign when a number can be read in two ways", async () => {
    const text = csv("1001,2026-11-02,SEK,yes,1.250,Sofa,1,1.250,,");
    const open = await contents(text);
    expect(open.orders).toEqual([]);
    expect(said(open)).toContainEqual([
      { row: 2 },
      "total",
      "1.250 can be read in two ways. Say which decimal sign the file uses.",
    ]);
    expect((await contents(text, { decimalSign: "comma" })).orders[0]?.total).toBe("1250");
  });

  it("takes numbers as the rest of the file writes them", async () => {
    const text = csv(
      "1001,2026-11-02,SEK,yes,1.250,Sofa,1,1.250,,",
      '1002,2026-11-02,SEK,yes,"12,50",Card,1,"12,50",,',
    );
    expect((await contents(text)).orders[0]?.total).toBe("1250");
  });

  it.each([
    [
      "created_at",
      MUG.replace("2026-11-02", "02/11/2026"),
      "A time is written as 2026-11-02, 2026-11-02 14:30 or 2026-11-02T14:30:00+01:00.",
    ],
    [
      "created_at",
      MUG.replace("2026-11-02", "2026-02-30"),
      "A time is written as 2026-11-02, 2026-11-02 14:30 or 2026-11-02T14:30:00+01:00.",
    ],
    ["quantity", MUG.replace("Mug,1,", "Mug,one,"), "one is not a number."],
    ["prices_include_tax", MUG.replace("yes", "perhaps"), "Write yes or no."],
    ["title", MUG.replace("Mug", ""), "Something has to stand here."],
    ["total", MUG.replace("yes,249.00", "yes,"), "Something has to stand here."],
    ["total", MUG.replace("yes,249.00", "yes,249.001"), "This has more decimals than SEK has."],
    ["tax_amount", MUG.replace("25,49.80", "25,"), "A VAT rate and its amount belong together."],
    ["tax_rate", MUG.replace("25,49.80", "250,49.80"), "A rate is a percentage between 0 and 100."],
  ])("marks the row and the column %s that is wrong", async (column, row, message) => {
    const file = await contents(csv(MUG, row.replace("1001", "1002")), { decimalSign: "point" });
    expect(said(file)).toEqual([[{ row: 3 }, column, message]]);
    expect(file).toMatchObject({ wrongOrders: 1, orders: [{ number: "1001" }] });
  });

  it("does not choose between two rows that contradict each other", async () => {
    const file = await contents(csv(MUG, MUG.replace("SEK", "EUR")));
    expect(said(file)).toEqual([
      [{ row: 3 }, "currency", "Another row of this order says something else here."],
    ]);
    expect(file.orders).toEqual([]);
  });

  it("names each column that is missing and the ones it does not use", async () => {
    const file = await contents("order_number,Colour,total\n1001,blue,10");
    expect(said(file).map(([place, column]) => [place, column])).toEqual(
      ["created_at", "currency", "prices_include_tax", "title", "quantity", "unit_price"].map((name) => [
        { row: 1 },
        name,
      ]),
    );
    expect(file).toMatchObject({ unused: ["Colour"], orders: [], wrongOrders: 1 });
  });

  it.each([
    ["nothing", "", "The file is empty."],
    [
      "no heading",
      "1001,2026-11-02",
      "The first row has to name the columns, and one of them is order_number.",
    ],
    ["a heading alone", HEAD, "The file holds no orders."],
    [
      "an open quotation mark",
      csv(`1001,"2026-11-02`),
      "The quotation marks of this CSV file do not match. See row 2.",
    ],
    [
      "a spreadsheet",
      new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
      "This is a spreadsheet. Save it as CSV, then choose that file.",
    ],
    [
      "a picture",
      new Uint8Array([0x89, 0x50, 0, 0]),
      "This is not a text file. Save the orders as CSV or XML.",
    ],
  ])("is refused when it holds %s", async (_, content, message) => {
    expect(await read(content)).toEqual({ ok: false, message });
  });

  it("takes 50 000 rows in bounded memory, and not one more", async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => MUG.replace("1001", String(index)));
    const before = process.memoryUsage().heapUsed;
    const file = await contents(csv(...rows));
    expect(file.orders).toHaveLength(50_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 * 1024);
    expect(await read(csv(...rows, MUG))).toEqual({
      ok: false,
      message: "The file has more than 50000 rows. Divide it into several.",
    });
  }, 60_000);

  it("counts all that is wrong and keeps the first two hundred", async () => {
    const rows = Array.from({ length: 500 }, (_, index) =>
      MUG.replace("1001", String(index)).replace("SEK", "?"),
    );
    const file = await contents(csv(...rows));
    expect(file).toMatchObject({ complaintCount: 500, wrongOrders: 500 });
    expect(file.complaints).toHaveLength(200);
  });
});

describe("an XML file of orders", () => {
  const order = (inside: string): string =>
    `<order><order_number>1001</order_number><created_at>2026-11-02T10:00:00+01:00</created_at><currency>SEK</currency><prices_include_tax>true</prices_include_tax><total>298.00</total>${inside}</order>`;
  const line =
    "<line><sku>A1</sku><title>Mug &amp; lid</title><quantity>1</quantity><unit_price>249.00</unit_price><tax_rate>25</tax_rate><tax_amount>49.80</tax_amount></line>";
  const xml = (...orders: string[]): string =>
    `<?xml version="1.0" encoding="utf-8"?>\n<orders>${orders.join("")}</orders>`;

  it("says the same as a table in elements", async () => {
    const file = await contents(
      xml(
        order(
          `<customer_email>a@example.com</customer_email>${line}<shipping><title>Parcel</title><price>49.00</price><tax_rate>25</tax_rate><tax_amount>9.80</tax_amount></shipping><payment><gateway>card</gateway><amount>149.00</amount></payment><payment><gateway>card</gateway><amount>149.00</amount></payment>`,
        ),
      ),
    );
    expect(said(file)).toEqual([]);
    expect(file).toMatchObject({ format: "xml", unused: [] });
    expect(file.orders[0]).toMatchObject({
      number: "1001",
      createdAt: "2026-11-02T09:00:00.000Z",
      customer: { email: "a@example.com" },
      lines: [{ title: "Mug & lid", tax: { rate: "25", amount: "49.80" } }],
      shipping: [{ title: "Parcel", price: "49.00" }],
      payments: [{ amount: "149.00" }, { amount: "149.00" }],
    });
  });

  it("is told by order and line what is wrong", async () => {
    const file = await contents(
      xml(
        order(line),
        order(line),
        order(`${line}${line.replace("249.00", "249,00")}`).replace("1001", "1002"),
      ),
    );
    expect(said(file)).toEqual([
      [{ order: 2, line: 1 }, "order_number", "Another order of the file has this number already."],
      [{ order: 3, line: 2 }, "unit_price", "249,00 is not a number."],
    ]);
    expect(file).toMatchObject({ wrongOrders: 2, orders: [{ number: "1001" }] });
  });

  it.each([
    [
      "declares entities",
      `<!DOCTYPE orders [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><orders>&b;</orders>`,
      "An XML file with a document type is not read. Take the DOCTYPE out.",
    ],
    [
      "names a file of ours",
      `<!DOCTYPE orders SYSTEM "file:///etc/passwd"><orders/>`,
      "An XML file with a document type is not read. Take the DOCTYPE out.",
    ],
    ["is cut off", "<orders><order>", "This is not a well-formed XML file."],
    [
      "is nested without end",
      `<orders>${"<order>".repeat(5000)}${"</order>".repeat(5000)}</orders>`,
      "This is not a well-formed XML file.",
    ],
    ["is of something else", "<invoices><invoice/></invoices>", "This is not a well-formed XML file."],
    ["has no orders", "<orders></orders>", "The file holds no orders."],
  ])("is refused when it %s", async (_, content, message) => {
    expect(await read(content)).toEqual({ ok: false, message });
  });
});
