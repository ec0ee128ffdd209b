import { startShopify } from "../../../sandbox/platforms/shopify/server.ts";
import { startSubscriptionFlow } from "../../../sandbox/platforms/subscriptionflow/server.ts";
import { startVies } from "../../../sandbox/vies/server.ts";
import { deployed } from "../deployed.ts";
import type { Engine } from "../engines.ts";
import { openHouse } from "../house.ts";
import { freePort } from "../server-process.ts";
import type { BooksWorld } from "./books-world.ts";
import { manifestTenant, manifestWorld } from "./manifest-world.ts";
import type { ShopName, ShopWorld } from "./shop-world.ts";
import { shopifyWorld } from "./shopify-world.ts";
import { subscriptionFlowWorld } from "./subscriptionflow-world.ts";

const APP = { clientId: "trail-app", clientSecret: "shpss_trail" };

/** One company that sells in three shops: one app, three installations, the same books for all. */
export interface ThreeShops {
  readonly shops: Readonly<Record<ShopName, ShopWorld>>;
  changeSettings(shop: ShopName, patch: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

export async function openThreeShops(engine: Engine, ledger: BooksWorld): Promise<ThreeShops> {
  const { market } = ledger;
  const { country, currency, timeZone } = market;
  // Shopify has to know where the app is before the app knows where Shopify is.
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const tenant = { country, currency, timeZone };
  const shopify = await startShopify({ ...APP, app: deployed(publicUrl), tenant });
  const site = await startSubscriptionFlow({ currency, timeZone, today: secondBySecond() });
  const register = await startVies();
  const house = await openHouse(engine, {
    until: "installed",
    shop: { tenant: manifestTenant(market) },
    config: { port, publicUrl, viesUrl: register.url },
    vendors: {
      shopify: {
        SHOPIFY_API_KEY: APP.clientId,
        SHOPIFY_API_SECRET: APP.clientSecret,
        SHOPIFY_API_BASE: shopify.url,
        SHOPIFY_ADMIN_URL: shopify.url,
        SHOPIFY_APP_BRIDGE_URL: shopify.appBridgeUrl,
      },
      subscriptionflow: { SUBSCRIPTIONFLOW_URL: `${site.origin}/{site}` },
      ...ledger.vendors,
    },
  });
  const shops = {
    "the manifest shop": manifestWorld(house, market),
    Shopify: await shopifyWorld(shopify, house, market),
    SubscriptionFlow: await subscriptionFlowWorld(site, house, market),
  };
  const connections = {
    "the manifest shop": await ledger.connect(shops["the manifest shop"].api),
    Shopify: await ledger.connect(shops.Shopify.api),
    SubscriptionFlow: await ledger.connect(shops.SubscriptionFlow.api),
  };

  async function changeSettings(shop: ShopName, patch: Readonly<Record<string, unknown>>): Promise<void> {
    const path = `/connections/${connections[shop]}/settings`;
    const { status, body } = await shops[shop].api("PATCH", path, patch);
    if (status !== 200) throw new Error(`settings refused: ${JSON.stringify(body)}`);
  }
  await changeSettings("the manifest shop", ledger.settings);
  await changeSettings("Shopify", ledger.settings);
  await changeSettings("SubscriptionFlow", ledger.settings);

  return {
    shops,
    changeSettings,
    async close() {
      await house.close();
      await shopify.close();
      await site.close();
      await register.close();
    },
  };
}

/** Stamps of SubscriptionFlow have whole seconds: whatever happens has a second of its own, as people take it. */
function secondBySecond(): () => Date {
  const begun = Date.now();
  let seconds = 0;
  return () => {
    seconds += 1;
    return new Date(begun + seconds * 1000);
  };
}
