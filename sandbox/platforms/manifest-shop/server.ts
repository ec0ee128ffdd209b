import type { Server } from "node:http";
import express from "express";
import { invokeAction } from "./actions.ts";
import { adminRoutes } from "./admin-pages.ts";
import type { ApiCall } from "./api.ts";
import { apiRoutes } from "./api.ts";
import { authorizationRoutes } from "./authorization.ts";
import { firstProducts } from "./catalogue.ts";
import { startClock } from "./clock.ts";
import { discoveryRoutes } from "./discovery.ts";
import { noFaults } from "./faults.ts";
import { openInstallation } from "./installation.ts";
import { openKeyring } from "./keyring.ts";
import { STAFF, signSessionToken } from "./session-token.ts";
import type { Shop, ShopOptions, Tenant } from "./shop.ts";
import { openStore } from "./store.ts";
import { switchboardRoutes } from "./switchboard.ts";
import { tokenRoutes } from "./token-endpoint.ts";
import { openTokenDesk } from "./tokens.ts";
import { openTrade } from "./trade.ts";
import { openViews } from "./views.ts";
import { startWebhookSender } from "./webhooks.ts";

export type { Shop, ShopOptions } from "./shop.ts";

const FJALL_OCH_FORM: Tenant = {
  id: "fjall-form",
  name: "Fjäll & Form",
  country: "SE",
  currency: "SEK",
  timezone: "Europe/Stockholm",
};
const LOGGED_CALLS = 10_000;

/** Starts a shop of the manifest contract on loopback: admin, OAuth server, resource API, webhook sender. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const store = openStore(options.dataFile, options.tenant ?? FJALL_OCH_FORM);
  const { state } = store;
  const clock = startClock({
    timezone: state.tenant.timezone,
    today: options.today ?? (() => new Date()),
    now: options.now ?? (() => new Date()),
    lastStamp: state.last_stamp,
  });
  const faults = noFaults();
  const calls: ApiCall[] = [];
  let url = "";
  const shopUrl = () => url;

  const webhooks = startWebhookSender({ store, clock, faults, issuer: shopUrl });
  const { announce } = webhooks;
  const trade = openTrade({ store, clock, shopUrl, announce });
  const tokens = openTokenDesk(store, clock);
  const installation = openInstallation({ store, clock, faults, tokens, announce, shopUrl });
  const keyring = openKeyring(store);
  const views = openViews(() => ({
    name: state.tenant.name,
    app: state.app?.manifest.app.embedded.settings.title["en"] ?? null,
  }));
  if (state.products.size === 0) {
    for (const product of firstProducts(state.tenant.currency, trade.stamp)) {
      state.products.set(product.id, product);
    }
  }

  function log(call: Omit<ApiCall, "at">): void {
    calls.push({ ...call, at: clock.write(clock.now()) });
    if (calls.length > LOGGED_CALLS) calls.shift();
  }

  const app = express();
  app.disable("x-powered-by");
  const server = await listen(app, options.port ?? 0);
  url = addressOf(server);

  const shop: Shop = {
    url,
    faults,
    placeOrder: async (draft) => trade.placeOrder(draft),
    putOrder: async (order) => trade.putOrder(order),
    refund: async (id, draft) => trade.refund(id, draft),
    pay: async (id, gateway) => trade.pay(id, gateway),
    cancel: async (id) => trade.cancel(id),
    fulfil: async (id) => trade.fulfil(id),
    changeProduct: async (sku, changes) => trade.changeProduct(sku, changes),
    putPayout: async (payout) => trade.putPayout(payout),
    payOut: async () => trade.payOut(),
    install: (manifestUrl) => installation.offer(manifestUrl),
    uninstall: async () => installation.uninstall(),
    sessionToken: async (claims = {}) => signSessionToken(claims, { store, clock, keyring, issuer: url }),
    syncNow: async (ids) => invokeAction("sync-now", ids, { store, clock, issuer: url, user: STAFF }),
    order: (id) => structuredClone(state.orders.get(id)?.order),
    orders: () => [...state.orders.values()].map((record) => structuredClone(record.order)),
    stock: () => new Map(state.stock),
    apiCalls: () => [...calls],
    deliveries: () => structuredClone(state.deliveries),
    idle: () => webhooks.idle(),
    async close() {
      await webhooks.close();
      await stop(server);
      store.close();
    },
  };

  app.use(discoveryRoutes(shopUrl, keyring));
  app.use("/oauth", authorizationRoutes({ store, clock, tokens, installation, views, shopUrl }));
  app.use("/oauth", tokenRoutes({ store, clock, faults, tokens, installation, shopUrl }));
  app.use("/api", apiRoutes({ store, faults, tokens, trade, log }));
  app.use("/_admin", switchboardRoutes(shop, store));
  app.use(adminRoutes({ shop, store, views }));
  webhooks.resume();
  return shop;
}

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, "127.0.0.1", (error) => {
      if (error === undefined) resolve(server);
      else reject(error);
    });
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The shop listens on no port.");
  return `http://127.0.0.1:${address.port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
