import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, type HouseOptions, openHouse } from "../support/house.ts";
import { launchBrowser, openProfile } from "./browser.ts";

const UNPAID = { ...THREE_MUGS, paid: false };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(until: HouseOptions["until"]): Promise<House> {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  const house = await openHouse(sqlite, { until: until ?? "set up" });
  onTestFinished(() => house.close());
  return house;
}

/** The app inside the shop's admin; `path` is a place within it. */
async function openApp(page: Page, house: House, path = ""): Promise<FrameLocator> {
  const query = path === "" ? "" : `?path=${encodeURIComponent(path)}`;
  await page.goto(`${house.shop.url}/admin/apps/accounting${query}`);
  return page.frameLocator("iframe");
}

async function openPage(javaScriptEnabled = true): Promise<Page> {
  const profile = await openProfile(browser, { javaScriptEnabled });
  return await profile.newPage();
}

describe("a shop owner", () => {
  it("connects the ledger from the app, opens an order and sees it booked after “Sync now”", async () => {
    const house = await open("installed");
    house.shop.faults.webhooksDrop = true;
    const page = await openPage();

    let app = await openApp(page, house);
    await app.getByRole("heading", { name: "Connect your ledger, and every order books itself." }).waitFor();
    await app.getByRole("link", { name: "Connect Fortnox" }).click();
    await page.waitForURL(`${house.fortnox.url}/**`);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${house.shop.url}/**`);

    const order = await house.shop.placeOrder(THREE_MUGS);
    app = await openApp(page, house, `/embedded/orders/${order.id}`);
    // The look round that a new connection begins with may have found the order already, or be at work on it.
    await app.getByRole("button", { name: "Sync now" }).click();
    await app.getByRole("status").getByText("This is how the order stands now.").waitFor();
    await app.getByRole("heading", { name: /Booked: invoice \d+/i }).waitFor();
    expect(await app.getByRole("table", { name: "Documents" }).textContent()).toContain("796.00");
    expect(house.fortnox.ledger.invoices()).toHaveLength(1);
  });

  it("goes on working long after the session of the first page has ended", async () => {
    const house = await open("set up");
    const page = await openPage();
    await page.clock.install();
    const app = await openApp(page, house);
    await app.getByRole("heading", { level: 1 }).waitFor();
    const proofs: string[] = [];
    page.on("request", (request) => {
      const proof = request.headers()["authorization"];
      if (proof !== undefined && request.url().includes("/embedded")) proofs.push(proof);
    });

    await app.getByRole("link", { name: "Orders", exact: true }).click();
    await app.getByRole("heading", { name: "No orders here." }).waitFor();
    await page.clock.fastForward("10:00");
    const renewed = page.waitForRequest(`${house.shop.url}/admin/session-token`);
    await app.getByRole("link", { name: "Help" }).click();
    await renewed;
    await app.getByRole("heading", { name: "What each state means" }).waitFor();
    expect(proofs).toHaveLength(2);
    expect(new Set(proofs).size).toBe(2);
    await page.waitForURL((url) => url.searchParams.get("path") === "/embedded/help");
  });

  it("sees a wrong setting beside its field, mends it and saves", async () => {
    const house = await open("set up");
    const app = await openApp(await openPage(), house, "/embedded/settings");
    const tolerance = app.getByLabel("Largest difference booked as rounding");
    await tolerance.fill("3,5");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByRole("alert").getByText("Give an amount from 0 to 1.00").waitFor();
    expect(await tolerance.getAttribute("aria-invalid")).toBe("true");
    expect(await tolerance.inputValue()).toBe("3,5");
    await app.getByRole("alert").getByRole("link").click();
    await tolerance.fill("0.50");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByRole("status").getByText("Saved.").waitFor();
    expect(await tolerance.inputValue()).toBe("0.50");
  });

  it("adds a payment method: the cursor is in the new row, and the ledger's accounts are offered", async () => {
    const house = await open("set up");
    const page = await openPage();
    const app = await openApp(page, house, "/embedded/settings?group=payments");
    await app.getByRole("button", { name: "Add a payment method" }).click();
    const row = app.getByRole("group", { name: "Payment methods, row 2" });
    const name = row.getByLabel("Name of the method in the shop");
    await name.waitFor();
    expect(await name.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.type("swish");
    await row.getByLabel("Account", { exact: true }).focus();
    await app.locator('datalist[id="choices:accounts"] option[value="1930"]').waitFor({ state: "attached" });
    await page.keyboard.type("1930");
    await page.keyboard.press("Enter");
    await app.getByRole("status").getByText("Saved.").waitFor();
    const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(body).toMatchObject({ payments: { methods: { swish: { account: "1930" } } } });
  });

  it("removes the ledger only after a second word", async () => {
    const house = await open("set up");
    const app = await openApp(await openPage(), house, "/embedded/connections");
    const button = app.getByRole("button", { name: "Remove the connection" });
    expect(await button.isVisible()).toBe(false);
    await app.getByText("Remove Fortnox…").click();
    await button.click();
    await app.getByRole("heading", { name: "No ledger is connected yet." }).waitFor();
  });

  it("leaves no cookie in the browser, so blocked third-party cookies do not matter", async () => {
    const house = await open("set up");
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    const app = await openApp(page, house);
    await app.getByRole("link", { name: "Settings", exact: true }).click();
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByRole("status").getByText("Saved.").waitFor();
    expect(await profile.cookies(house.publicUrl)).toEqual([]);
    expect(
      await page.frame({ url: /embedded/ })?.evaluate("localStorage.length + sessionStorage.length"),
    ).toBe(0);
  });
});

describe("several orders", () => {
  it("are chosen by keyboard, left out with a reason, and saved as a file", async () => {
    const house = await open("set up");
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1) ids.push((await house.shop.placeOrder(UNPAID)).id);
    for (const id of ids) await house.waitForOrder(id, ({ code }) => code === "TRIGGER_NOT_REACHED");
    const page = await openPage();
    const app = await openApp(page, house, "/embedded/orders");
    await app.getByRole("heading", { name: "Your orders, newest first." }).waitFor();
    const reason = app.getByLabel("Why", { exact: true });
    expect(await reason.isVisible()).toBe(false);
    await app.locator("main").focus();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    await reason.fill("Closed for the winter");
    await app.getByRole("button", { name: "Leave out" }).click();
    await app.getByRole("status").getByText("Left out.").waitFor();
    for (const id of ids) await house.waitForOrder(id, ({ code }) => code === "SKIPPED_BY_HAND");
    const saving = page.waitForEvent("download");
    await app.getByRole("link", { name: "Save as CSV" }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe("orders.csv");
  });
});

describe("the first ten minutes", () => {
  it("close a gap where it is named, and end with orders that book themselves", async () => {
    const house = await open("connected");
    house.shop.faults.webhooksDrop = true;
    await house.shop.placeOrder(THREE_MUGS);
    const app = await openApp(await openPage(), house);
    await app.getByRole("link", { name: "Go on" }).click();
    await app.getByLabel("Account").fill("1686");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByText("One recent order was checked. Nothing is missing.").waitFor();
    await app.getByRole("link", { name: "Next step" }).click();
    await app.getByText("to account 1686").waitFor();
    await app.getByRole("link", { name: "Next step" }).click();
    await app.getByRole("button", { name: "Book from this day" }).click();
    await app.getByRole("status").getByText("Live.").waitFor();
  });
});

describe("settings", () => {
  it("are rehearsed on real orders, saved, and brought back from the history", async () => {
    const house = await open("set up");
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const app = await openApp(await openPage(), house, "/embedded/settings/vat");
    const account = app.getByLabel("Account of row 1");
    await account.fill("3002");
    await app.getByRole("button", { name: "Rehearse" }).click();
    await app.getByText("One order of the last month would be booked differently").waitFor();
    await app.getByText("Mug, birch: account: 3001 → 3002").waitFor();
    expect(await account.inputValue()).toBe("3002");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByRole("status").getByText("Saved.").waitFor();
    await app.getByRole("link", { name: "History" }).click();
    await app.getByRole("button", { name: "Restore 2" }).click();
    await app.getByRole("status").getByText("Saved.").waitFor();
    const { body } = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(body).toMatchObject({ vat: { treatments: [] } });
  });
});

describe("settings that are not saved", () => {
  it("are asked about before the page is left, and can be discarded", async () => {
    const house = await open("set up");
    const page = await openPage();
    const app = await openApp(page, house, "/embedded/settings?group=orders");
    const field = app.locator('input[name="orders.rounding_tolerance"]');
    const before = await field.inputValue();
    const warning = app.getByText("There are changes that are not saved.");
    await field.waitFor();
    expect(await warning.isVisible()).toBe(false);
    await field.fill("0.07");
    await warning.waitFor();
    await app.getByRole("link", { name: "Overview", exact: true }).click();
    await app.getByRole("button", { name: "Stay here" }).click();
    expect(await field.inputValue()).toBe("0.07");
    await app.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => field.inputValue()).toBe(before);
    expect(await warning.isVisible()).toBe(false);
    await field.fill("0.08");
    await app.getByRole("link", { name: "Reports", exact: true }).click();
    await app.getByRole("button", { name: "Leave without saving" }).click();
    await app.getByRole("heading", { level: 1, name: /orders/i }).waitFor();
    await app.getByRole("link", { name: "Settings", exact: true }).click();
    await field.waitFor();
    expect(await field.inputValue()).toBe(before);
    await field.fill("0.09");
    await app.getByRole("button", { name: "Save", exact: true }).click();
    await app.getByRole("status").getByText("Saved.").waitFor();
    await app.getByRole("link", { name: "Overview", exact: true }).click();
    await app.getByRole("button", { name: "Leave without saving" }).waitFor({ state: "hidden" });
  });
});

describe("an order booked by mistake", () => {
  it("is taken out of the books after a look at what that writes, and booked afresh", async () => {
    const house = await open("set up");
    const order = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(order.id, (one) => one.state === "booked" && one.payments.length === 1);
    const app = await openApp(await openPage(), house, `/embedded/orders/${order.id}`);
    await app.getByRole("link", { name: "Take this order out of the books…" }).click();
    await app.getByRole("heading", { name: "This will be written in Fortnox" }).waitFor();
    await app.getByText("from account 1686").waitFor();
    expect(house.fortnox.ledger.invoices()).toHaveLength(1);
    await app.getByRole("button", { name: "Take it out of the books" }).click();
    await app.locator(".error").first().waitFor();
    await app.getByRole("textbox", { name: "Why" }).fill("Sold by mistake");
    await app.getByRole("button", { name: "Take it out of the books" }).click();
    await app.getByRole("heading", { name: "Taken out of the books by hand: Sold by mistake" }).waitFor();
    await app.getByRole("button", { name: "Book it afresh" }).click();
    await app.getByRole("heading", { name: /^Booked/ }).waitFor();
    expect(house.fortnox.ledger.invoices()).toHaveLength(3);
  });
});

describe("without scripts", () => {
  it("an order is opened, synced and read", async () => {
    const house = await open("set up");
    house.shop.faults.webhooksDrop = true;
    const order = await house.shop.placeOrder(THREE_MUGS);
    const app = await openApp(await openPage(false), house, `/embedded/orders/${order.id}`);
    await app.getByRole("button", { name: "Sync now" }).click();
    await app.getByRole("heading", { name: /Booked: invoice \d+/i }).waitFor();
    await app.getByRole("link", { name: "Orders" }).first().click();
    await app.getByRole("row", { name: /Booked/ }).waitFor();
  });
});

describe("by keyboard", () => {
  it("the content is one step away, and every place follows in the order it is read", async () => {
    const house = await open("set up");
    const page = await openPage();
    const app = await openApp(page, house);
    await app.getByRole("heading", { level: 1 }).waitFor();
    const order: string[] = [];
    await app.locator("body").evaluate((body) => body.focus());
    await page.frame({ url: /embedded/ })?.evaluate("document.activeElement.blur(); window.focus()");
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press("Tab");
      order.push((await app.locator(":focus").textContent()) ?? "");
    }
    expect(order).toEqual(["Skip to the content", "Overview", "Orders", "Settings"]);
    await app.getByRole("link", { name: "Skip to the content" }).focus();
    await page.keyboard.press("Enter");
    expect(await app.locator(":focus").evaluate((part) => part.id)).toBe("main");
  });

  it("an order is found, opened and synced without the mouse", async () => {
    const house = await open("set up");
    const order = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(order.id, "booked");
    const page = await openPage();
    const app = await openApp(page, house, "/embedded/orders");
    await app.getByRole("heading", { name: "Your orders, newest first." }).waitFor();
    await app.locator("main").focus();
    await page.keyboard.press("/");
    await page.keyboard.type("anna");
    await page.keyboard.press("Enter");
    await app.locator("main:focus").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await app.getByRole("heading", { name: /Booked: invoice \d+/i }).waitFor();
    await page.keyboard.press("s");
    await page.keyboard.press("Enter");
    await app.getByRole("status").getByText("This is how the order stands now.").waitFor();
  });
});
