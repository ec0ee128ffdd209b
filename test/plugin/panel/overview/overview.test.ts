import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barsOf } from "../../../../plugin/panel/overview/chart.ts";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { eventually } from "../../../support/eventually.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { type PanelReader, placeOneOfEach, plain, readPanel, words } from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;
let ids: string[];

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite, { config: { sweepIntervalSeconds: 1 } });
  panel = readPanel(house, house);
  ids = await placeOneOfEach(house);
});
afterAll(() => house.close());

describe("the sums that meet", () => {
  it("are one line per currency: what the shop keeps is booked, left out, waiting or held", async () => {
    const text = words((await panel.get("")).text);
    // 835.00 booked, 199.00 held, 0.00 left out, 249.00 waiting.
    expect(text).toContain(
      "SEK SEK 1,283.00 4 orders SEK 835.00 1 order SEK 0.00 1 order SEK 249.00 1 order SEK 199.00 1 order SEK 0.00",
    );
    expect(text).toContain(
      "PLN PLN 158.00 1 order PLN 0.00 0 orders PLN 0.00 0 orders PLN 0.00 0 orders PLN 158.00 1 order PLN 0.00",
    );
  });

  it("go back month by month, and not into the future", async () => {
    const { text } = await panel.get("");
    expect(text).toContain("The month before");
    expect(text).not.toContain("The month after");
    const past = (await panel.get("/?month=2020-02")).text;
    expect(words(past)).toContain("February 2020");
    expect(words(past)).toContain("No orders in this month.");
    expect(plain(past)).toContain("/embedded?month=2020-01#month");
    expect(plain(past)).toContain("/embedded?month=2020-03#month");
  });
});

describe("the chart", () => {
  it("stands in the page as it is drawn, and as a table", async () => {
    const { text } = await panel.get("");
    expect(text).toMatch(/<svg viewBox="0 0 714 96"[^>]*role="img" aria-label="Orders per day by state/);
    for (const state of ["booked", "held", "waiting", "skipped"]) {
      expect(text).toMatch(new RegExp(`<rect class="${state}" x="\\d+" y="\\d+" width="18" height="\\d+"/>`));
    }
    expect(words(text)).toContain("At most 5 orders on a day");
    expect(words(text)).toMatch(/Day Booked Skipped Waiting Needs you \d+ \w+ \d{4} 1 1 1 2/);
  });

  it("stacks the states of a day, the highest day filling it", () => {
    const counts = { booked: 6, skipped: 0, waiting: 2, held: 4 };
    expect(barsOf({ date: "2026-11-21", counts, count: 12 }, 2, 12)).toEqual([
      { state: "booked", x: 48, y: 48, height: 48 },
      { state: "waiting", x: 48, y: 32, height: 16 },
      { state: "held", x: 48, y: 0, height: 32 },
    ]);
    const [low] = barsOf(
      { date: "2026-11-21", counts: { ...counts, waiting: 0, held: 0 }, count: 6 },
      0,
      6_000,
    );
    expect(low?.height).toBe(2);
  });
});

describe("the health of both sides", () => {
  it("names the shop and the ledger, and what the ledger has locked", async () => {
    house.fortnox.faults.set({ lockedUntil: "2026-01-31" });
    await house.api("POST", `/connections/${house.connectionId()}/check`);
    // The orders were placed after the first sweep, perhaps.
    const text = await eventually(
      async () => words((await panel.get("")).text),
      (page) => page.includes("Newest change seen"),
      "a sweep that has seen the orders",
    );
    expect(text).toContain("Connected Newest change seen");
    expect(text).toContain("Sandlådan AB Connected Locked up to 31 Jan 2026");
    house.fortnox.faults.set({ lockedUntil: null });
  });
});

describe("a cause", () => {
  it("is mended by one button where one word is enough", async () => {
    const { text } = await panel.get("");
    expect(text).toContain("We are registered for OSS");
    const mended = await panel.submit("", { action: "/causes/mend" });
    expect(mended.headers.get("location")).toBe("/embedded?notice=settings_saved");
    const settings = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(settings.body).toMatchObject({ vat: { registrations: ["OSS"] } });
  });

  it("is mended by naming the account beside it, and every order that waited for it is booked", async () => {
    house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    const held = ids[1] ?? "";
    await house.waitForOrder(held, ({ message }) => message === "Finland 25.5 % (OSS) has no account yet.");
    const second = await house.shop.placeOrder({
      ...THREE_MUGS,
      lines: [{ title: "Mug", unitPrice: "251.00", rate: "25.5" }],
      shipping: undefined,
      customer: { name: "Eino Oja", email: "eino@example.fi", country: "FI" },
    });
    await house.waitForOrder(second.id, ({ code }) => code === "VAT_UNMAPPED");
    expect(words((await panel.get("")).text)).toContain("Save and book 2 orders");
    const form = { action: "/causes/mend", fields: { account: "no account" } };
    const wrong = await panel.submit("", form);
    expect(wrong.status).toBe(422);
    expect(plain(wrong.text)).toContain("Give the number of an account, such as 3001.");
    expect(wrong.text).toContain('value="no account"');
    await panel.submit("", { ...form, fields: { account: "3106" } });
    for (const id of [held, second.id]) await house.waitForOrder(id, ({ code }) => code !== "VAT_UNMAPPED");
    const settings = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(settings.body).toMatchObject({
      vat: { treatments: [{ treatment: "oss", country: "FI", rate: "25.5", account: "3106" }] },
    });
  });

  it("is mended on the order's own page as well", async () => {
    const { id } = await house.shop.placeOrder({
      ...THREE_MUGS,
      lines: [{ title: "Mug", unitPrice: "119.00", rate: "19" }],
      customer: { name: "Uwe Held", email: "uwe@example.de", country: "DE" },
    });
    await house.waitForOrder(id, ({ code }) => code === "VAT_UNMAPPED");
    const path = `/orders/${id}`;
    const wrong = await panel.submit(path, { action: "/causes/mend", fields: { account: " " } });
    expect([wrong.status, plain(wrong.text)]).toEqual([
      422,
      expect.stringContaining("Give the number of an account"),
    ]);
    const mended = await panel.submit(path, { action: "/causes/mend", fields: { account: "3106" } });
    expect(mended.headers.get("location")).toBe(`/embedded${path}?notice=settings_saved`);
  });

  it("is mended by who works with the books, not by who only looks", async () => {
    const viewer = { claims: { roles: ["viewer"] } };
    expect((await panel.get("", viewer)).text).not.toContain("/causes/mend");
    expect((await panel.get("", { claims: { roles: ["bookkeeper"] } })).text).toContain("/causes/mend");
    expect((await panel.post("/causes/mend", new URLSearchParams(), viewer)).status).toBe(403);
  });
});
