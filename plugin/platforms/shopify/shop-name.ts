import type { ShopifyOptions } from "./options.ts";

const SHOP = /^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/;

/**
 * The permanent name of a shop, e.g. `fjall-form.myshopify.com`, or null. Everything else a sender may write there
 * (another host, user information, a port, capitals, a path) is no shop.
 */
export function shopName(text: unknown): string | null {
  return typeof text === "string" && SHOP.test(text) ? text : null;
}

/** The shop an address of the form `https://<shop>[/admin]` belongs to, or null. */
export function shopOfAddress(address: unknown): string | null {
  if (typeof address !== "string") return null;
  const [, host] = /^https:\/\/([^/?#@:\\\s]+)(?:\/admin)?$/.exec(address) ?? [];
  return shopName(host);
}

/** Our issuer and tenant for a shop. */
export function claimOf(shop: string): { readonly issuer: string; readonly tenantId: string } {
  return { issuer: `https://${shop}`, tenantId: shop };
}

/** The word the admin uses for a shop in its addresses. */
export function handleOf(shop: string): string {
  return shop.slice(0, -".myshopify.com".length);
}

/** Where a shop's API answers: its own host, or the stand-in's place for it. */
export function apiBaseOf(shop: string, { apiBase }: ShopifyOptions): string {
  return apiBase === null ? `https://${shop}` : `${apiBase}/s/${shop}`;
}

/** A page of the shop's admin, e.g. `orders/1001`. */
export function adminAddress(shop: string, path: string, { adminUrl }: ShopifyOptions): string {
  return `${adminUrl}/store/${handleOf(shop)}/${path}`;
}

/** Our own page in the shop's admin. */
export function appAddress(shop: string, options: ShopifyOptions): string {
  return adminAddress(shop, `apps/${options.clientId}`, options);
}
