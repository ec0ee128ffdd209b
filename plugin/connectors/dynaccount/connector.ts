import type { Connector, CredentialsFlow } from "../connector.ts";
import { createBooks, createMemory } from "./books.ts";
import { checkBooks } from "./check.ts";
import { readChoices } from "./choices.ts";
import { createClient } from "./client.ts";
import { dynaccountKeys, keysFrom } from "./credentials.ts";
import { matchCustomers } from "./customers.ts";
import { readFacts } from "./facts.ts";
import { find } from "./find.ts";
import { type DynaccountOptions, LEDGER_NAME } from "./options.ts";
import { readPaperId } from "./papers.ts";
import { perform } from "./perform.ts";
import { articleNumber, matchProduct } from "./products.ts";
import { booksByItself, dynaccountSettings } from "./settings.ts";
import { stockReader } from "./stock.ts";

/** Dynaccount: an accounting system of Danish companies. */
export function dynaccount(options: DynaccountOptions): Connector & { readonly auth: CredentialsFlow } {
  const memory = createMemory();

  return {
    id: "dynaccount",
    name: LEDGER_NAME,
    capabilities: {
      maxRows: 400,
      splitsPayments: true,
      decimals: 2,
      booksSeparately: true,
      booksPaymentsSeparately: false,
      canEmail: true,
      removesDrafts: true,
      journals: true,
      updatesDrafts: true,
      orders: true,
    },
    auth: dynaccountKeys(options),
    settings: dynaccountSettings,
    leavesDrafts(own) {
      const settings = dynaccountSettings.parse(own);
      // A voucher is as finished as we can make it; its payments and credits follow.
      if (settings.way === "voucher" || booksByItself(settings)) return "orders";
      return "all";
    },

    open(connection, ports) {
      const tenant = connection.ledgerTenant ?? `of-connection-${connection.id}`;
      const keys = async () => keysFrom(await ports.vault.read());
      const client = createClient({ options, keys, tenant }, ports);
      const { clock, log, settings: stored } = ports;
      const books = createBooks({ client, clock, log, tenant, memory, stored });
      return {
        find: (operation) => find(books, operation),
        perform: (operation) => perform(books, operation),
        matchCustomers: (customer, by) => matchCustomers(books, customer, by),
        articleNumber,
        matchArticle: (article, by) => matchProduct(books, article, by),
        stock: stockReader(client),
        facts: () => readFacts(books),
        choices: (list) => readChoices(client, list),
        check: () => checkBooks(books),
        async pdf(ref) {
          const about = { subject: `invoice ${ref.number}` };
          const names = await books.assumptions();
          const isInvoice = readPaperId(ref.id)?.paper.table === "debtor_invoice";
          return await client.document(
            names[isInvoice ? "documents.invoice" : "documents.credit_note"],
            ref.number,
            about,
          );
        },
      };
    },
  };
}
