import type { Server } from "node:http";
import express from "express";
import { adminRoutes } from "./admin/admin-pages.ts";
import { openSecrets } from "./oauth/secrets.ts";
import type { Shopify, ShopifyOptions } from "./shop.ts";
import type { Tenant } from "./store.ts";
import { switchboardRoutes } from "./switchboard.ts";
import type { RunningShop, Surroundings } from "./tenant.ts";
import { openTenant } from "./tenant.ts";

export type { Shopify, ShopifyOptions, ShopifyShop } from "./shop.ts";

const FJALL_OCH_FORM: Tenant = {
  handle: "fjall-form",
  name: "Fjäll & Form",
  country: "SE",
  currency: "SEK",
  timeZone: "Europe/Stockholm",
  email: "astrid@example.com",
  plan: "Basic",
};

/** Starts Shopify on loopback: the admin, the token endpoint, the GraphQL Admin API and the webhook sender. */
export async function startShopify(options: ShopifyOptions): Promise<Shopify> {
  const app = express();
  app.disable("x-powered-by");
  const server = await listen(app, options.port ?? 0);
  const url = addressOf(server);
  const around: Surroundings = {
    options,
    app: options.app,
    secrets: openSecrets(options.clientSecret),
    url: () => url,
  };
  const shops = new Map<string, RunningShop>();

  function openShop(tenant: Partial<Tenant>, dataFile?: string): RunningShop {
    const whole = { ...FJALL_OCH_FORM, ...tenant };
    const shop = openTenant(whole, dataFile, around);
    shops.set(whole.handle, shop);
    return shop;
  }

  const first = openShop(options.tenant ?? {}, options.dataFile);
  app.use("/s/:domain", (request, response, next) => {
    const handle = /^([a-z0-9][a-z0-9-]*)\.myshopify\.com$/.exec(String(request.params["domain"]))?.[1];
    const shop = handle === undefined ? undefined : shops.get(handle);
    if (shop === undefined) return void response.status(404).json({ errors: "Not Found" });
    shop.routes(request, response, next);
  });
  app.use("/_admin", switchboardRoutes(shops, around));
  app.use(adminRoutes({ shops, around, clientId: options.clientId }));

  return {
    ...first,
    url,
    appBridgeUrl: `${url}/app-bridge.js`,
    polarisUrl: `${url}/polaris.js`,
    secrets: around.secrets,
    app: around.app,
    adminUrl: (handle = first.store.state.tenant.handle) =>
      `${url}/store/${handle}/apps/${around.app.handle}`,
    openShop: (tenant) => openShop(tenant),
    async close() {
      for (const shop of shops.values()) await shop.close();
      await stop(server);
    },
  };
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
