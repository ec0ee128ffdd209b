import type { z } from "zod";
import { orderAnswer } from "../../plugin/api/merchant/order-answer.ts";
import type { FortnoxStandIn } from "../../sandbox/accounting/fortnox/server.ts";
import { openBrowser } from "../../sandbox/browser.ts";
import { type Shop, type ShopOptions, startShop } from "../../sandbox/platforms/manifest-shop/server.ts";
import { type ApiAnswer, describedApi } from "./described-api.ts";
import { eventually } from "./eventually.ts";

export type OrderView = z.output<typeof orderAnswer>;

/** A merchant with a shop: what she does in her browser and what her programs ask of the API. */
export interface Merchant {
  readonly shop: Shop;
  /** Installs the app as her browser would: handshake, redirects, cookie. */
  install(): Promise<void>;
  /** Makes a connection, gives consent on the ledger's page and returns the connection's id. */
  connect(company?: string): Promise<string>;
  /** Visits the consent page, chooses the company where one is named, and presses "Allow". */
  consent(authorizeUrl: string, company?: string): Promise<void>;
  /** Calls the API with a fresh session token; every answer is held against the OpenAPI document. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  order(id: string): Promise<OrderView | null>;
  /** Waits until the order stands as wanted: a state, or whatever the function says. */
  waitForOrder(
    id: string,
    until: OrderView["state"] | ((order: OrderView) => boolean),
    patienceMs?: number,
  ): Promise<OrderView>;
  changeSettings(patch: Record<string, unknown>): Promise<void>;
  /** Of the connection made last. */
  connectionId(): string;
  close(): Promise<void>;
}

/** Opens a shop that knows nothing of the app yet. */
export async function openMerchant(
  app: { readonly publicUrl: string },
  ledger: FortnoxStandIn,
  options: ShopOptions = {},
): Promise<Merchant> {
  const shop = await startShop(options);
  const browser = openBrowser();
  const call = await describedApi(app.publicUrl);
  let connectionId = "";

  const api: Merchant["api"] = async (method, path, body) =>
    call({ method, path, token: await shop.sessionToken(), body });

  async function consent(authorizeUrl: string, company?: string): Promise<void> {
    const page = await browser.visit(authorizeUrl);
    const done = await browser.submit(
      page,
      `${ledger.url}/oauth-v1/auth/allow`,
      company === undefined ? {} : { tenant: company },
    );
    if (done.status !== 200) throw new Error(`the consent ended at ${done.url}: ${done.status} ${done.text}`);
  }

  async function order(id: string): Promise<OrderView | null> {
    const answer = await api("GET", `/orders/${encodeURIComponent(id)}`);
    if (answer.status === 404) return null;
    return orderAnswer.parse(answer.body);
  }

  return {
    shop,
    api,
    consent,
    order,
    async install() {
      const page = await browser.visit(await shop.install(`${app.publicUrl}/manifest.json`));
      if (page.status !== 200) throw new Error(`the installation ended at ${page.url}: ${page.status}`);
    },
    async connect(company) {
      const made = await api("POST", "/connections", { system: "fortnox" });
      if (made.status !== 201) throw new Error(`no connection: ${JSON.stringify(made.body)}`);
      const { id, authorize_url: address } = made.body as { id: string; authorize_url: string };
      await consent(address, company);
      connectionId = id;
      return id;
    },
    async waitForOrder(id, until, patienceMs) {
      const isEnough = typeof until === "string" ? (one: OrderView) => one.state === until : until;
      const what = typeof until === "string" ? `order ${id} ${until}` : `what is expected of order ${id}`;
      const found = await eventually(
        () => order(id),
        (one) => one !== null && isEnough(one),
        what,
        patienceMs,
      );
      return orderAnswer.parse(found);
    },
    async changeSettings(patch) {
      const changed = await api("PATCH", `/connections/${connectionId}/settings`, patch);
      if (changed.status !== 200) throw new Error(`settings refused: ${JSON.stringify(changed.body)}`);
    },
    connectionId: () => connectionId,
    close: () => shop.close(),
  };
}
