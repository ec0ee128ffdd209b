import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import express from "express";
import { adminRoutes } from "./admin-pages.ts";
import { type ApiCall, apiRoutes } from "./api.ts";
import { firstProducts } from "./catalogue.ts";
import { startClock } from "./clock.ts";
import { noFaults } from "./faults.ts";
import { parsed } from "./refusal.ts";
import type { Site, SiteOptions } from "./site.ts";
import { newId, openStore } from "./store.ts";
import { switchboardRoutes } from "./switchboard.ts";
import { openTokenDesk } from "./tokens.ts";
import { openTrade } from "./trade.ts";
import { startWebhookSender, webhookSetup } from "./webhooks.ts";

export type { Site, SiteOptions } from "./site.ts";

const LOGGED_CALLS = 10_000;
const HOUR_S = 3600;

/** Starts one site on loopback under `/<site>`: token endpoint, REST API, webhook sender and a small admin. */
export async function startSubscriptionFlow(options: SiteOptions = {}): Promise<Site> {
  const store = openStore(options.dataFile);
  const { state } = store;
  const clock = startClock({
    timeZone: options.timeZone ?? "Europe/Stockholm",
    today: options.today ?? (() => new Date()),
    now: options.now ?? (() => new Date()),
  });
  const faults = noFaults();
  const calls: ApiCall[] = [];
  const name = options.site ?? "mountain-club";
  const webhooks = startWebhookSender({ store, faults });
  const currency = options.currency ?? "SEK";
  const { found, ...trade } = openTrade({ store, clock, faults, currency, announce: webhooks.announce });
  const tokens = openTokenDesk(store, clock, () => options.tokenLife ?? HOUR_S);
  if (state.records.products.length === 0) {
    state.records.products.push(...firstProducts(clock.stamp()));
    trade.addCustomer({ name: "Maja Lindqvist", email: "maja@example.com" });
  }

  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "extended");
  const server = await listen(app, options.port ?? 0);
  const origin = addressOf(server);
  const url = `${origin}/${name}`;

  const site: Site = {
    ...trade,
    origin,
    url,
    name,
    faults,
    newClient() {
      const client = { id: newId(), secret: randomBytes(30).toString("base64url") };
      state.clients.push(client);
      store.changed();
      return client;
    },
    revokeClient(id) {
      state.clients = state.clients.filter((client) => client.id !== id);
      tokens.withdrawAll();
      store.changed();
    },
    configureWebhook(setup) {
      state.webhooks.push(parsed(webhookSetup, setup));
      store.changed();
    },
    sendToAccounting(invoiceId) {
      const customer = found("customers", found("invoices", invoiceId).customer_id);
      customer.accounting_resource_id ??= "41";
      return trade.changeInvoice(invoiceId, { accounting_resource_id: "4711" });
    },
    invoice: (id) => structuredClone(store.find("invoices", id)),
    invoices: () => structuredClone([...store.all("invoices")]),
    transactions: () => structuredClone([...store.all("transactions")]),
    creditNotes: () => structuredClone([...store.all("credit-notes")]),
    apiCalls: () => [...calls],
    tokensIssued: tokens.issued,
    deliveries: webhooks.deliveries,
    idle: webhooks.idle,
    async close() {
      await webhooks.close();
      await stop(server);
      store.close();
    },
  };

  const watch = options.watch ?? (() => {});
  const log = (call: ApiCall): void => {
    calls.push(call);
    if (calls.length > LOGGED_CALLS) calls.shift();
  };
  app.use(`/${name}/oauth`, tokens.route);
  app.use(
    `/${name}/api/v1`,
    apiRoutes({ store, faults, tokens, trade: { ...trade, found }, siteUrl: () => url, log, watch }),
  );
  app.use("/_admin", switchboardRoutes(site));
  app.use(adminRoutes({ site, store }));
  return site;
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
  if (address === null || typeof address === "string") throw new Error("The site listens on no port.");
  return `http://127.0.0.1:${address.port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
