import type { Connector, ConsentFlow, LedgerPorts } from "../connector.ts";
import { createTokenCache } from "../shared/token-cache.ts";
import { fortnoxConsent } from "./auth.ts";
import type { Books } from "./books.ts";
import { checkBooks } from "./check.ts";
import { readChoices } from "./choices.ts";
import { createClient } from "./client.ts";
import { readFacts } from "./facts.ts";
import { ledgerFiles } from "./files.ts";
import { find } from "./find.ts";
import { invoicePath } from "./invoices.ts";
import { matchArticle, matchCustomers } from "./match.ts";
import { type FortnoxOptions, LEDGER_NAME } from "./options.ts";
import { perform } from "./perform.ts";
import { createRates, type RateCache } from "./rates.ts";
import { stockReader } from "./stock.ts";
import { articleNumber } from "./text.ts";
import { connectionTokens } from "./tokens.ts";
import { createVoucherBooks, type VoucherCache } from "./voucher-books.ts";
import { ledgerWatch } from "./watch.ts";

export type { FortnoxOptions } from "./options.ts";

/** Fortnox: the accounting system of many Swedish companies. */
export function fortnox(options: FortnoxOptions): Connector & { readonly auth: ConsentFlow } {
  const tokenCache = createTokenCache();
  const rateCache: RateCache = new Map();
  const voucherCache: VoucherCache = { years: new Map(), series: new Map() };

  return {
    id: "fortnox",
    name: LEDGER_NAME,
    capabilities: {
      // Of Fortnox's 500, one is kept for the text row of a credit note and one for the rounding row.
      maxRows: 498,
      splitsPayments: true,
      decimals: 2,
      booksSeparately: true,
      booksPaymentsSeparately: true,
      canEmail: true,
      removesDrafts: true,
      journals: true,
      updatesDrafts: true,
      orders: true,
    },
    auth: fortnoxConsent(options),

    open(connection, ports: LedgerPorts) {
      // Another company behind the same connection must never meet the old company's token.
      const tenant = connection.ledgerTenant ?? `of-connection-${connection.id}`;
      const tokens = connectionTokens(options, ports, tokenCache, `${connection.id}:${tenant}`);
      const client = createClient(options, ports, tenant, tokens);
      const rates = createRates(client, ports.clock, rateCache, tenant);
      const vouchers = createVoucherBooks(client, ports.clock, voucherCache, tenant);
      const books: Books = { options, client, rates, vouchers };
      return {
        pdf: (ref) => client.download(`${invoicePath(ref.id)}/preview`, `invoice ${ref.number}`),
        files: ledgerFiles(client),
        watch: ledgerWatch(client, ports.clock),
        find: (operation) => find(books, operation),
        perform: (operation) => perform(books, operation),
        matchCustomers: (customer, by) => matchCustomers(client, customer, by),
        articleNumber,
        matchArticle: (article, by) => matchArticle(client, article, by),
        stock: stockReader(client),
        facts: () => readFacts(client, ports.clock),
        choices: (list) => readChoices(client, ports.clock, list),
        check: (needs) => checkBooks(client, ports.clock, needs),
      };
    },
  };
}
