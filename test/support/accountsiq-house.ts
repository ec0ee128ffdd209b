import { expect } from "vitest";
import { type AccountsIqStandIn, startAccountsIq } from "../../sandbox/accounting/accountsiq/server.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import type { Config } from "../../server/config.ts";
import { Secret } from "../../server/secret.ts";
import type { Engine } from "./engines.ts";
import { type House, openHouse } from "./house.ts";
import type { OrderView } from "./merchant.ts";

const APP = { clientId: "house-app", clientSecret: "house-secret" };
/** What a person types in to connect, without the company. */
export const ACCOUNTSIQ_KEYS = { region: "eu1", client_id: APP.clientId, client_secret: APP.clientSecret };

/** 100.00 and 23.00 of Irish VAT, for the same subscriber each time. */
export const renewal = (changes: Partial<OrderDraft> = {}): OrderDraft => ({
  paid: true,
  currency: "EUR",
  lines: [{ sku: "BOX-1", title: "Box", unitPrice: "123.00", rate: "23" }],
  customer: { id: "c-aoife", email: "aoife@example.ie", name: "Aoife Byrne", country: "IE" },
  bill_to: { country: "IE" },
  ...changes,
});

/** A house whose ledger is AccountsIQ, with its Irish company connected and set up. */
export interface AccountsIqHouse {
  readonly house: House;
  readonly aiq: AccountsIqStandIn;
  /** The connection of the Irish company. */
  readonly irish: string;
  /** Connects a company and gives the connection's id. */
  connect(company: string): Promise<string>;
  change(connection: string, patch: unknown): Promise<void>;
  /** Places an order and waits until it is booked. */
  book(draft: OrderDraft): Promise<OrderView>;
  close(): Promise<void>;
}

export async function openAccountsIqHouse(
  engine: Engine,
  config: Partial<Config> = {},
): Promise<AccountsIqHouse> {
  const aiq = await startAccountsIq(APP);
  const vendors = new Secret({ manifest: {}, accountsiq: { ACCOUNTSIQ_API_URL: aiq.url } });
  const house = await openHouse(engine, { until: "installed", config: { vendors, ...config } });
  const connect = async (company: string): Promise<string> => {
    const credentials = { ...ACCOUNTSIQ_KEYS, company };
    const made = await house.api("POST", "/connections", { system: "accountsiq", credentials });
    expect(made).toMatchObject({ status: 201, body: { status: "connected" } });
    return (made.body as { id: string }).id;
  };
  const change = async (connection: string, patch: unknown): Promise<void> => {
    const changed = await house.api("PATCH", `/connections/${connection}/settings`, patch);
    expect(changed).toMatchObject({ status: 200 });
  };
  const irish = await connect("IE01");
  await change(irish, {
    orders: { start_date: "2000-01-01" },
    vat: { seller_country: "IE" },
    payments: { methods: { card: { account: "1210" } } },
  });
  return {
    house,
    aiq,
    irish,
    connect,
    change,
    async book(draft) {
      const placed = await house.shop.placeOrder(draft);
      return await house.waitForOrder(placed.id, "booked");
    },
    async close() {
      await house.close();
      await aiq.close();
    },
  };
}
