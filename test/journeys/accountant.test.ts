import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../server/database.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import { formOn, type PanelReader, plain, readPanel } from "../support/panel.ts";
import { makeLink } from "../support/visitors.ts";

const ENDED = "This link has ended. Ask whoever gave it to you for a new one.";

describe.each(engines)("a link for an accountant on $name", (engine) => {
  let house: House;
  let panel: PanelReader;
  let link: string;
  let orderId: string;
  beforeAll(async () => {
    house = await openHouse(engine);
    panel = readPanel(house, house);
    orderId = (await house.shop.placeOrder(THREE_MUGS)).id;
    await house.waitForOrder(orderId, "booked");
    link = await makeLink(panel, "Eva på byrån");
  });
  afterAll(() => house.close());

  const tokenOf = (address: string): string => address.slice(address.lastIndexOf("/") + 1);
  const open = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${link}${path}`, { redirect: "manual", ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  async function stored() {
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    return openDatabase({ databaseUrl, dataDir });
  }

  it("is shown once, and opens nothing from a copy of the database", async () => {
    expect(link).toMatch(/\/accountant\/al_[A-Za-z0-9_-]{43}$/);
    const { text } = await panel.get("/accountants");
    expect(text).toContain("Eva på byrån");
    expect(text).not.toContain(tokenOf(link));
    const database = await stored();
    const rows = await database.db.selectFrom("accountant_links").selectAll().execute();
    await database.close();
    expect(JSON.stringify(rows)).not.toContain(tokenOf(link));
    expect(rows).toMatchObject([
      { label: "Eva på byrån", token_hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it("shows overview, orders and reports in a window of their own, and every link keeps it", async () => {
    for (const path of ["", "/orders", `/orders/${orderId}`, "/reports", "/reports/oss", "/help"]) {
      const { status, headers, text } = await open(path);
      expect(status, path).toBe(200);
      expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
      expect(headers.get("x-robots-tag"), path).toBe("noindex, nofollow, noarchive");
      expect(headers.get("referrer-policy"), path).toBe("no-referrer");
      expect(headers.get("cache-control"), path).toBe("no-store");
      expect(headers.get("set-cookie"), path).toBeNull();
      expect(text, path).not.toContain('"/embedded');
      const own = [...text.matchAll(/(?:href|action|src)="(\/[^"]*)"/g)].map(([, address = ""]) =>
        plain(address),
      );
      expect(own.length, path).toBeGreaterThan(5);
      expect(own.filter((address) => !address.startsWith(new URL(link).pathname))).toEqual([]);
    }
    expect(plain((await open("")).text)).toContain("Fjäll & Form, to read: this link is good until ");
    const places = plain((await open("")).text).match(/<nav class="places".*?<\/nav>/s)?.[0] ?? "";
    expect(places).toContain("Overview");
    expect(places).not.toMatch(/Settings|Ledger|Import/);
  });

  it("keeps the raw data of an order, which may name the buyer, from whoever has it", async () => {
    const path = `/orders/${orderId}`;
    expect((await panel.get(path)).text).toContain("<pre>");
    expect((await open(path)).text).not.toContain("<pre>");
  });

  it("lets notes be written, under the name it was made for", async () => {
    const form = formOn((await open(`/orders/${orderId}`)).text, "/note");
    form.fields.set("note", "Momsen är kontrollerad.");
    const action = new URL(form.action, link).pathname.slice(new URL(link).pathname.length);
    const sent = await open(action, { method: "POST", body: form.fields });
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toContain(new URL(link).pathname);
    const { text } = await panel.get(`/orders/${orderId}`);
    expect(text).toContain("Momsen är kontrollerad.");
    expect(text).toContain("accountant:Eva på byrån");
  });

  it("opens neither settings nor the API, and shows no order of another shop", async () => {
    const other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "installed");
    expect((await open("/settings")).status).toBe(403);
    const answer = await fetch(`${house.publicUrl}/api/v1/orders`, {
      headers: { authorization: `Bearer ${tokenOf(link)}` },
    });
    expect(answer.status).toBe(401);
    const theirs = readPanel(house, other);
    expect((await theirs.get("/accountants")).text).not.toContain("Eva på byrån");
    const revoke = formOn((await panel.get("/accountants")).text, "/revoke");
    expect((await theirs.post(revoke.action, revoke.fields)).status).toBe(403);
    expect((await open("")).status).toBe(200);
    // A session of the shop adds nothing to what the link shows.
    const headers = { authorization: `Bearer ${await house.shop.sessionToken()}` };
    expect((await open("/settings", { headers })).status).toBe(403);
  });

  it("ends at its day, and says no more than one nobody made", async () => {
    link = await makeLink(panel, "Over");
    const database = await stored();
    const past = { expires_at: new Date(Date.now() - 1_000).toISOString() };
    await database.db.updateTable("accountant_links").set(past).where("label", "=", "Over").execute();
    await database.close();
    const over = await open("");
    expect(over.status).toBe(401);
    expect(over.text).toContain(ENDED);
    expect(over.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const made = tokenOf(link);
    link = link.replace(made, `al_${"x".repeat(43)}`);
    expect((await open("")).text.replaceAll(tokenOf(link), made)).toBe(over.text);
    expect((await panel.get("/accountants")).text).toContain("It has ended");
  });

  it("ends when an owner revokes it, and when the shop leaves", async () => {
    link = await makeLink(panel, "Revoked");
    expect((await open("")).status).toBe(200);
    const { status } = await panel.submit("/accountants", { action: "/revoke" });
    expect(status).toBe(303);
    expect((await open("")).status).toBe(401);
    link = await makeLink(panel, "Left");
    await house.shop.uninstall();
    await eventually(
      () => open(""),
      (answer) => answer.status === 401,
      "the link to end",
    );
  });
});

describe("whoever makes a link", () => {
  it("names for whom and for at most 90 days, and is an owner", async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    const house = await openHouse(sqlite, { until: "installed" });
    const panel = readPanel(house, house);
    const make = (fields: Record<string, string>) =>
      panel.submit("/accountants", { action: "/accountants/make", fields });
    const unnamed = await make({ label: " ", days: "30" });
    expect(unnamed.status).toBe(422);
    expect(unnamed.text).toContain("Say for whom the link is.");
    expect((await make({ label: "Eva", days: "365" })).status).toBe(422);
    expect((await make({ label: "Eva", days: "90" })).text).toContain("/accountant/al_");
    expect((await panel.get("/accountants", { claims: { roles: ["bookkeeper"] } })).status).toBe(403);
    await house.close();
  });
});
