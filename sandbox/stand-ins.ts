import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type AccountsIqStandIn, startAccountsIq } from "./accounting/accountsiq/server.ts";
import { type DynaccountStandIn, startDynaccount } from "./accounting/dynaccount/server.ts";
import { type FortnoxStandIn, startFortnox } from "./accounting/fortnox/server.ts";
import { type Shop, startShop } from "./platforms/manifest-shop/server.ts";
import { readDeployment } from "./platforms/shopify/deploy/deployment.ts";
import { type Shopify, startShopify } from "./platforms/shopify/server.ts";
import { type Site, startSubscriptionFlow } from "./platforms/subscriptionflow/server.ts";
import { startVies } from "./vies/server.ts";

export interface StandIns {
  readonly shop: Shop;
  readonly shopify: Shopify;
  readonly site: Site;
  readonly fortnox: FortnoxStandIn;
  readonly dynaccount: DynaccountStandIn;
  readonly accountsIq: AccountsIqStandIn;
  /** Where they are, as the app's variables. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The keys a person types to connect the ledgers without a consent screen. */
  readonly keys: Readonly<Record<"Dynaccount" | "AccountsIQ", Readonly<Record<string, string>>>>;
  /** Saves their data, so that the next start goes on with it. */
  close(): Promise<void>;
}

const FORTNOX_APP = { clientId: "demo-client", clientSecret: "demo-secret" };
const SHOPIFY_APP = { clientId: "8f3c0a1db2e94f0d", clientSecret: "shpss_demo" };
/** What `shopify app deploy` would take: the stand-in knows the app by its files alone. */
const DEPLOYED = join(import.meta.dirname, "..", "deploy", "platforms", "shopify");
const ACCOUNTSIQ_APP = { clientId: "demo-integration", clientSecret: "demo-integration-secret" };

/** Every shop and every ledger there is a stand-in of, on this machine only. */
export async function startStandIns(options: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<StandIns> {
  const folder = join(options.dataDir, "sandbox");
  mkdirSync(folder, { recursive: true });
  const at = (offset: number, name: string) => ({
    port: options.port + offset,
    dataFile: join(folder, `${name}.json`),
  });
  const shop = await startShop(at(1, "shop"));
  const fortnox = await startFortnox({ ...FORTNOX_APP, ...at(2, "fortnox") });
  const applicationUrl = `http://localhost:${options.port}/shopify`;
  const deployed = readDeployment(DEPLOYED, { applicationUrl });
  const shopify = await startShopify({ ...SHOPIFY_APP, ...at(3, "shopify"), app: deployed });
  const site = await startSubscriptionFlow(at(4, "subscriptionflow"));
  const dynaccount = await startDynaccount(at(5, "dynaccount"));
  const accountsIq = await startAccountsIq({ ...ACCOUNTSIQ_APP, ...at(6, "accountsiq") });
  const register = await startVies();
  const all = [shop, shopify, site, fortnox, dynaccount, accountsIq, register];
  return {
    shop,
    shopify,
    site,
    fortnox,
    dynaccount,
    accountsIq,
    addresses: {
      FORTNOX_CLIENT_ID: FORTNOX_APP.clientId,
      FORTNOX_CLIENT_SECRET: FORTNOX_APP.clientSecret,
      FORTNOX_API_URL: fortnox.url,
      FORTNOX_AUTH_URL: fortnox.url,
      FORTNOX_APP_URL: fortnox.url,
      FORTNOX_SCOPES: "inbox archive connectfile",
      SHOPIFY_API_KEY: SHOPIFY_APP.clientId,
      SHOPIFY_API_SECRET: SHOPIFY_APP.clientSecret,
      SHOPIFY_API_BASE: shopify.url,
      SHOPIFY_ADMIN_URL: shopify.url,
      SHOPIFY_APP_BRIDGE_URL: shopify.appBridgeUrl,
      SUBSCRIPTIONFLOW_URL: `${site.origin}/{site}`,
      DYNACCOUNT_API_URL: dynaccount.url,
      ACCOUNTSIQ_API_URL: accountsIq.url,
      VIES_URL: register.url,
    },
    keys: {
      Dynaccount: {
        api_id: dynaccount.credentials.apiId,
        api_key: dynaccount.credentials.apiKey,
        api_secret: dynaccount.credentials.apiSecret,
      },
      AccountsIQ: {
        region: "eu1",
        client_id: ACCOUNTSIQ_APP.clientId,
        client_secret: ACCOUNTSIQ_APP.clientSecret,
      },
    },
    async close() {
      for (const one of all) await one.close();
    },
  };
}
