import { z } from "zod";
import type { Vendors } from "../../../plugin/vendor.ts";
import { openBrowser } from "../../../sandbox/browser.ts";
import { accountsIqWorld } from "../../contract/accountsiq-world.ts";
import type { Books } from "../../contract/connector/world.ts";
import { CHOSEN, dynaccountWorld } from "../../contract/dynaccount-world.ts";
import { fortnoxWorld } from "../../contract/fortnox-world.ts";
import type { Merchant } from "../merchant.ts";
import type { Market } from "./shop-world.ts";

export type LedgerName = "Fortnox" | "Dynaccount" | "AccountsIQ";

/** A company's books on a stand-in of its ledger, in the company's country. */
export interface BooksWorld {
  readonly market: Market;
  /** What the operator tells the app of the ledger. */
  readonly vendors: Vendors;
  /** What a merchant chooses here: where her card money is, and what the ledger itself needs to know. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Gives the app what it needs to enter the books; the id of the connection. */
  connect(api: Merchant["api"]): Promise<string>;
  books(): Books;
  /** Does what the ledger leaves to a person. */
  bookkeep(): void;
  close(): Promise<void>;
}

const clock = { now: () => Date.now() };

/** Each opens empty books. */
export const ledgers: Readonly<Record<LedgerName, () => Promise<BooksWorld>>> = {
  async Fortnox() {
    const { standIn, app, accounts, ...world } = await fortnoxWorld(clock);
    return {
      market: market("SE", "SEK", "Europe/Stockholm", { standard: "25", reduced: "12" }),
      vendors: {
        fortnox: {
          FORTNOX_CLIENT_ID: app.clientId,
          FORTNOX_CLIENT_SECRET: app.clientSecret,
          FORTNOX_API_URL: standIn.url,
          FORTNOX_AUTH_URL: standIn.url,
        },
      },
      settings: setUp("SE556036079301", accounts.clearing),
      async connect(api) {
        const { id, authorize_url: address } = await ask(api, { system: "fortnox" });
        const browser = openBrowser();
        const page = await browser.visit(address ?? "");
        const done = await browser.submit(page, `${standIn.url}/oauth-v1/auth/allow`);
        if (done.status !== 200) throw new Error(`the consent ended at ${done.url}: ${done.status}`);
        return id;
      },
      books: world.books,
      bookkeep: () => undefined,
      close: world.close,
    };
  },

  async Dynaccount() {
    const { standIn, accounts, ...world } = await dynaccountWorld(clock);
    const { apiId, apiKey, apiSecret } = standIn.credentials;
    const credentials = { api_id: apiId, api_key: apiKey, api_secret: apiSecret };
    return {
      market: market("DK", "DKK", "Europe/Copenhagen", { standard: "25", reduced: "25" }),
      vendors: { dynaccount: { DYNACCOUNT_API_URL: standIn.url } },
      settings: {
        ...setUp("DK13585628", accounts.clearing, [
          { treatment: "eu_goods", account: "1110", vat_code: "SEU" },
          { treatment: "eu_service", account: "1110", vat_code: "SEU" },
        ]),
        ledger: CHOSEN,
      },
      connect: async (api) => (await ask(api, { system: "dynaccount", credentials })).id,
      books: world.books,
      bookkeep: () => world.bookkeep?.(),
      close: world.close,
    };
  },

  async AccountsIQ() {
    const { standIn, keys, accounts, ...world } = await accountsIqWorld(clock);
    return {
      market: market("IE", "EUR", "Europe/Dublin", { standard: "23", reduced: "13.5" }),
      vendors: { accountsiq: { ACCOUNTSIQ_API_URL: standIn.url } },
      settings: {
        ...setUp("IE6433435F", accounts.clearing),
        // Of a draft each row needs an item, also an amount that was given back.
        ledger: { row_item: "MAPS" },
      },
      connect: async (api) => (await ask(api, { system: "accountsiq", credentials: keys })).id,
      books: world.books,
      bookkeep: () => undefined,
      close: world.close,
    };
  },
};

const made = z.object({ id: z.string(), authorize_url: z.string().optional() });

async function ask(api: Merchant["api"], what: object): Promise<z.output<typeof made>> {
  const { status, body } = await api("POST", "/connections", what);
  if (status !== 201) throw new Error(`no connection: ${JSON.stringify(body)}`);
  return made.parse(body);
}

/** Card money by whatever name the shop has for it is on one account, and orders of any age are booked. */
function setUp(sellerNumber: string, account: string, treatments: readonly object[] = []) {
  return {
    orders: { start_date: "2000-01-01" },
    vat: { seller_number: sellerNumber, vat_number_check: "vies", treatments },
    payments: { methods: { "*": { account } } },
  };
}

function market(
  country: Market["country"],
  currency: string,
  timeZone: string,
  rates: Market["rates"],
): Market {
  return { country, currency, timeZone, rates };
}
