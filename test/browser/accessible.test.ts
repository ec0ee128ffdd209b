import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleCsv } from "../../plugin/order-files/examples.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { handInFile, placeOneOfEach, readPanel } from "../support/panel.ts";
import { openPractising, type Practising, practicePaths } from "../support/practising.ts";
import { makeLink } from "../support/visitors.ts";
import { launchBrowser, openProfile } from "./browser.ts";

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

let browser: Browser;
let house: House;
let fresh: House;
let practising: Practising;
let places: [House, string][];

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  [browser, house, fresh, practising] = await Promise.all([
    launchBrowser(),
    openHouse(sqlite),
    openHouse(sqlite, { until: "installed", vendors: { practice: {} } }),
    openPractising(sqlite),
  ]);
  const ids = await placeOneOfEach(house);
  await house.changeSettings({
    rules: [
      {
        name: "Wholesale",
        when: [{ field: "customer.type", op: "is", value: "B2B" }],
        set: { account: "3010" },
      },
    ],
  });
  const handedIn = await handInFile(
    readPanel(house, house),
    exampleCsv().replace(",3,199.00", ",three,199.00"),
    "till.csv",
  );
  const file = (handedIn.headers.get("location") ?? "").replace("/embedded", "");
  const paths = ["", "/orders", "/orders?q=nobody", `/orders/${ids[0]}`, `/orders/${ids[1]}`, "/settings"];
  const rest = [
    `/orders/${ids[0]}/undo`,
    "/settings?add=vat.treatments",
    ...["customers", "payments", "email", "notifications"].map((group) => `/settings?group=${group}`),
    "/connections",
    "/api-keys",
    "/accountants",
    "/data-requests",
    "/start?step=check",
    "/start?step=preview",
    "/start?step=live",
    "/reports",
    "/reports/oss",
    "/reports/payouts",
    "/webhooks",
    "/settings/vat",
    "/settings/vat?add=1",
    "/settings/payments",
    "/settings/flow",
    "/settings/rules",
    "/settings/rules/edit?list=orders.takes&at=new",
    "/settings/rules/edit?list=rules&at=0",
    "/settings/rules/edit?list=orders.filters&at=new",
    "/settings/history",
    "/import",
    file,
    "/help",
    "/help/guides/first-ten-minutes",
    "/help/guides/for-the-accountant?lang=sv",
    "/help/components",
    "/nowhere",
  ];
  const webhook = await house.api("POST", "/webhook-endpoints", {
    url: "https://shop.example/a-long-address-of-a-program",
  });
  const { id: endpoint } = webhook.body as { id: string };
  places = [
    ...[...paths, ...rest, `/webhooks/${endpoint}`].map((path): [House, string] => [house, path]),
    ...["", "/connections", "/settings"].map((path): [House, string] => [fresh, path]),
    ...practicePaths(practising).map((path): [House, string] => [practising.house, path]),
  ];
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await fresh.close();
  await practising.house.close();
});

async function show(page: Page, at: House, path: string): Promise<void> {
  const address = new URL(`/embedded${path}`, at.publicUrl);
  address.searchParams.set("id_token", await at.shop.sessionToken());
  await page.goto(address.href);
}

