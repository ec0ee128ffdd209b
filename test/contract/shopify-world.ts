import type { RawDelivery } from "../../plugin/platforms/platform.ts";
import type { ShopifyOptions } from "../../plugin/platforms/shopify/options.ts";
import { shopify } from "../../plugin/platforms/shopify/platform.ts";
import { startShopify } from "../../sandbox/platforms/shopify/server.ts";
import { memoryVault, newApp, quietLog, realHttp, uncounted } from "../plugin/platforms/manifest/ports.ts";
import { deployed } from "../support/deployed.ts";
import { openBadLine } from "./bad-line.ts";
import { openReceiver } from "./delivery-receiver.ts";
import type { PlatformWorld } from "./platform/world.ts";

const CLIENT = { clientId: "client-1", clientSecret: "secret-now" };
/** Ids of everything are beyond what a double counts. */
const FIRST_ID = "9007199254740993";

/** Shopify's stand-in, which the first session of a merchant has installed us in. */
export async function shopifyWorld(): Promise<PlatformWorld> {
  const receiver = await openReceiver();
  const standIn = await startShopify({
    ...CLIENT,
    app: deployed(receiver.url),
    firstId: FIRST_ID,
    retryPausesMs: [],
  });
  const line = await openBadLine(standIn.url, (path) => !path.includes("/graphql.json"));
  await standIn.install();
  const options: ShopifyOptions = {
    clientId: CLIENT.clientId,
    secrets: [CLIENT.clientSecret],
    apiBase: standIn.url,
    adminUrl: standIn.url,
    scripts: [],
  };
  const platform = shopify(options);
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((go) => setTimeout(go, ms)),
  };
  const { app } = await newApp(receiver.url, clock);
  const http = realHttp({ [standIn.url]: line.url });
  const done = await platform.sessions.adopt?.(await standIn.sessionToken(), {
    http,
    clock,
    log: quietLog,
    app,
  });
  if (done == null) throw new Error("the shop did not let us in");
  const sell = async (price: string): Promise<string> => {
    const placed = await standIn.place({
      paid: true,
      taxesIncluded: true,
      lines: [{ title: "Mug", unitPrice: price, rate: "25" }],
    });
    return placed.id;
  };
  const touch = async (id: string): Promise<void> => {
    await standIn.touch(id, (order) => {
      order.note = "changed";
    });
  };
  return {
    platform,
    installation: { ...done.installation, id: 1, status: "installed" },
    ports: { http, clock, log: quietLog, app, vault: memoryVault(done.secrets), ...uncounted },
    line,
    sell,
    async sellLongId() {
      const id = await sell("10.00");
      return { orderId: id, id, of: "order" };
    },
    change: touch,
    async spoil() {
      standIn.faults.unknownSales = true;
      return () => {
        standIn.faults.unknownSales = false;
      };
    },
    async deliveries(id) {
      await standIn.idle();
      receiver.clear();
      standIn.faults.webhooksDuplicate = true;
      await touch(id);
      await standIn.idle();
      standIn.faults.webhooksDuplicate = false;
      return receiver.received.filter((one) => one.headers["x-shopify-topic"] === "orders/updated");
    },
    forged(genuine: RawDelivery, how) {
      const changed: Record<typeof how, Record<string, string | undefined>> = {
        "without its proof": { "x-shopify-hmac-sha256": undefined },
        "with a wrong proof": { "x-shopify-hmac-sha256": Buffer.alloc(32, 7).toString("base64") },
        // One secret proves every shop's: what is another's is so by its name.
        "proven by another shop": { "x-shopify-shop-domain": "other-shop.myshopify.com" },
      };
      return { ...genuine, headers: { ...genuine.headers, ...changed[how] } };
    },
    async sessionToken(how) {
      const now = Math.floor(clock.now() / 1000);
      switch (how) {
        case "good":
          return await standIn.sessionToken();
        case "expired":
          return await standIn.sessionToken({ iat: now - 600, nbf: now - 600, exp: now - 540 });
        case "of another shop":
          return await standIn.sessionToken({
            iss: "https://other-shop.myshopify.com/admin",
            dest: "https://other-shop.myshopify.com",
          });
        case "for another app":
          return await standIn.sessionToken({ aud: "another-app" });
      }
    },
    async close() {
      await standIn.close();
      await line.close();
      await receiver.close();
    },
  };
}
