import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { erasePerson } from "../../plugin/pipeline/erasure/erase.ts";
import { rowsOfTenant } from "../../plugin/store/erasure/tenant-rows.ts";
import { openDatabase } from "../../server/database.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

const progress = z.object({
  id: z.string(),
  state: z.string(),
  found: z.int(),
  booked: z.int(),
  held: z.int(),
  skipped: z.int(),
  file: z.object({ orders: z.int(), wrong_orders: z.int(), known_orders: z.int() }).nullable(),
  report: z.object({ already_booked: z.int(), invoices: z.int() }).nullable(),
});
type Progress = z.infer<typeof progress>;

const HEAD =
  "order_number;created_at;currency;prices_include_tax;total;customer_name;customer_email;ship_to_name;ship_to_address1;ship_to_zip;ship_to_country;title;quantity;unit_price;tax_rate;tax_amount;payment_gateway;payment_amount";
const row = (number: string, title = "Mug"): string =>
  `${number};2025-03-04;SEK;yes;249,00;Anna Lind;anna@example.com;Anna Lind;Storgatan 1;11122;SE;${title};1;249,00;25;49,80;card;249,00`;
const table = (...rows: string[]): string => [HEAD, ...rows].join("\r\n");

describe.each(engines)("orders of a file on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
    await house.changeSettings({ orders: { start_date: "2026-01-01" } });
  });
  afterAll(() => house.close());

  const hand = (content: string, more: Record<string, unknown> = {}, file: Record<string, unknown> = {}) =>
    house.api("POST", "/imports", { file: { name: "orders.csv", content, ...file }, ...more });
  const done = async (answer: { readonly status: number; readonly body: unknown }): Promise<Progress> => {
    expect(answer.status).toBe(201);
    const { id } = progress.parse(answer.body);
    return await eventually(
      async () => progress.parse((await house.api("GET", `/imports/${id}`)).body),
      // An order may have to wait for the ledger, and is booked soon after.
      (one) => one.state === "done" && one.booked + one.held + one.skipped === one.found,
      "the end of the import",
      60_000,
    );
  };
  const invoices = () => house.fortnox.ledger.invoices();

  it("are tried without writing anything, and then booked like any other", async () => {
    const content = table(row("2001"), row("#2002"));
    expect(await done(await hand(content, { dry_run: true }))).toMatchObject({
      found: 2,
      booked: 2,
      report: { invoices: 2, already_booked: 0 },
    });
    expect(invoices()).toHaveLength(0);
    expect(await house.order("file:2001")).toBeNull();
    const imported = await done(await hand(content));
    expect(imported).toMatchObject({
      found: 2,
      booked: 2,
      file: { orders: 2, wrong_orders: 0, known_orders: 0 },
    });
    expect(invoices()).toHaveLength(2);
    expect(await house.order("file:2001")).toMatchObject({
      state: "booked",
      number: "2001",
      documents: [{ kind: "invoice", status: "booked", currency: "SEK", vat: "49.80", gross: "249.00" }],
      payments: [{ amount: "249.00", method: "card" }],
    });
  });

  it("are booked once, however often and in whichever file their number stands", async () => {
    expect(await done(await hand(table(row("2001"), row("2002"))))).toMatchObject({ found: 2, booked: 2 });
    const other = table(row("2002", "Another mug"), row("2003"));
    expect(await done(await hand(other, { dry_run: true }))).toMatchObject({
      report: { already_booked: 1, invoices: 1 },
    });
    expect(await done(await hand(other))).toMatchObject({ found: 2, booked: 2 });
    expect(invoices()).toHaveLength(3);
  });

  it("are left alone when the shop relays their number itself", async () => {
    const order = await house.shop.placeOrder({
      ...THREE_MUGS,
      paid: true,
      createdAt: "2026-02-03T12:00:00+01:00",
    });
    await house.waitForOrder(order.id, "booked");
    const known = (await house.order(order.id))?.number ?? "";
    const before = invoices().length;
    expect(await done(await hand(table(row(known.replace("#", "")), row("2004"))))).toMatchObject({
      found: 1,
      booked: 1,
      file: { orders: 2, known_orders: 1 },
    });
    expect(invoices()).toHaveLength(before + 1);
  });

  it("keep an order of the shop from being booked again under the number they brought", async () => {
    const next = await house.shop.placeOrder({
      ...THREE_MUGS,
      paid: false,
      createdAt: "2025-03-04T12:00:00+01:00",
    });
    await house.waitForOrder(next.id, "skipped");
    const number = (await house.order(next.id))?.number ?? "";
    await done(await hand(table(row(number))));
    const before = invoices().length;
    await done(await house.api("POST", "/imports", { from: "2025-03-04", to: "2025-03-04" }));
    await house.waitForOrder(next.id, ({ code }) => code === "DUPLICATE_NUMBER");
    expect(invoices()).toHaveLength(before);
  });

  it("are corrected by a second file as long as nothing of them is booked", async () => {
    const wrong = table(
      row("2010")
        .replace("249,00;Anna", "250,00;Anna")
        .replace(/249,00$/, "250,00"),
    );
    expect(await done(await hand(wrong))).toMatchObject({ held: 1 });
    expect(await house.order("file:2010")).toMatchObject({ code: "TOTAL_MISMATCH" });
    expect(await done(await hand(table(row("2010"))))).toMatchObject({ booked: 1 });
    expect(await house.order("file:2010")).toMatchObject({ state: "booked" });
  });

  it("are not imported at all while something in the file is wrong, unless only the good ones are wanted", async () => {
    const content = table(row("2020"), row("2021").replace("SEK", "crowns"));
    expect(await hand(content)).toMatchObject({
      status: 422,
      body: {
        code: "INVALID",
        errors: [
          {
            path: "file.content: row 3, currency",
            code: "invalid_file",
            message: "A currency is written with three letters, such as SEK.",
          },
        ],
      },
    });
    expect(await house.order("file:2020")).toBeNull();
    expect(await done(await hand(content, {}, { only_good: true }))).toMatchObject({
      found: 1,
      file: { orders: 1, wrong_orders: 1 },
    });
    expect(await house.order("file:2021")).toBeNull();
  });

  it("leave with the rest of the shop's rows, and forget a buyer who asks for it", async () => {
    const vera = row("2030").replaceAll("Anna Lind", "Vera Glömd").replace("anna@", "vera@");
    const wrong = row("2031").replace(";Mug;1;", ";Mug;Vera Glömd;");
    await done(await hand(table(vera, wrong), {}, { only_good: true }));
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    const database = openDatabase({ databaseUrl, dataDir });
    const store = { db: database.db, engine: database.engine };
    const held = async (): Promise<string> => {
      const rows = [];
      for await (const one of rowsOfTenant(store, 1)) rows.push(one);
      return JSON.stringify(rows);
    };
    try {
      expect(await held()).toMatch(/"table":"file_orders".*Vera Glömd/s);
      await erasePerson(store, 1, { email: "VERA@example.com" });
      const left = await held();
      expect(left).not.toMatch(/Vera Glömd|vera@example\.com/);
      expect(left).toContain("Anna Lind");
    } finally {
      await database.close();
    }
    expect(await house.order("file:2030")).toMatchObject({
      state: "booked",
      documents: [{ gross: "249.00" }],
    });
  });

  it("are refused with a sentence when the file cannot be read", async () => {
    expect(await hand('<!DOCTYPE orders [<!ENTITY a "a">]><orders/>')).toMatchObject({
      status: 422,
      body: { errors: [{ path: "file.content", code: "unreadable_file" }] },
    });
    const both = { from: "2025-03-01", to: "2025-03-02" };
    expect(await hand(table(row("1")), both)).toMatchObject({ status: 422 });
    expect(await house.api("POST", "/imports", {})).toMatchObject({
      status: 422,
      body: { errors: [{ path: "from" }, { path: "to" }] },
    });
  });
});
