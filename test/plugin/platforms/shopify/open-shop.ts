import { onTestFinished } from "vitest";
import { decide } from "../../../../plugin/decision/decide.ts";
import type { Order } from "../../../../plugin/domain/order.ts";
import type { Installation, Shop, ShopPorts } from "../../../../plugin/platforms/platform.ts";
import type { ShopifyOptions } from "../../../../plugin/platforms/shopify/options.ts";
import { sessionsOf } from "../../../../plugin/platforms/shopify/session.ts";
import { shopOf } from "../../../../plugin/platforms/shopify/shop.ts";
import {
  type Shopify,
  type ShopifyOptions as StandInOptions,
  startShopify,
} from "../../../../sandbox/platforms/shopify/server.ts";
import { createMemoryPoints } from "../../../../server/memory-points.ts";
import { deployed } from "../../../support/deployed.ts";
import { facts, settings } from "../../../support/plans.ts";
import { memoryVault, newApp, quietLog, realHttp } from "../manifest/ports.ts";

const ALL_SCOPES = [
  "read_all_orders",
  "write_inventory",
  "read_companies",
  "read_shopify_payments_payouts",
  "read_shopify_payments_accounts",
];

const CLIENT = { clientId: "client-1", clientSecret: "secret-now" };

const clock = { now: () => Date.now(), sleep: (ms: number) => new Promise<void>((go) => setTimeout(go, ms)) };

export interface OpenShop {
  readonly shopify: Shopify;
  readonly shop: Shop;
  readonly installation: Installation;
  readonly ports: ShopPorts;
  readonly vault: ReturnType<typeof memoryVault>;
  readonly options: ShopifyOptions;
  /** The shop as it is with other scopes. */
  with(scopes: readonly string[]): Shop;
}

/** Our adapter before the stand-in, installed with everything a merchant can grant. */
export async function openShop(
  standIn: Pick<Partial<StandInOptions>, "today" | "firstId"> = {},
): Promise<OpenShop> {
  const shopify = await startShopify({ ...CLIENT, app: deployed("http://127.0.0.1:9"), ...standIn });
  onTestFinished(() => shopify.close());
  shopify.faults.webhooksDrop = true;
  await shopify.install();
  await shopify.grantScopes([...shopify.app.scopes, ...ALL_SCOPES]);
  const options: ShopifyOptions = {
    clientId: CLIENT.clientId,
    secrets: [CLIENT.clientSecret],
    apiBase: shopify.url,
    adminUrl: shopify.url,
    scripts: [shopify.appBridgeUrl],
  };
  const { app } = await newApp();
  const ports = { http: realHttp(), clock, log: quietLog, app };
  const done = await sessionsOf(options).adopt?.(await shopify.sessionToken(), ports);
  if (done === undefined || done === null) throw new Error("the shop did not let us in");
  const installation: Installation = { ...done.installation, id: 1, status: "installed" };
  const vault = memoryVault(done.secrets);
  const withVault = {
    ...ports,
    vault,
    points: createMemoryPoints(clock),
    lane: "people" as const,
  };
  return {
    shopify,
    installation,
    ports: withVault,
    vault,
    options,
    shop: shopOf(installation, withVault, options),
    with: (scopes) => shopOf({ ...installation, scopes }, withVault, options),
  };
}

/** The order as the adapter reads it. */
export async function readOrder(shop: Shop, id: string): Promise<Order> {
  const read = await shop.order(id);
  if (!read.ok) throw new Error(read.problem.message);
  if (read.value === null) throw new Error(`the shop does not know ${id}`);
  return read.value;
}

/** What a bookkeeper would see of the plan for an order: each document with its sum and VAT, or why there is none. */
export function booksOf(order: Order): string[] {
  const plan = decide({
    order,
    settings: settings({
      orders: { start_date: "2000-01-01" },
      refunds: { offset_account: "1515" },
      vat: { registrations: ["OSS"], treatments: [{ treatment: "oss", country: "*", account: "3106" }] },
    }),
    facts: facts({ currencies: null }),
    existing: [],
    shopCountry: "SE",
    maxRows: 498,
    ledgerName: "Fortnox",
  });
  const lines = plan.documents.map((one) => `${one.kind} ${one.gross} ${one.vat} ${one.currency}`);
  const { outcome } = plan;
  return outcome.state === "booked" ? lines : [...lines, `${outcome.state} ${outcome.code}`];
}
