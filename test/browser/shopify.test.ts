import axe from "axe-core";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { engines } from "../support/engines.ts";
import { openShopifyHouse, type ShopifyHouse } from "../support/shopify-house.ts";
import { launchBrowser, openProfile } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const MUGS = {
  lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
  paid: true,
};

async function open(): Promise<{ house: ShopifyHouse; page: Page; app: FrameLocator; admin: string }> {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  const house = await openShopifyHouse(sqlite);
  onTestFinished(() => house.close());
  const page = await (await openProfile(browser)).newPage();
  return { house, page, app: page.frameLocator("iframe"), admin: `${house.shopify.url}/store/fjall-form` };
}

describe("a merchant in Shopify's admin", () => {
  it("installs the app, connects her ledger, and has an order booked by 'Sync now' on its page", async () => {
    const { house, page, app, admin } = await open();
    house.shopify.faults.webhooksDrop = true;
    await page.goto(`${admin}/apps`);
    await page.getByRole("button", { name: "Install" }).click();
    await app.getByRole("link", { name: "Connect Fortnox" }).click();
    await page.waitForURL(`${house.fortnox.url}/**`);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${house.shopify.url}/**`);

    const order = await house.shopify.place(MUGS);
    await page.goto(`${admin}/orders/${order.id}`);
    await page.getByText("Sync now", { exact: true }).click();
    // The sweep that begins with the connection may have been faster.
    await app.getByRole("button", { name: "Sync now" }).click();
    await app.getByRole("heading", { name: /Booked: invoice \d+/i }).waitFor();
    expect(await app.getByRole("table", { name: "Documents" }).textContent()).toContain("398.00");
    expect(await page.context().cookies(house.publicUrl)).toEqual([]);
  });

  it("finds the app's places in the admin, its notices as toasts, and what she has not saved in the save bar", async () => {
    const { house, page, app } = await open();
    await house.shopify.install();
    await house.open();
    await house.connect();
    await page.goto(house.shopify.adminUrl());
    const places = page.locator('[data-part="app-nav"] a');
    await places.filter({ hasText: "Settings" }).click();
    const field = app.locator('input[name="orders.rounding_tolerance"]');
    await field.fill("0.20");
    await page.locator('[data-part="save-bar"]').waitFor({ state: "visible" });
    await page.click('[data-part="save-bar-save"]');
    await page
      .getByText("Saved. Orders that waited are looked at again.")
      .first()
      .waitFor({ state: "visible" });
    expect(await field.inputValue()).toBe("0.20");
  });

  it("allows what is switched off, and the app knows at once", async () => {
    const { house, page, app } = await open();
    await house.shopify.install();
    await house.open();
    await house.connect();
    house.shopify.faults.webhooksDrop = true;
    await page.goto(`${house.shopify.url}/store/fjall-form/apps/${house.shopify.app.handle}/embedded/import`);
    const older = app.getByText("Your shop shows us the orders of the last 60 days only");
    await older.waitFor();
    await app.getByRole("button", { name: "Allow it" }).click();
    await app.getByRole("heading", { name: "What your shop can still allow" }).waitFor();
    await older.waitFor({ state: "detached" });
    expect(house.shopify.scopes()).toContain("read_all_orders");
    await app.getByText("Payouts cannot be read").waitFor();
  });

  it("marks orders in the list and has all of them looked at", async () => {
    const { house, page, app, admin } = await open();
    await house.shopify.install();
    await house.open();
    await house.connect();
    house.shopify.faults.webhooksDrop = true;
    const orders = [await house.shopify.place(MUGS), await house.shopify.place(MUGS)];
    await page.goto(`${admin}/orders`);
    for (const { name } of orders) await page.check(`[aria-label="Choose order ${name}"]`);
    await page.getByText("Sync now", { exact: true }).click();
    await app.getByRole("heading", { name: "2 orders from your shop's admin." }).waitFor();
    await app.getByRole("button", { name: "Sync now" }).click();
    for (const { name } of orders) await app.getByRole("link", { name, exact: true }).waitFor();
    for (const { id } of orders) await house.waitForOrder(id, "booked");
  });

  it("meets no barrier axe-core knows of", async () => {
    const { house, page } = await open();
    await house.shopify.install();
    await house.open();
    await house.connect();
    const order = await house.shopify.place(MUGS);
    await house.waitForOrder(order.id, "booked");
    for (const path of ["", "/orders", `/orders/${order.id}`, `/selection?orders=${order.id}`, "/settings"]) {
      const [plain = "", query = ""] = `/embedded${path}`.split("?");
      const address = await house.shopify.appAddress(plain, Object.fromEntries(new URLSearchParams(query)));
      await page.goto(address);
      await page.locator("main").waitFor();
      await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' | ')))",
      );
      expect(found, path).toEqual([]);
    }
  });
});
