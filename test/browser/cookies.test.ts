import { createServer, type RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { engines } from "../support/engines.ts";
import { openShopifyHouse } from "../support/shopify-house.ts";
import { openBrowserWithCookies } from "./browser.ts";

const MUGS = {
  lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
  paid: true,
};

/** A server on a name of this machine: two names are two sites. */
async function serve(name: "localhost" | "127.0.0.1", answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, name, done));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://${name}:${address.port}/`;
}

describe("a page within another site's page", () => {
  it.each([
    ["allowed", "kept=1"],
    ["blocked", "no cookie"],
  ] as const)("of a browser with such cookies %s comes back with: %s", async (ofOthers, expected) => {
    const inner = await serve("localhost", ({ headers }, response) => {
      const html = { "content-type": "text/html", "set-cookie": "kept=1; SameSite=None; Secure" };
      response.writeHead(200, html).end(`<p>${headers.cookie ?? "no cookie"}</p>`);
    });
    const outer = await serve("127.0.0.1", (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(`<iframe src="${inner}"></iframe>`);
    });
    const page = await (await openBrowserWithCookies(ofOthers)).newPage();
    await page.goto(outer);
    await page.reload();
    expect(await page.frameLocator("iframe").locator("p").textContent()).toBe(expected);
  });
});

describe("Shopify's admin in a browser that blocks other sites' cookies", () => {
  it("installs, connects, changes settings, syncs one order and several, and the app keeps no cookie", async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    const house = await openShopifyHouse(sqlite);
    onTestFinished(() => house.close());
    house.shopify.faults.webhooksDrop = true;
    const window = await openBrowserWithCookies("blocked");
    const page = await window.newPage();
    const app = page.frameLocator("iframe");
    const admin = `${house.shopify.url}/store/fjall-form`;
    const answers: Promise<string | null>[] = [];
    page.on("response", (response) => {
      const { origin, pathname } = new URL(response.url());
      if (origin !== house.publicUrl) return;
      const cookie = response.headerValue("set-cookie");
      // One that comes while the page is closed, after all has been looked at, is nobody's concern.
      answers.push(cookie.then((value) => (value === null ? null : pathname)).catch(() => null));
    });

    await page.goto(`${admin}/apps`);
    await page.getByRole("button", { name: "Install" }).click();
    await app.getByRole("link", { name: "Connect Fortnox" }).click();
    await page.waitForURL(`${house.fortnox.url}/**`);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${house.shopify.url}/**`);

    await page.goto(house.shopify.adminUrl());
    await page.locator('[data-part="app-nav"] a').filter({ hasText: "Settings" }).click();
    const field = app.locator('input[name="orders.rounding_tolerance"]');
    await field.fill("0.20");
    await page.click('[data-part="save-bar-save"]');
    await page.getByText("Saved. Orders that waited are looked at again.").first().waitFor();

    const orders = [];
    for (let placed = 0; placed < 3; placed += 1) orders.push(await house.shopify.place(MUGS));
    const [one, ...several] = orders;
    await page.goto(`${admin}/orders/${one?.id}`);
    await page.getByText("Sync now", { exact: true }).click();
    await app.getByRole("button", { name: "Sync now" }).click();
    await app.getByRole("heading", { name: /Booked: invoice \d+/i }).waitFor();

    await page.goto(`${admin}/orders`);
    for (const { name } of several) await page.check(`[aria-label="Choose order ${name}"]`);
    await page.getByText("Sync now", { exact: true }).click();
    await app.getByRole("heading", { name: "2 orders from your shop's admin." }).waitFor();
    await app.getByRole("button", { name: "Sync now" }).click();
    for (const { id } of several) await house.waitForOrder(id, "booked");

    expect(answers.length).toBeGreaterThan(20);
    const withCookies = (await Promise.all(answers)).filter((path) => path !== null);
    // The way to the ledger's consent and back goes through the whole window, is ours there, and leaves nothing.
    expect(withCookies.filter((path) => !path.startsWith("/connect/fortnox"))).toEqual([]);
    expect(await window.cookies(house.publicUrl)).toEqual([]);
    // The frame could not have kept anything elsewhere either.
    await expect(app.locator("body").evaluate("localStorage.length")).rejects.toThrow("Access is denied");
    expect(await app.locator("body").evaluate("document.cookie")).toBe("");
  });
});
