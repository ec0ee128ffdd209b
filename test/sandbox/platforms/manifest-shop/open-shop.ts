import { onTestFinished } from "vitest";
import type { OrderDraft } from "../../../../sandbox/platforms/manifest-shop/order-draft.ts";
import type { Shop, ShopOptions } from "../../../../sandbox/platforms/manifest-shop/server.ts";
import { startShop } from "../../../../sandbox/platforms/manifest-shop/server.ts";
import type { SmallApp, TokenAnswer } from "./small-app.ts";
import { handshake, startSmallApp } from "./small-app.ts";

/** A shop and an app that do not know each other yet; both close when the test is over. */
export async function openShop(options: ShopOptions = {}): Promise<{ shop: Shop; app: SmallApp }> {
  const app = await startSmallApp();
  const shop = await startShop(options);
  onTestFinished(async () => {
    await shop.close();
    await app.close();
  });
  return { shop, app };
}

export interface ConnectedShop {
  shop: Shop;
  app: SmallApp;
  tokens: TokenAnswer;
  /** A call to the resource API with the app's access token. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
}

/** A shop with the app installed through the real handshake. */
export async function openConnectedShop(options: ShopOptions = {}): Promise<ConnectedShop> {
  const { shop, app } = await openShop(options);
  const tokens = await handshake(app, await shop.install(app.manifestUrl));
  return { shop, app, tokens, call: caller(tokens) };
}

export function caller(tokens: TokenAnswer): ConnectedShop["call"] {
  return (method, path, body) =>
    fetch(`${tokens.api_base_url}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

/** Three mugs and freight, paid by card: 796.00 of which 159.20 is VAT. */
export const THREE_MUGS: OrderDraft = {
  paid: true,
  lines: [{ sku: "MUG-01", title: "Mug, birch", quantity: "3", unitPrice: "249.00", rate: "25" }],
  shipping: { price: "49.00", rate: "25" },
};
