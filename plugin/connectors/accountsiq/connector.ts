import type { Connector, CredentialsFlow, LedgerPorts } from "../connector.ts";
import { createTokenCache } from "../shared/token-cache.ts";
import { accountsIqKeys } from "./auth.ts";
import type { Books } from "./books.ts";
import { checkBooks } from "./check.ts";
import { readChoices } from "./choices.ts";
import { createClient } from "./client.ts";
import { matchCustomers } from "./customers.ts";
import { readFacts } from "./facts.ts";
import { ledgerFiles, pdfOf } from "./files.ts";
import { matchItem, stockReader } from "./items.ts";
import { type AccountsIqOptions, LEDGER_NAME } from "./options.ts";
import { find, isItemDocument, perform } from "./perform.ts";
import { ledgerPurchases } from "./purchases.ts";
import { createRates } from "./rates.ts";
import { createRegisters, type RegisterCache } from "./registers.ts";
import { accountsIqSettings, readSettings } from "./settings.ts";
import { readKeys } from "./sign-in.ts";
import { itemCode } from "./text.ts";

/** AccountsIQ: an accounting system for groups of companies, in Ireland and the United Kingdom above all. */
export function accountsIq(options: AccountsIqOptions): Connector & { readonly auth: CredentialsFlow } {
  const tokens = createTokenCache();
  const registerCache: RegisterCache = new Map();

  return {
    id: "accountsiq",
    name: LEDGER_NAME,
    settings: accountsIqSettings,
    capabilities: {
      // The vendor names no limit; one call has to be read and checked in time.
      maxRows: 1000,
      decimals: 2,
      booksSeparately: true,
      booksPaymentsSeparately: true,
      createsPaid: true,
      setsOff: true,
      customerPerCurrency: true,
      canEmail: false,
      removesDrafts: false,
      journals: true,
      purchases: true,
      updatesDrafts: true,
    },
    auth: accountsIqKeys(options),

    open(connection, ports: LedgerPorts) {
      const tenant = connection.ledgerTenant ?? `of-connection-${connection.id}`;
      const client = createClient(options, ports, async () => readKeys(await ports.vault.read()), tokens);
      const registers = createRegisters(client, ports.clock, registerCache, tenant);
      const settings = async () => readSettings(await ports.settings());
      const books: Books = { client, registers, rates: createRates(client, registers), settings };
      return {
        find: (operation) => find(books, operation),
        perform: (operation) => perform(books, operation),
        matchCustomers: (customer, by) => matchCustomers(books, customer, by),
        articleNumber: itemCode,
        matchArticle: (article, by) => matchItem(books, article, by),
        bearsArticles: (document) => isItemDocument(books, document),
        stock: stockReader(client),
        facts: () => readFacts(client, registers, ports.clock),
        choices: (list) => readChoices(client, registers, list),
        pdf: (ref) => pdfOf(client, ref),
        files: ledgerFiles(client),
        purchases: ledgerPurchases(books),
        check: async (needs) => checkBooks(client, registers, ports.clock, await settings(), needs),
      };
    },
  };
}
