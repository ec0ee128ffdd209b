import { createHmac, randomUUID } from "node:crypto";
import type { ShopClock } from "./clock.ts";
import type { AppDescription } from "./deploy/app-description.ts";
import { gid } from "./ids.ts";
import { STAFF, signSessionToken, type TokenSigner } from "./oauth/session-token.ts";
import type { TokenDesk } from "./oauth/tokens.ts";
import { conflict, invalid, notFound } from "./refusal.ts";
import type { ShopifyShop } from "./shop.ts";
import type { Store } from "./store.ts";
import type { Payload } from "./webhooks/payloads.ts";
import type { Announce } from "./webhooks/sender.ts";

interface InstallationParts {
  store: Store;
  clock: ShopClock;
  announce: Announce;
  tokens: TokenDesk;
  app: AppDescription;
  domain: string;
  signer: () => TokenSigner;
}

const SHOP_ID = "548380009";

/** What the merchant does with the app as a whole: install, open, let it see more or less, remove. */
export function openInstallation(parts: InstallationParts) {
  const { store, clock, announce, tokens, app, domain, signer } = parts;
  const { state } = store;

  const about = (): Payload => ({
    id: BigInt(SHOP_ID),
    name: state.tenant.name,
    email: state.tenant.email,
    domain: null,
    myshopify_domain: domain,
    country_code: state.tenant.country,
    currency: state.tenant.currency,
    iana_timezone: state.tenant.timeZone,
    updated_at: clock.local(clock.now().toISOString()),
  });

  function changeScopes(current: string[]): void {
    if (state.installation === null) throw conflict("No app is installed.");
    const previous = state.installation.scopes;
    state.installation.scopes = current;
    store.changed();
    const updated = { previous, current, updated_at: clock.now().toISOString() };
    announce([
      { topic: "app/scopes_update", payload: { id: 1n, ...updated, shop_id: gid("Shop", SHOP_ID) } },
    ]);
  }

  return {
    async install() {
      state.installation = { scopes: [...app.scopes], installedAt: clock.now().toISOString() };
      store.changed();
    },
    async uninstall() {
      if (state.installation === null) throw conflict("No app is installed.");
      state.installation = null;
      tokens.withdrawAll();
      announce([{ topic: "app/uninstalled", payload: about() }]);
    },
    async grantScopes(scopes) {
      const known = [...app.scopes, ...app.optionalScopes];
      const strange = scopes.find((scope) => !known.includes(scope));
      if (strange !== undefined) throw invalid(`The app does not declare the scope ${strange}.`);
      changeScopes([...new Set([...(state.installation?.scopes ?? []), ...scopes])]);
    },
    async revokeScopes(scopes) {
      changeScopes((state.installation?.scopes ?? []).filter((scope) => !scopes.includes(scope)));
    },
    async requestData(topic, customerId) {
      announce([
        { topic, payload: { shop_id: BigInt(SHOP_ID), shop_domain: domain, ...personOf(topic, customerId) } },
      ]);
    },
    async appAddress(path, query = {}) {
      const address = new URL(path ?? app.applicationUrl, app.applicationUrl);
      const parameters: [string, string][] = [
        ["embedded", "1"],
        ["host", hostParameter(state.tenant.handle)],
        ["id_token", signSessionToken(signer(), {})],
        ["locale", STAFF.locale],
        ["session", randomUUID().replaceAll("-", "")],
        ["shop", domain],
        ["timestamp", String(Math.floor(clock.now().getTime() / 1000))],
        ...Object.entries(query).flatMap(([name, value]) =>
          (typeof value === "string" ? [value] : value).map((each): [string, string] => [name, each]),
        ),
      ];
      for (const [name, value] of parameters) address.searchParams.append(name, value);
      address.searchParams.append("hmac", hmacOf(address.searchParams, signer().secret));
      return address.href;
    },
  } satisfies Partial<ShopifyShop>;

  function personOf(topic: string, customerId: string | undefined): Payload {
    if (topic === "shop/redact") return {};
    const customer = customerId === undefined ? undefined : state.customers.get(customerId);
    if (customer === undefined) throw notFound("customer", customerId ?? "");
    const orders = [...state.orders.values()].filter((order) => order.customerId === customer.id);
    const ids = orders.map((order) => BigInt(order.id));
    return {
      customer: { id: BigInt(customer.id), email: customer.email, phone: null },
      ...(topic === "customers/redact"
        ? { orders_to_redact: ids }
        : { orders_requested: ids, data_request: { id: BigInt(store.nextId()) } }),
    };
  }
}

/** `host`: where in Shopify's admin the page stands. The stand-in's own address would be refused by every app. */
function hostParameter(handle: string): string {
  return Buffer.from(`admin.shopify.com/store/${handle}`).toString("base64").replace(/=+$/, "");
}

/** The signature over all parameters but itself, sorted by name and written as in an address. */
function hmacOf(parameters: URLSearchParams, secret: string): string {
  const text = new URLSearchParams(
    [...new Set(parameters.keys())]
      .toSorted((left, right) => left.localeCompare(right))
      .map((name): [string, string] => [name, parameters.getAll(name).join(",")]),
  );
  const written = text.toString().replaceAll("+", "%20");
  return createHmac("sha256", secret).update(written).digest("hex");
}