/** `only` names rules or groups of them; without it all are tried. */
async function findings(page: Page, only: readonly string[] = []): Promise<Finding[]> {
  const options = only.length === 0 ? {} : { runOnly: only };
  if (!(await page.evaluate<boolean>("'axe' in self"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Finding[] }>(
    `axe.run(${JSON.stringify(options)})`,
  );
  return violations;
}

describe.each([
  { width: 1280, hasTouch: false },
  { width: 390, hasTouch: true },
])("$width pixels wide, in light and dark colours", ({ width, hasTouch }) => {
  // As many pages as there are take their time on a busy machine.
  it("every page passes the checks for accessibility, and nothing sticks out", {
    timeout: 180_000,
  }, async () => {
    const profile = await openProfile(browser, {
      viewport: { width, height: 800 },
      hasTouch,
      bypassCSP: true,
      reducedMotion: "reduce",
    });
    const page = await profile.newPage();
    for (const [at, path] of places) {
      await page.emulateMedia({ colorScheme: "light" });
      await show(page, at, path);
      const found = await findings(page);
      // The colours are all that is other in the dark.
      await page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await findings(page, ["color-contrast"])));
      expect(
        found.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.html).join("\n")}`),
      ).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
    }
  });
});

describe.each([1280, 390])("what an accountant sees by a link, %i pixels wide", (width) => {
  it("passes the same checks, and its script works without any admin around it", async () => {
    const link = await makeLink(readPanel(house, house));
    const profile = await openProfile(browser, { viewport: { width, height: 800 }, bypassCSP: true });
    const page = await profile.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    for (const path of ["", "/orders", "/reports", "/help"]) {
      await page.goto(`${link}${path}`);
      expect((await findings(page)).map(({ id }) => `${path} ${id}`)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
    }
    await page.goto(`${link}/orders`);
    await page.locator("a[data-row]").first().click();
    await page.locator("textarea[name=note]").fill("Checked by the accountant.");
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.getByText("Checked by the accountant.").waitFor();
    expect(page.url()).toContain(`${link}/orders/`);
    expect(said).toEqual([]);
    await page.goto(`${link}x`);
    expect((await findings(page)).map(({ id }) => id)).toEqual([]);
  });
});

describe("every page", () => {
  it("stands still while it loads, says nothing to the console, asks only us, and weighs less than 60 kB", {
    timeout: 60_000,
  }, async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    const said: string[] = [];
    const asked = new Set<string>();
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => asked.add(new URL(request.url()).origin));
    await page.addInitScript(
      "self.shifts = 0; new PerformanceObserver((list) => { for (const shift of list.getEntries()) self.shifts += shift.value; }).observe({ type: 'layout-shift', buffered: true });",
    );
    for (const [at, path] of places) {
      await show(page, at, path);
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      expect(await page.evaluate("self.shifts"), path).toBe(0);
      expect(Buffer.byteLength(await page.content()), path).toBeLessThan(60_000);
      expect([...asked], path).toEqual([new URL(at.publicUrl).origin]);
      // That a page is not there is what the browser itself says of the status.
      if (path !== "/nowhere") expect(said, path).toEqual([]);
      said.length = 0;
      asked.clear();
    }
  });

  it("can be gone through with the tab key, and shows where one is", { timeout: 90_000 }, async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    for (const [at, path] of places) {
      await show(page, at, path);
      const { stops, days } = await page.evaluate<{ stops: number; days: number }>(WATCH);
      // A day's field has a stop for each of its parts.
      for (let press = 0; press < stops + 3 * days; press += 1) await page.keyboard.press("Tab");
      const seen = await page.evaluate<[string, boolean][]>("[...self.seen]");
      expect(
        seen.filter(([, hasRing]) => !hasRing),
        path,
      ).toEqual([]);
      expect(seen.length, path).toBe(stops);
    }
  });
});

/** Counts where the tab key is to stop and which of it are fields for a day, and notes what gets the focus with a ring. */
const WATCH = `(() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const isStop = (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !one.closest("fieldset:disabled");
  const stops = all.filter(isStop);
  self.seen = new Map();
  stops.forEach((one, place) => one.addEventListener("focus", () => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const hasRing = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    self.seen.set(one.tagName + " " + place, hasRing || self.seen.get(one.tagName + " " + place) === true);
  }));
  document.body.focus();
  return { stops: stops.length, days: stops.filter((one) => one.type === "date").length };
})()`;

describe("styles and script", () => {
  it("together weigh less than 60 kB", async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    let weight = 0;
    page.on("response", (response) => {
      if (response.url().includes("/assets/")) weight += Number(response.headers()["content-length"] ?? 0);
    });
    await show(page, house, "");
    await page.waitForLoadState("load");
    expect(weight).toBeGreaterThan(0);
    expect(weight).toBeLessThan(60_000);
  });
});
