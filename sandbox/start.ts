import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startFortnox } from "./accounting/fortnox/server.ts";
import { openBrowser } from "./browser.ts";
import { firstOrders } from "./first-orders.ts";
import { type Shop, startShop } from "./platforms/manifest-shop/server.ts";
import { startVies } from "./vies/server.ts";

/** A running app, as the host gives it. */
interface App {
  readonly publicUrl: string;
}

export interface DemoOptions {
  readonly dataDir: string;
  /** The app's port; the shop and the ledger take the next two. */
  readonly port: number;
}

const CLIENT = { clientId: "demo-client", clientSecret: "demo-secret" };

/**
 * The whole product to try out: a shop, a ledger and the app between them, on this machine only.
 * The first start installs the app, connects the ledger and places orders; later ones go on with the same data.
 */
export async function startDemo(
  startApp: (addresses: Readonly<Record<string, string>>, afterStop: () => Promise<void>) => Promise<App>,
  options: DemoOptions,
): Promise<void> {
  const folder = join(options.dataDir, "sandbox");
  mkdirSync(folder, { recursive: true });
  const ledger = await startFortnox({
    ...CLIENT,
    port: options.port + 2,
    dataFile: join(folder, "fortnox.json"),
  });
  const shop = await startShop({ port: options.port + 1, dataFile: join(folder, "shop.json") });
  const register = await startVies();
  const addresses = {
    FORTNOX_CLIENT_ID: CLIENT.clientId,
    FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
    FORTNOX_API_URL: ledger.url,
    FORTNOX_AUTH_URL: ledger.url,
    FORTNOX_APP_URL: ledger.url,
    VIES_URL: register.url,
    FORTNOX_SCOPES: "inbox archive connectfile",
  };
  // Closing saves their data, so that the next start goes on with it.
  const app = await startApp(addresses, async () => {
    await shop.close();
    await ledger.close();
    await register.close();
  });
  if (shop.orders().length === 0) await firstTime(app, shop);
  console.log(`
  A shop, its books and the app between them are running on this machine.

    The shop's admin    ${shop.url}/admin
    The app inside it   ${shop.url}/admin/apps/accounting
    The ledger          ${ledger.url}/

  Place a test order in the shop's admin and watch it arrive in the ledger. Ctrl-C ends everything; the data stays.
`);
}

async function firstTime(app: App, shop: Shop): Promise<void> {
  const browser = openBrowser();
  console.log("First start: installing the app in the shop, connecting the ledger, placing orders ...");
  const installed = await browser.visit(await shop.install(`${app.publicUrl}/manifest.json`));
  if (installed.status !== 200)
    throw new Error(`the installation ended at ${installed.url}: ${installed.status}`);
  const call = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${app.publicUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await shop.sessionToken()}`, "content-type": "application/json" },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const connection = await call("POST", "/connections", { system: "fortnox" });
  const consent = await browser.visit(String(connection["authorize_url"]));
  const connected = await browser.submit(consent, "/oauth-v1/auth/allow");
  if (connected.status !== 200) throw new Error(`the consent ended at ${connected.url}: ${connected.status}`);
  await call("PATCH", `/connections/${String(connection["id"])}/settings`, {
    payments: { methods: { card: { account: "1686" }, swish: { account: "1930" } } },
  });
  const ids = await firstOrders(shop);
  await untilSettled(ids, (id) => call("GET", `/orders/${id}`, null));
}

const PATIENCE = 150;

/** Waits until every order has been looked at, so that the first page a person opens shows the result. */
async function untilSettled(
  ids: readonly string[],
  read: (id: string) => Promise<Record<string, unknown>>,
): Promise<void> {
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    const states = await Promise.all(ids.map((id) => read(id).catch(() => ({ state: "waiting" }))));
    if (states.every((order) => order["state"] !== "waiting")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
