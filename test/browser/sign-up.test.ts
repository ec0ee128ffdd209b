import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Site, startSubscriptionFlow } from "../../sandbox/platforms/subscriptionflow/server.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { launchBrowser, openProfile } from "./browser.ts";

let browser: Browser;
let site: Site;
let house: House;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  [browser, site] = await Promise.all([launchBrowser(), startSubscriptionFlow()]);
  const vendors = { subscriptionflow: { SUBSCRIPTIONFLOW_URL: `${site.origin}/{site}` } };
  house = await openHouse(sqlite, { until: "opened", vendors });
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await site.close();
});

it("a person signs up, opens the app, and is still there after a reload", async () => {
  const profile = await openProfile(browser);
  const page = await profile.newPage();
  const { id, secret } = site.newClient();
  await page.goto(`${house.publicUrl}/embedded/sign-up/subscriptionflow`);
  const violations = async (): Promise<string[]> => {
    const found = await page.evaluate<{ violations: { id: string; help: string }[] }>(
      `${axe.source}; axe.run()`,
    );
    return found.violations.map((one) => `${one.id}: ${one.help}`);
  };
  expect(await violations()).toEqual([]);

  await page.getByLabel("Site").fill("no such site!");
  await page.getByRole("button", { name: "Connect the shop" }).click();
  await page.getByText("This is no name of a site.").waitFor();
  expect(await violations()).toEqual([]);

  await page.getByLabel("Site").fill(site.name);
  await page.getByLabel("Client id").fill(id);
  await page.getByLabel("Client secret").fill(secret);
  await page.getByLabel("Your e-mail address").fill("owner@club.example");
  await page.getByLabel("Country you sell from").selectOption("SE");
  await page.getByLabel("Your currency").fill("SEK");
  await page.getByLabel("Time zone").fill("Europe/Stockholm");
  await page.getByRole("button", { name: "Connect the shop" }).click();
  await page.getByRole("heading", { name: `${site.name} is connected` }).waitFor();
  expect(await violations()).toEqual([]);

  await page.getByRole("link", { name: "Open the app" }).click();
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByRole("heading", { name: "No orders here." }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "No orders here." }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "Orders" }).waitFor();

  await page.getByRole("link", { name: "Ledger" }).first().click();
  await page.getByText("Make new addresses").first().click();
  await page.getByRole("button", { name: "Make new addresses" }).click();
  await page.getByRole("heading", { name: "Paste these addresses into the shop now" }).waitFor();
  await page.getByText("The earlier addresses are heard until").waitFor();
  expect(await page.getByLabel("Invoices, paid").inputValue()).toContain("/webhooks/subscriptionflow/");
  expect(await violations()).toEqual([]);
});
