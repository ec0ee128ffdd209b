import { createServer } from "node:net";
import { orderAnswer } from "../../plugin/api/merchant/order-answer.ts";
import { type FortnoxStandIn, startFortnox } from "../../sandbox/accounting/fortnox/server.ts";
import { openBrowser } from "../../sandbox/browser.ts";
import { type Shopify, type ShopifyOptions, startShopify } from "../../sandbox/platforms/shopify/server.ts";
import type { Config } from "../../server/config.ts";
import { startHost } from "../../server/host.ts";
import { Secret } from "../../server/secret.ts";
import { createRecordingLog, type RecordedLine } from "../server/recording-log.ts";
import { deployed } from "./deployed.ts";
import { type ApiAnswer, describedApi } from "./described-api.ts";
import type { Engine } from "./engines.ts";
import { eventually } from "./eventually.ts";
import { CLIENT } from "./house.ts";
import type { OrderView } from "./merchant.ts";
import { fittingFor, type Pace, windowAt } from "./pace.ts";

const APP = { clientId: "8f3c0a1db2e94f0d", clientSecret: "shpss_house" };

/** The whole product in this process between Shopify and a ledger. */
export interface ShopifyHouse {
  readonly shopify: Shopify;
  readonly fortnox: FortnoxStandIn;
  readonly publicUrl: string;
  readonly log: readonly RecordedLine[];
  /** Opens the app in the admin as the merchant does after she installed it. */
  open(path?: string): Promise<Response>;
  /** Connects the ledger, and books orders of any age paid by card. */
  connect(): Promise<void>;
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  order(id: string): Promise<OrderView | null>;
  waitForOrder(id: string, until: OrderView["state"] | ((order: OrderView) => boolean)): Promise<OrderView>;
  /** Lets so much time pass at once, for Shopify and for the app. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export async function openShopifyHouse(
  engine: Engine,
  options: Partial<ShopifyOptions> = {},
  pace: Pace = "hurried",
): Promise<ShopifyHouse> {
  const data = await engine.open("migrated");
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const fortnox = await startFortnox({ ...CLIENT, ...windowAt(pace) });
  let laterMs = 0;
  const now = () => new Date(Date.now() + laterMs);
  const shopify = await startShopify({ ...APP, app: deployed(publicUrl), today: now, now, ...options });
  const { log, lines } = createRecordingLog();
  const config: Config = {
    environment: "test",
    role: "all",
    port,
    publicUrl,
    dataDir: data.dataDir,
    databaseUrl: data.databaseUrl === undefined ? null : new Secret(data.databaseUrl),
    redisUrl: data.redisUrl === undefined ? null : new Secret(data.redisUrl),
    encryptionKeys: null,
    platformIssuers: [],
    sweepIntervalSeconds: 300,
    logLevel: "silent",
    vendors: new Secret({
      manifest: {},
      shopify: {
        SHOPIFY_API_KEY: APP.clientId,
        SHOPIFY_API_SECRET: APP.clientSecret,
        SHOPIFY_API_BASE: shopify.url,
        SHOPIFY_ADMIN_URL: shopify.url,
        SHOPIFY_APP_BRIDGE_URL: shopify.appBridgeUrl,
      },
      fortnox: {
        FORTNOX_CLIENT_ID: CLIENT.clientId,
        FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
        FORTNOX_API_URL: fortnox.url,
        FORTNOX_AUTH_URL: fortnox.url,
      },
    }),
    viesUrl: "http://127.0.0.1:9",
    mail: null,
    faultPoint: null,
  };
  const host = await startHost(
    config,
    log,
    fittingFor(pace, () => laterMs),
  );
  const call = await describedApi(publicUrl);
  const browser = openBrowser();
  const api: ShopifyHouse["api"] = async (method, path, body) =>
    call({ method, path, token: await shopify.sessionToken(), body });

  async function order(id: string): Promise<OrderView | null> {
    const answer = await api("GET", `/orders/${id}`);
    return answer.status === 404 ? null : orderAnswer.parse(answer.body);
  }

  return {
    shopify,
    fortnox,
    publicUrl,
    log: lines,
    api,
    order,
    async open(path = "/shopify") {
      return await fetch(await shopify.appAddress(path));
    },
    async connect() {
      const made = await api("POST", "/connections", { system: "fortnox" });
      const { id, authorize_url: address } = made.body as { id: string; authorize_url: string };
      const page = await browser.visit(address);
      const done = await browser.submit(page, `${fortnox.url}/oauth-v1/auth/allow`);
      if (done.status !== 200) throw new Error(`the consent ended at ${done.url}: ${done.status}`);
      const settings = {
        orders: { start_date: "2000-01-01" },
        payments: { methods: { shopify_payments: { account: "1686" } } },
      };
      const changed = await api("PATCH", `/connections/${id}/settings`, settings);
      if (changed.status !== 200) throw new Error(`settings refused: ${JSON.stringify(changed.body)}`);
    },
    async waitForOrder(id, until) {
      const isEnough = typeof until === "string" ? (one: OrderView) => one.state === until : until;
      const found = await eventually(
        () => order(id),
        (one) => one !== null && isEnough(one),
        `what is expected of order ${id}`,
      );
      return orderAnswer.parse(found);
    },
    pass(ms) {
      laterMs += ms;
    },
    async close() {
      await host.stop();
      await shopify.close();
      await fortnox.close();
      await data.close();
    },
  };
}

/** A port nobody uses: Shopify has to know where the app is before the app knows where Shopify is. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
