import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { type PanelReader, plain, readPanel } from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite, { until: "installed" });
  panel = readPanel(house, house);
});
afterAll(() => house.close());

const heading = (html: string): string => plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "");

describe("the first ten minutes", () => {
  it("begin with the ledger, and nothing else can be looked at before", async () => {
    const { text } = await panel.get("/start?step=preview");
    expect(heading(text)).toBe("Connect the ledger your orders are to be booked in.");
    expect(text).toContain("0 of 4 steps are done.");
    expect(text).toContain("Connect Fortnox");
    expect(text).not.toContain("step=live");
  });

  it("hold what the shop sold against the ledger, and close a gap where it is named", async () => {
    for (const gateway of ["card", "giro"]) await house.shop.placeOrder({ ...THREE_MUGS, gateway });
    await house.connect();
    expect(plain((await panel.get("")).text)).toContain("1 of 4 steps are done.");
    const { text } = await panel.get("/start");
    expect(text).toMatch(/aria-current="step"[\s\S]*?Close the gaps/);
    expect(heading(text)).toBe("2 gaps are to be closed before orders are booked.");
    expect(plain(text)).toContain("Payments by giro have no account");
    const wrong = await panel.submit("/start?step=check", {
      action: "/causes/mend",
      fields: { account: "?" },
    });
    expect([wrong.status, plain(wrong.text)]).toEqual([
      422,
      expect.stringContaining("Give the number of an account"),
    ]);
    for (let gap = 0; gap < 2; gap += 1) {
      const mended = await panel.submit("/start?step=check", {
        action: "/causes/mend",
        fields: { account: "1686" },
      });
      expect(mended.headers.get("location")).toBe("/embedded/start?step=check&notice=settings_saved");
    }
    expect(plain((await panel.get("/start?step=check")).text)).toContain(
      "2 recent orders were checked. Nothing is missing.",
    );
    const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(body).toMatchObject({
      payments: { methods: { card: { account: "1686" }, giro: { account: "1686" } } },
    });
  });

  it("show the shop's last orders exactly as they would be booked", async () => {
    const { text } = await panel.get("/start?step=preview");
    expect(heading(text)).toBe("This is how your last orders would be booked.");
    expect(text).toContain("2 of 4 steps are done.");
    expect(text.match(/class="fold preview"/g)).toHaveLength(2);
    expect(text.replaceAll("\u00a0", " ")).toContain("SEK 796.00");
    expect(text).toContain("to account 1686");
  });

  it("end with the day from which orders are booked, and every step can be looked at again", async () => {
    const wrong = await panel.submit("/start?step=live", {
      action: "/start/live",
      fields: { start_date: "soon" },
    });
    expect([wrong.status, plain(wrong.text)]).toEqual([
      422,
      expect.stringContaining("Give a day that exists."),
    ]);
    const live = await panel.submit("/start?step=live", {
      action: "/start/live",
      fields: { start_date: "2026-02-01" },
    });
    expect(live.headers.get("location")).toBe("/embedded?notice=live");
    const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(body).toMatchObject({ orders: { start_date: "2026-02-01" } });
    expect((await panel.get("")).text).not.toContain("steps are done");
    expect(heading((await panel.get("/start?step=connect")).text)).toBe(
      "Everything is set up: orders are booked in Fortnox.",
    );
  });

  it("are shown to staff, who cannot change anything", async () => {
    const staff = { claims: { roles: ["orders"] } };
    const { text } = await panel.get("/start?step=live", staff);
    expect(text).not.toContain("/start/live");
    expect((await panel.post("/start/live", new URLSearchParams(), staff)).status).toBe(403);
  });
});

describe("booking", () => {
  it("rests and goes on by a button; what came meanwhile is booked then", async () => {
    const pressed = await panel.submit("/connections", { action: "/pause" });
    expect(pressed.headers.get("location")).toBe("/embedded/connections?notice=paused");
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, ({ code }) => code === "PAUSED");
    // An order of the steps before may wait with it.
    expect(plain((await panel.get("")).text)).toMatch(
      /The connection is paused\. (One order waits|2 orders wait)\./,
    );
    const resumed = await panel.submit("/connections", { action: "/pause" });
    expect(resumed.headers.get("location")).toBe("/embedded/connections?notice=resumed");
    await house.waitForOrder(id, "booked");
    const staff = { claims: { roles: ["orders"] } };
    expect((await panel.get("/connections", staff)).text).not.toContain("/pause");
  });
});
