import { describe, expect, it } from "vitest";
import { askShop } from "../../../../plugin/platforms/shopify/client.ts";
import { newApp } from "../manifest/ports.ts";
import { type OpenShop, openShop } from "./open-shop.ts";

const QUESTION = "query Things { shop { id } }";

/** As another process asks: with nothing in memory. */
async function askAnew({ installation, options, ports }: OpenShop) {
  const { app } = await newApp();
  return await askShop(installation, options, { ...ports, app })(QUESTION, {});
}

// The stand-in keeps Shopify's rule: a refresh token may be used again until the one it gave is used (shopify.md 1.5).
describe("access that was renewed without our knowing", () => {
  it("because the answer was lost, is renewed with the old refresh token", async () => {
    const open = await openShop();
    open.shopify.expireAccessTokens();
    open.shopify.faults.tokenDropAfterIssue = 1;
    expect(await askAnew(open)).toMatchObject({ ok: false, problem: { act: "retry" } });
    expect(await askAnew(open)).toMatchObject({ ok: true });
  });

  it("because the process died before it was stored, is renewed with the old refresh token, as often as it takes", async () => {
    const open = await openShop();
    for (let death = 0; death < 3; death += 1) {
      open.shopify.expireAccessTokens();
      open.vault.failNextUpdate();
      await expect(askAnew(open)).rejects.toThrow("the process died");
    }
    expect(await askAnew(open)).toMatchObject({ ok: true });
    open.shopify.expireAccessTokens();
    expect(await askAnew(open)).toMatchObject({ ok: true });
  });
});
