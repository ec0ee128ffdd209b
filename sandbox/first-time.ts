import { openBrowser } from "./browser.ts";
import { firstOrders } from "./first-orders.ts";
import type { StandIns } from "./stand-ins.ts";

/** A running app, as the host gives it. */
export interface App {
  readonly publicUrl: string;
}

/** Installs the app in the shop and in Shopify, connects both with books, and places orders. */
export async function firstTime(app: App, standIns: StandIns): Promise<void> {
  await beginInTheShop(app, standIns);
  await beginInShopify(app, standIns);
}

async function beginInTheShop(app: App, { shop }: StandIns): Promise<void> {
  const installed = await openBrowser().visit(await shop.install(`${app.publicUrl}/manifest.json`));
  if (installed.status !== 200)
    throw new Error(`the installation ended at ${installed.url}: ${installed.status}`);
  const call = caller(app, () => shop.sessionToken());
  await connectFortnox(call, { card: { account: "1686" }, swish: { account: "1930" } });
  await untilSettled(call, await firstOrders(shop));
}

async function beginInShopify(app: App, { shopify }: StandIns): Promise<void> {
  await shopify.install();
  const opened = await fetch(await shopify.appAddress("/shopify"));
  if (!opened.ok) throw new Error(`the app in Shopify answered ${opened.status}`);
  const call = caller(app, () => shopify.sessionToken());
  await connectFortnox(call, { shopify_payments: { account: "1686" } });
  const { id } = await shopify.place({
    lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
    shipping: [{ title: "Parcel", price: "49.00", rate: "25" }],
    paid: true,
  });
  await untilSettled(call, [id]);
}

type Call = (method: string, path: string, body: unknown) => Promise<Record<string, unknown>>;

function caller(app: App, token: () => Promise<string>): Call {
  return async (method, path, body) => {
    const response = await fetch(`${app.publicUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
}

async function connectFortnox(call: Call, methods: Readonly<Record<string, object>>): Promise<void> {
  const browser = openBrowser();
  const connection = await call("POST", "/connections", { system: "fortnox" });
  const consent = await browser.visit(String(connection["authorize_url"]));
  const connected = await browser.submit(consent, "/oauth-v1/auth/allow");
  if (connected.status !== 200) throw new Error(`the consent ended at ${connected.url}: ${connected.status}`);
  await call("PATCH", `/connections/${String(connection["id"])}/settings`, { payments: { methods } });
}

const PATIENCE = 150;

/** Waits until every order has been looked at, so that the first page a person opens shows the result. */
async function untilSettled(call: Call, ids: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    const states = await Promise.all(
      ids.map((id) => call("GET", `/orders/${id}`, null).catch(() => ({ state: "waiting" }))),
    );
    if (states.every((order) => order.state !== "waiting")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
