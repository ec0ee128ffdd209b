import { fileURLToPath } from "node:url";
import { type FortnoxStandIn, startFortnox } from "../../sandbox/accounting/fortnox/server.ts";
import { openBrowser } from "../../sandbox/browser.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { type Shop, startShop } from "../../sandbox/platforms/manifest-shop/server.ts";
import { readConfig } from "../../server/config.ts";
import { type Host, startHost } from "../../server/host.ts";
import { createLog } from "../../server/log.ts";

const CLIENT = { clientId: "test-client", clientSecret: "test-secret" };

/** The whole product on loopback: a shop with the app installed, a ledger, and the app between them on SQLite. */
export interface World {
  readonly shop: Shop;
  readonly ledger: FortnoxStandIn;
  readonly host: Host;
  /** A page of the panel, as the admin or a script would ask for it. */
  get(path: string, options?: Ask): Promise<Shown>;
  post(
    path: string,
    fields: Readonly<Record<string, string>> | URLSearchParams,
    options?: Ask,
  ): Promise<Shown>;
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  connect(): Promise<number>;
  /** Waits until no order is waiting to be looked at, then gives each order's state. */
  settled(ids: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

export interface Ask {
  /** How the session is proven; "none" sends no token at all. */
  readonly by?: "header" | "query" | "none";
  readonly token?: string;
}

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Starts everything on free ports, with its data in the given folder. */
export async function startWorld(
  dataDir: string,
  shopOptions: Parameters<typeof startShop>[0] = {},
): Promise<World> {
  const ledger = await startFortnox(CLIENT);
  const shop = await startShop(shopOptions);
  const config = readConfig({
    NODE_ENV: "test",
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
    FORTNOX_CLIENT_ID: CLIENT.clientId,
    FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
    FORTNOX_API_URL: ledger.url,
    FORTNOX_AUTH_URL: ledger.url,
    FORTNOX_APP_URL: ledger.url,
  });
  const host = await startHost(config, createLog(config.logLevel));
  const browser = openBrowser();
  const installed = await browser.visit(await shop.install(`${host.publicUrl}/manifest.json`));
  if (installed.status !== 200) throw new Error(`the installation ended at ${installed.url}`);

  async function ask(path: string, init: RequestInit, { by = "header", token }: Ask): Promise<Shown> {
    const url = new URL(`${host.publicUrl}/embedded${path}`);
    const headers = new Headers(init.headers);
    const proof = by === "none" ? null : (token ?? (await shop.sessionToken()));
    if (proof !== null && by === "header") headers.set("authorization", `Bearer ${proof}`);
    if (proof !== null && by === "query") url.searchParams.set("id_token", proof);
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  async function api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${host.publicUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await shop.sessionToken()}`,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  return {
    shop,
    ledger,
    host,
    api,
    get: (path, options = {}) => ask(path, {}, options),
    post: (path, fields, options = {}) =>
      ask(path, { method: "POST", body: new URLSearchParams(fields) }, options),
    async connect() {
      const connection = await api("POST", "/connections", { system: "fortnox" });
      const consent = await browser.visit(String(connection["authorize_url"]));
      await browser.submit(consent, "/oauth-v1/auth/allow");
      return Number(connection["id"]);
    },
    async settled(ids) {
      for (;;) {
        const states = await Promise.all(
          ids.map((id) =>
            api("GET", `/orders/${id}`).then(
              ({ state, code }) => `${state}:${code ?? ""}`,
              () => "unseen",
            ),
          ),
        );
        if (states.every((state) => state !== "unseen" && !state.endsWith(":QUEUED"))) {
          return states.map((state) => state.split(":", 1)[0] ?? "");
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      await host.stop();
      await shop.close();
      await ledger.close();
    },
  };
}

/** Orders of every kind: booked, with a refund, held for two reasons, skipped, waiting. */
export const orderOfEachKind: Readonly<Record<string, OrderDraft>> = {
  mugs: {
    paid: true,
    lines: [
      { sku: "MUG-01", title: "Stoneware mug", quantity: "3", unitPrice: "199.00", rate: "25" },
      { sku: "BOOK-07", title: "Book: The quiet kitchen", quantity: "1", unitPrice: "189.00", rate: "6" },
    ],
    shipping: { title: "Parcel", price: "49.00", rate: "25" },
    customer: { id: "c1", name: "Anna Lind", email: "anna.lind@example.com", country: "SE" },
  },
  finland: {
    paid: true,
    lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "1", unitPrice: "199.00", rate: "25.5" }],
    customer: { id: "c3", name: "Aino Virtanen", email: "aino@example.com", country: "FI" },
    bill_to: { country: "FI" },
    ship_to: { country: "FI" },
  },
  zloty: {
    paid: true,
    currency: "PLN",
    exchangeRate: "2.50",
    lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "2", unitPrice: "79.00", rate: "25" }],
    customer: { id: "c4", name: "Ola Nowak", email: "ola@example.com", country: "SE" },
  },
  gift: {
    paid: true,
    lines: [{ sku: "CARD-00", title: "Postcard, free", quantity: "1", unitPrice: "0.00", rate: "25" }],
    customer: { id: "c5", name: "Bo Ek", email: "bo@example.com", country: "SE" },
  },
  unpaid: {
    paid: false,
    lines: [{ sku: "TEA-BOX", title: "Tea box", quantity: "1", unitPrice: "249.00", rate: "12" }],
    customer: { id: "c2", name: "Olle Berg", email: "olle.berg@example.com", country: "SE" },
  },
};

export const pathOfProject = fileURLToPath(new URL("../../", import.meta.url));
