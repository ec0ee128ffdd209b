import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Page } from "playwright-core";
import { chromium } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { chromiumPath } from "../../../support/provided.ts";
import { openConnectedShop } from "./open-shop.ts";

async function openPage(): Promise<Page> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
  onTestFinished(() => browser.close());
  return await browser.newPage();
}

describe("the app's page inside the admin", () => {
  it("gets a fresh session token from the host, and its place is kept in the address", async () => {
    const { shop, app } = await openConnectedShop();
    const page = await openPage();
    await page.goto(`${shop.url}/admin/apps/accounting`);
    // The page is asked itself: a locator with a text to wait for does not come back while its frame is being replaced.
    const shown = async () =>
      (await page.frames().at(1)?.evaluate<string>("document.querySelector('#token')?.textContent ?? ''")) ??
      "";
    await expect.poll(shown, { timeout: 20_000 }).toMatch(/^ey/);
    const token = await shown();

    const keys = createRemoteJWKSet(new URL(`${shop.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(token, keys, { issuer: shop.url, audience: app.manifestUrl });
    expect(payload["tenant"]).toBe("fjall-form");
    expect(new URL(page.url()).searchParams.get("path")).toBe("/embedded/orders?state=held");
  });

  it("fills what the admin leaves over, on a desk and on a phone", async () => {
    const { shop } = await openConnectedShop();
    const page = await openPage();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${shop.url}/admin/apps/accounting`);
      const box = await page.locator("iframe").boundingBox();
      expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(800);
      expect(Math.round((box?.x ?? 0) + (box?.width ?? 0))).toBe(width);
    }
  });
});
