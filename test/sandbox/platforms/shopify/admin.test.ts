import axe from "axe-core";
import type { Page } from "playwright-core";
import { chromium } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { chromiumPath } from "../../../support/provided.ts";
import { openShop, THREE_MUGS } from "./open-shop.ts";
import { startSmallApp } from "./small-app.ts";
import { usualApp } from "./usual-app.ts";

const PATIENCE = { timeout: 20_000 };

async function openPage(): Promise<Page> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  return await browser.newPage();
}

async function shopWithApp() {
  const app = await startSmallApp();
  const shop = await openShop({ app: usualApp(app.appUrl) });
  app.bridge = shop.appBridgeUrl;
  return { app, shop };
}

/** The app's frame, once it has said who looks at it. */
async function textIn(page: Page, selector: string): Promise<string> {
  const frame = page.frames().at(1);
  return (
    (await frame?.evaluate<string>(
      `document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`,
    )) ?? ""
  );
}

describe("the admin", () => {
  it("installs the app, opens it in a frame, and gives its calls a token, a second one when the first was refused", async () => {
    const { app, shop } = await shopWithApp();
    const page = await openPage();
    await page.goto(`${shop.url}/store/fjall-form/apps`);
    await page.getByRole("button", { name: "Install" }).click();
    await expect.poll(() => textIn(page, "#who"), PATIENCE).toBe("Astrid");
    expect(new URL(page.url()).pathname).toBe("/store/fjall-form/apps/ledger-relay/shopify");
    expect(new Set(app.bearers).size).toBe(2);
    const opened = new URL(app.visits[0] ?? "", app.url).searchParams;
    expect(Object.fromEntries(opened)).toMatchObject({
      embedded: "1",
      shop: shop.domain,
      locale: "en",
      host: Buffer.from("admin.shopify.com/store/fjall-form").toString("base64").replace(/=+$/, ""),
    });
    expect(await page.locator('[data-part="app-nav"] a').allTextContents()).toEqual(["Settings"]);
  });

  it("bounces a page without a token back with one", async () => {
    const { app, shop } = await shopWithApp();
    await shop.install();
    const page = await openPage();
    await page.goto(shop.adminUrl());
    await expect.poll(() => textIn(page, "#who"), PATIENCE).toBe("Astrid");
    await page.frameLocator("iframe").locator("text=Plain link").click();
    await expect
      .poll(() => app.visits.filter((visit) => visit.startsWith("/shopify/plain")).length, PATIENCE)
      .toBe(2);
    expect(app.visits.at(-1)).toContain("id_token=");
    await expect
      .poll(() => new URL(page.url()).pathname, PATIENCE)
      .toBe("/store/fjall-form/apps/ledger-relay/shopify/plain");
  });

  it("shows a save bar for a form that was touched, and the toast of what was saved", async () => {
    const { shop } = await shopWithApp();
    await shop.install();
    const page = await openPage();
    await page.goto(shop.adminUrl());
    await expect.poll(() => textIn(page, "#who"), PATIENCE).toBe("Astrid");
    const name = page.frameLocator("iframe").locator("input[name=name]");
    const bar = page.locator('[data-part="save-bar"]');
    await name.fill("new");
    await bar.waitFor({ state: "visible" });
    await page.click('[data-part="save-bar-discard"]');
    await bar.waitFor({ state: "hidden" });
    expect(await name.inputValue()).toBe("old");
    await name.fill("new");
    await page.click('[data-part="save-bar-save"]');
    await page.getByText("Saved", { exact: true }).waitFor({ state: "visible" });
    await page.frameLocator("iframe").locator("text=Back to the orders").click();
    await page.waitForURL(`${shop.url}/store/fjall-form/orders`);
  });

  it("opens the app for one order and for a selection of orders, with their numbers", async () => {
    const { app, shop } = await shopWithApp();
    await shop.install();
    const [first, second] = [await shop.place(THREE_MUGS), await shop.place(THREE_MUGS)];
    const page = await openPage();
    await page.goto(`${shop.url}/store/fjall-form/orders`);
    await page.check('[aria-label="Choose order #1001"]');
    await page.check('[aria-label="Choose order #1002"]');
    await page.click("text=Sync to accounting");
    await expect.poll(() => app.visits.length, PATIENCE).toBeGreaterThan(0);
    const chosen = new URL(app.visits[0] ?? "", app.url);
    expect([chosen.pathname, chosen.searchParams.getAll("ids[]").toSorted()]).toEqual([
      "/shopify/orders/sync",
      [first.id, second.id],
    ]);
    await page.goto(`${shop.url}/store/fjall-form/orders/${first.id}`);
    await page.click("text=Sync to accounting");
    await expect
      .poll(() => app.visits.some((visit) => new RegExp(`[?&]id=${first.id}\\b`).test(visit)), PATIENCE)
      .toBe(true);
  });

  it("lets a person place, pay, refund and return orders, and flips faults", async () => {
    const { shop } = await shopWithApp();
    const page = await openPage();
    await page.goto(`${shop.url}/`);
    await page.selectOption("select[name=sample]", "A company on account, 30 days");
    for (const name of ["Place", "Take payment", "Refund one", "Return one"]) {
      await page.getByRole("button", { name, exact: true }).click();
    }
    await page.locator("text=One piece came back").waitFor();
    const [order] = shop.orders();
    expect(order?.agreements.map((each) => each.type)).toEqual([
      "OrderAgreement",
      "RefundAgreement",
      "ReturnAgreement",
      "RefundAgreement",
    ]);
    await page.goto(`${shop.url}/store/fjall-form/developer`);
    await page.check("text=Webhooks are lost");
    await page.getByRole("button", { name: "Set" }).click();
    await page.getByText("1 thing will go wrong.").waitFor();
    expect(shop.faults.webhooksDrop).toBe(true);
  });

  it("has no barrier axe-core knows of", async () => {
    const { shop } = await shopWithApp();
    await shop.install();
    const order = await shop.place(THREE_MUGS);
    const page = await openPage();
    for (const path of ["orders", `orders/${order.id}`, "apps", "developer", "orders/1"]) {
      await page.goto(`${shop.url}/store/fjall-form/${path}`);
      await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join(' | ')))",
      );
      expect(found, path).toEqual([]);
    }
  });
});

describe("the switchboard", () => {
  it("offers the same levers to another process", async () => {
    const { shop } = await shopWithApp();
    const call = async (path: string, body: object = {}) =>
      await fetch(`${shop.url}/_admin/fjall-form${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect(await (await call("/install")).json()).toEqual({
      app_address: expect.stringContaining("id_token="),
    });
    const order = (await (await call("/orders", THREE_MUGS)).json()) as { id: string };
    expect((await call(`/orders/${order.id}/refund`, { shipping: true })).status).toBe(200);
    expect((await call(`/orders/${order.id}/refund`, { shipping: true })).status).toBe(422);
    expect((await call("/faults", { apiDown: 3, unknown: true })).status).toBe(422);
    expect((await call("/orders/1/cancel")).status).toBe(404);
    const state = await fetch(`${shop.url}/_admin/fjall-form/state`);
    expect(await state.json()).toMatchObject({ domain: shop.domain, orders: [{ id: order.id }] });
  });
});
