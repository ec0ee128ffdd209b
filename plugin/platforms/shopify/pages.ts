import type { OwnPage, OwnPageAnswer } from "../platform.ts";
import { bridgeScript } from "./bridge.ts";
import { BRIDGE, frameOf } from "./frame.ts";
import { orderNumberIn } from "./gid.ts";
import type { ShopifyOptions } from "./options.ts";
import { appAddress, shopName } from "./shop-name.ts";

const HOME = "/shopify";
const BOUNCE = "/shopify/bounce";
const MOST_ORDERS = 250;

/** What the admin appends and no page of ours reads. */
const THEIRS = ["hmac", "session", "timestamp", "protocol", "appLoadId", "admin_theme", "id", "ids[]"];

/** Where the admin opens us, with one order or a selection of them, and where a browser gets a new session. */
export function pagesOf(options: ShopifyOptions): OwnPage[] {
  const inAdmin = (
    visit: URL,
    path: string,
    params: Readonly<Record<string, string>> = {},
  ): OwnPageAnswer => {
    const shop = shopName(visit.searchParams.get("shop"));
    if (shop === null) return page(400, "Open this app from your shop's admin.", null, options);
    const isFramed = visit.searchParams.get("embedded") === "1" || visit.searchParams.has("id_token");
    if (!isFramed) return { kind: "redirect", to: appAddress(shop, options) };
    return { kind: "redirect", to: addressOf(path, visit, params) };
  };
  return [
    { path: HOME, answer: (visit) => inAdmin(visit, "/embedded") },
    {
      path: "/shopify/orders/sync",
      answer(visit) {
        const ids = ordersIn(visit);
        const [only] = ids;
        if (ids.length === 1 && only !== undefined) return inAdmin(visit, `/embedded/orders/${only}`);
        return ids.length === 0
          ? inAdmin(visit, "/embedded/orders")
          : inAdmin(visit, "/embedded/selection", { orders: ids.join(",") });
      },
    },
    // Managed installation never comes here, but the manifest has to name such an address.
    { path: "/shopify/auth/callback", answer: (visit) => inAdmin(visit, "/embedded") },
    {
      path: BOUNCE,
      answer: (visit) => {
        const shop = shopName(visit.searchParams.get("shop"));
        return page(shop === null ? 400 : 200, "One moment …", shop, options);
      },
    },
    { path: BRIDGE, answer: () => ({ kind: "script", code: bridgeScript }) },
  ];
}

/** Where App Bridge makes a new session and opens the page again; null when the visit does not come from an admin. */
export function bounceAddress(visit: URL): string | null {
  if (shopName(visit.searchParams.get("shop")) === null) return null;
  const again = new URL(visit);
  again.searchParams.delete("id_token");
  const params = new URLSearchParams(again.searchParams);
  params.set("shopify-reload", again.href);
  return `${BOUNCE}?${params.toString()}`;
}

/** The orders an admin page was opened with: `id` for one, `ids[]` for a selection. */
function ordersIn(visit: URL): string[] {
  const given = [...visit.searchParams.getAll("ids[]"), ...visit.searchParams.getAll("id")];
  return [...new Set(given.flatMap((one) => orderNumberIn(one) ?? []))].slice(0, MOST_ORDERS);
}

function addressOf(path: string, visit: URL, params: Readonly<Record<string, string>>): string {
  const kept = new URLSearchParams(visit.searchParams);
  for (const name of THEIRS) kept.delete(name);
  for (const [name, value] of Object.entries(params)) kept.set(name, value);
  return `${path}?${kept.toString()}`;
}

/** A page that is nothing but App Bridge: it reads the address and does the rest. */
function page(status: 200 | 400, text: string, shop: string | null, options: ShopifyOptions): OwnPageAnswer {
  const frame = frameOf(shop, options);
  const [appBridge = ""] = options.scripts;
  const script = shop === null ? "" : `<script src="${escaped(appBridge)}"></script>`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="shopify-api-key" content="${escaped(options.clientId)}">
${script}<title>Ledger Relay</title></head>
<body><p>${escaped(text)}</p></body>
</html>
`;
  return { kind: "page", status, html, frame };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
