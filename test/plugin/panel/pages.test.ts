import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../support/drafts.ts";
import { engines } from "../../support/engines.ts";
import { eventually } from "../../support/eventually.ts";
import { type House, openHouse } from "../../support/house.ts";
import { type PanelReader, placeOneOfEach, plain, readPanel } from "../../support/panel.ts";

let house: House;
let panel: PanelReader;
let ids: string[];

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  ids = await placeOneOfEach(house);
});
afterAll(() => house.close());

const heading = (html: string): string => plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "");

describe("the overview", () => {
  it("answers first, then names each cause once with its mend", async () => {
    const { text } = await panel.get("");
    expect(heading(text)).toBe("2 orders need you, for 2 reasons.");
    expect(plain(text)).toContain("Finland 25.5 % has no account");
    expect(plain(text)).toContain("/embedded/settings?group=vat#vat.registrations");
    expect(text.match(/class="cause"/g)).toHaveLength(2);
  });

  it("counts the orders of each state", async () => {
    const { text } = await panel.get("");
    const counts = [...text.matchAll(/class="count">(\d+)<\/span> <span class="word">(.*?)</g)];
    expect(counts.map(([, count, word]) => `${word}: ${count}`)).toEqual([
      "Booked: 1",
      "Waiting: 1",
      "Needs you: 2",
      "Skipped: 1",
    ]);
  });

  it("looks at held orders again when asked", async () => {
    const tried = await panel.submit("", { action: "/orders/try-again" });
    expect(tried.status).toBe(303);
    expect(tried.headers.get("location")).toBe("/embedded?notice=tried_again");
    expect((await panel.get("/?notice=tried_again")).text).toContain("These orders are looked at again now.");
  });
});

describe("the list of orders", () => {
  it("shows the orders of one state and one cause", async () => {
    const { text } = await panel.get("/orders?state=held&code=VAT_UNMAPPED");
    expect(text).toContain("Aino Virtanen");
    expect(text).not.toContain("Ola Nowak");
  });

  it("finds an order by its number and a customer by a part of the name", async () => {
    expect((await panel.get("/orders?q=1003")).text).toContain("Ola Nowak");
    expect((await panel.get("/orders?q=virta")).text).toContain("Aino Virtanen");
    expect(heading((await panel.get("/orders?q=nobody")).text)).toBe("No order matches.");
  });

  it("says where to go from when it is empty", async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    const fresh = await openHouse(sqlite, { until: "installed" });
    try {
      const { text } = await readPanel(fresh, fresh).get("/orders");
      expect(plain(text)).toMatch(
        /before a ledger is connected.*href="\/embedded\/connections"[^>]*>Connect a ledger/s,
      );
      await fresh.connect();
      const connected = await readPanel(fresh, fresh).get("/orders");
      expect(plain(connected.text)).toMatch(
        /come here by themselves.*href="\/embedded\/import"[^>]*>Import older orders/s,
      );
    } finally {
      await fresh.close();
    }
  });

  it("writes amounts with their currency", async () => {
    const { text } = await panel.get("/orders");
    expect(text.replaceAll("\u00a0", " ")).toContain("PLN 158.00");
  });
});

describe("an order's page", () => {
  it("says what is in the ledger, and why each row got its account", async () => {
    const { text } = await panel.get(`/orders/${ids[0]}`);
    expect(heading(text)).toMatch(/^Booked: invoice \d+\.$/);
    expect(plain(text)).toContain("sold within Sweden at 25 %");
    expect(text.replaceAll("\u00a0", " ")).toContain("SEK 835.00");
    expect(text).toContain("to account 1686");
    expect(plain(text)).toContain("setting Payments › Payment methods");
  });

  it("leads from a held order to the very field that mends it", async () => {
    const { text } = await panel.get(`/orders/${ids[1]}`);
    expect(plain(heading(text))).toContain("not registered for OSS");
    expect(plain(text)).toContain('href="/embedded/settings?group=vat#vat.registrations"');
    expect((await panel.get("/settings?group=vat")).text).toContain('id="vat.registrations"');
  });

  it("syncs at once and shows the page again", async () => {
    const synced = await panel.submit(`/orders/${ids[0]}`, { action: "/sync" });
    expect(synced.headers.get("location")).toBe(`/embedded/orders/${ids[0]}?notice=synced`);
  });

  it("does not exist for an order the shop does not have", async () => {
    expect((await panel.get("/orders/no-such-order")).status).toBe(404);
  });
});

