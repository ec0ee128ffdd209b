import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Shopify, ShopifyOptions, ShopifyShop } from "../../../../sandbox/platforms/shopify/server.ts";
import { startShopify } from "../../../../sandbox/platforms/shopify/server.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { AGREEMENTS, ORDER } from "./documents.ts";
import { usualApp } from "./usual-app.ts";

export const CLIENT = { clientId: "0f1e2d3c4b5a", clientSecret: "shpss_first" };

/** A shop without any app around it; it closes when the test is over. */
export async function openShop(options: Partial<ShopifyOptions> = {}): Promise<Shopify> {
  const shop = await startShopify({ ...CLIENT, app: usualApp("http://127.0.0.1:9/shopify"), ...options });
  onTestFinished(() => shop.close());
  return shop;
}

export interface Answer {
  status: number;
  data: Row | null;
  errors: { message: string; path?: (string | number)[]; extensions?: Row }[];
  extensions: Row;
  headers: Headers;
}

export type Row = Record<string, unknown>;
export type Ask = (query: string, variables?: Row) => Promise<Answer>;

export interface ConnectedShop {
  shop: Shopify;
  accessToken: string;
  ask: Ask;
}

/** A shop with the app installed and a token in its hands. */
export async function openConnectedShop(options: Partial<ShopifyOptions> = {}): Promise<ConnectedShop> {
  const shop = await openShop(options);
  await shop.install();
  const { access_token: accessToken } = await exchange(shop);
  return { shop, accessToken, ask: asker(shop, accessToken) };
}

/** A shop and where it answers. */
type Reached = ShopifyShop & { url: string };

const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().default(""),
  scope: z.string(),
  expires_in: z.number().optional(),
});
export type Tokens = z.output<typeof tokensSchema>;

export async function exchange(shop: Reached, changes: Row = {}): Promise<Tokens> {
  const response = await requestTokens(shop, {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: await shop.sessionToken(),
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
    expiring: "1",
    ...changes,
  });
  return tokensSchema.parse(await response.json());
}

export async function requestTokens(shop: Pick<Reached, "url" | "domain">, body: Row): Promise<Response> {
  return await fetch(`${shop.url}/s/${shop.domain}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, ...body }),
  });
}

export function asker(shop: Pick<Shopify, "url" | "domain">, accessToken: string, version = "2026-10"): Ask {
  return async (query, variables = {}) => {
    const response = await fetch(`${shop.url}/s/${shop.domain}/admin/api/${version}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": accessToken },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Partial<Answer>;
    return {
      status: response.status,
      headers: response.headers,
      data: body.data ?? null,
      errors: body.errors ?? [],
      extensions: body.extensions ?? {},
    };
  };
}

/** A value deep in an answer, by a path such as `order.lineItems.nodes.0.id`. */
export function at(answer: unknown, path: string): unknown {
  return path.split(".").reduce((value, key) => {
    if (typeof value !== "object" || value === null) throw new Error(`There is no ${path}.`);
    return Reflect.get(value, key);
  }, answer);
}

/** Everything the API says of one order, or the errors it gave. */
export async function readOrder(ask: Ask, orderId: string): Promise<{ order: Row; agreements: Row[] }> {
  const id = `gid://shopify/Order/${orderId}`;
  const [whole, agreed] = [await ask(ORDER, { id }), await ask(AGREEMENTS, { id })];
  const errors = [...whole.errors, ...agreed.errors];
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("; "));
  return {
    order: at(whole.data, "order") as Row,
    agreements: at(agreed.data, "order.agreements.nodes") as Row[],
  };
}

/** Three mugs at 199.00 and freight of 49.00, 25 % VAT in the prices, paid by card: 646.00. */
export const THREE_MUGS: OrderDraft = {
  paid: true,
  lines: [{ sku: "MUG-01", quantity: 3, rate: "25" }],
  shipping: [{ price: "49.00", rate: "25" }],
};
