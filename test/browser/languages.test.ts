import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDES } from "../../plugin/panel/help/guides.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { placeOneOfEach } from "../support/panel.ts";
import { launchBrowser, openProfile } from "./browser.ts";

let browser: Browser;
let house: House;
let fresh: House;
let ids: string[];

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  [browser, house, fresh] = await Promise.all([
    launchBrowser(),
    openHouse(sqlite),
    openHouse(sqlite, { until: "installed" }),
  ]);
  ids = await placeOneOfEach(house);
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await fresh.close();
});

async function show(page: Page, at: House, path: string, locale: string): Promise<void> {
  const address = new URL(`/embedded${path}`, at.publicUrl);
  address.searchParams.set("id_token", await at.shop.sessionToken({ locale }));
  await page.goto(address.href);
}

// The parts of a page whose text goes beyond their edge; what scrolls within its card may.
const CUT_OFF = `Array.from(document.querySelectorAll("a, button, p, h1, h2, h3, dt, dd, label, legend, .badge"))
  .filter((one) => !one.closest(".scroll, .unseen, .places, .tabs") && !one.matches(".unseen, .skip"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => one.textContent.trim())`;

describe.each(["sv-SE", "da-DK"])("on a phone in %s", (locale) => {
  it("no word is too long for its place", async () => {
    const profile = await openProfile(browser, { viewport: { width: 390, height: 800 }, hasTouch: true });
    const page = await profile.newPage();
    const orders = [...ids.map((id) => `/orders/${id}`), `/orders/${ids[0]}/undo`];
    const settings = ["", "/vat", "/payments", "/rules", "/rules/edit?list=rules&at=new", "/history"];
    const places = [
      "",
      "/orders",
      "/connections",
      "/api-keys",
      "/accountants",
      "/data-requests",
      "/webhooks",
      "/import",
      "/help",
      ...GUIDES.map((name) => `/help/guides/${name}`),
      ...orders,
    ];
    const steps = ["/start?step=check", "/start?step=preview", "/start?step=live"];
    const reports = ["/reports", "/reports/oss", "/reports/payouts"];
    const paths = [...places, ...steps, ...reports, ...settings.map((path) => `/settings${path}`)];
    const pages = [
      ...paths.map((path) => [house, path] as const),
      ...["", "/connections"].map((path) => [fresh, path] as const),
    ];
    for (const [at, path] of pages) {
      await show(page, at, path, locale);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(390);
      expect(await page.evaluate(CUT_OFF), path).toEqual([]);
    }
  });
});

describe("the language at the foot of a page", () => {
  it("changes the page in its place and stays for the pages after it", async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    await show(page, house, "/orders", "en");
    await page.getByRole("link", { name: "Dansk" }).click();
    await page.getByRole("heading", { name: "Dine ordrer, de nyeste først." }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("da");
    await page.getByRole("link", { name: "Hjælp" }).click();
    await page.getByRole("heading", { name: "Hvad hver status betyder, og hvad man gør ved den." }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("heading", { name: "Dine ordrer, de nyeste først." }).waitFor();
    await page.waitForURL((url) => url.searchParams.get("lang") === "da");
    await page.getByRole("link", { name: "Svenska" }).click();
    await page.getByRole("heading", { name: "Dina ordrar, de nyaste först." }).waitFor();
  });
});