describe("the import's page", () => {
  it("tries days out, shows what would be booked, and says which day is wrong", async () => {
    const begin = { action: "/import/begin" };
    const empty = await panel.submit("/import", { ...begin, fields: { from: "", to: "" } });
    expect([empty.status, plain(empty.text)]).toEqual([422, expect.stringContaining("Choose the first")]);
    const backwards = await panel.submit("/import", {
      ...begin,
      fields: { from: "2026-02-01", to: "2026-01-01" },
    });
    expect(plain(backwards.text)).toContain("The last day is before the first.");
    const days = { from: "2026-01-01", to: "2099-12-31", trial: "1" };
    const begun = await panel.submit("/import", { ...begin, fields: days });
    expect(begun.headers.get("location")).toBe("/embedded/import?notice=import_begun");
    const { text } = await eventually(
      () => panel.get("/import"),
      (shown) => shown.text.includes("Done."),
      "the end of the trial",
    );
    expect(plain(text)).toContain("Trial of");
    expect(plain(text)).toContain("has no account");
    expect(text).not.toContain("/cancel");
  });
});

describe("an import that runs", () => {
  it("shows how far it is, rests and goes on", async () => {
    const days = { from: "2026-01-01", to: "2099-12-31" };
    house.shop.faults.apiDown = true;
    await panel.submit("/import", { action: "/import/begin", fields: days });
    const running = (await panel.get("/import")).text;
    expect(running).toMatch(/<section class="card" id="import-\d+" data-refresh>/);
    expect(running).toContain(
      '<progress max="1" value="0" aria-label="Import of 1 Jan 2026 to 31 Dec 2099">',
    );
    const paused = await panel.submit("/import", { action: "/pause" });
    expect(paused.headers.get("location")).toBe("/embedded/import?notice=import_paused");
    const resting = (await panel.get("/import")).text;
    expect(resting).toContain("Paused. 0 of 0 orders have been looked at.");
    expect(resting).not.toContain("data-refresh");
    house.shop.faults.apiDown = false;
    const resumed = await panel.submit("/import", { action: "/resume" });
    expect(resumed.headers.get("location")).toBe("/embedded/import?notice=import_resumed");
    const { text } = await eventually(
      () => panel.get("/import"),
      (shown) => shown.text.includes("Done. 5 orders have been looked at."),
      "the end of the import",
    );
    expect(plain(text)).toContain('href="/embedded/orders?state=booked&from=2026-01-01&to=2099-12-31"');
  });
});

describe("the ledger's page", () => {
  it("checks the connection and says that nothing stands in the way", async () => {
    const checked = await panel.submit("/connections", { action: "/check" });
    expect(checked.status).toBe(200);
    expect(checked.text).toContain("nothing stands in the way");
    expect(checked.text).toContain("Sandlådan AB");
  });
});

describe("every page", () => {
  it("stays small, also when its links carry the session", async () => {
    for (let count = 0; count < 25; count += 1) await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    const last = house.shop.orders().at(-1)?.id ?? "";
    await house.waitForOrder(last, ({ code }) => code === "TRIGGER_NOT_REACHED");
    const editors = [
      "/settings/flow",
      "/settings/vat",
      "/settings/payments",
      "/settings/rules",
      "/settings/history",
    ];
    const rest = ["/start?step=preview", "/reports", "/settings/rules/edit?list=rules&at=new", ...editors];
    const paths = ["", "/orders", `/orders/${ids[0]}`, "/settings", "/connections", "/help", ...rest];
    for (const path of paths) {
      const { status, text } = await panel.get(path, { by: "query" });
      expect(status, path).toBe(200);
      // The settings are one page on purpose: a person searches it, and saves it whole.
      expect(Buffer.byteLength(text), path).toBeLessThan(path === "/settings" ? 80_000 : 60_000);
    }
  });

  it("prints no key of a text instead of the text", async () => {
    const places = ["", "/orders", ...ids.map((id) => `/orders/${id}`), "/settings", "/connections", "/help"];
    const more = [
      "/start",
      "/reports",
      "/settings/vat",
      "/settings/payments",
      "/settings/rules",
      "/settings/history",
    ];
    for (const path of [...places, ...more, "/help/components", "/nowhere"]) {
      const { text } = await panel.get(path);
      const words = plain(text).replace(/<[^>]*>/g, " ");
      expect(words, path).not.toMatch(
        /\b(overview|orders|order|connections|help|settings|setting|state|option|code|fix)\.[a-z_]+\.[a-z]/,
      );
    }
  });

  it("has no link and no form that leads nowhere", async () => {
    for (const path of ["", "/orders", ...ids.map((id) => `/orders/${id}`), "/settings", "/connections"]) {
      const { text } = await panel.get(path);
      expect(text, path).not.toMatch(/(href|action)="(undefined|null)?"/);
    }
  });

  it("escapes what a customer calls herself", async () => {
    const { id } = await house.shop.placeOrder({
      paid: true,
      lines: [{ title: "<b>Mug</b>", unitPrice: "10.00", rate: "25" }],
      customer: { name: "<script>alert(1)</script>", email: "x@example.com", country: "SE" },
    });
    await house.waitForOrder(id, ({ state }) => state !== "waiting");
    for (const path of ["/orders", `/orders/${id}`]) {
      const { text } = await panel.get(path);
      expect(text, path).not.toContain("<script>alert");
      expect(text, path).not.toContain("<b>Mug");
      expect(text, path).toContain("&lt;script&gt;");
    }
  });
});
