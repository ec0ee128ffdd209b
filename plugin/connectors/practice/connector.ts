import type { Connector, OwnBooks } from "../connector.ts";
import { createBooks, LEDGER_NAME } from "./books.ts";
import { chartOf } from "./charts.ts";
import { tenantOf } from "./company.ts";
import { readChoices, readFacts } from "./facts.ts";
import { find } from "./find.ts";
import { practicePages } from "./pages.ts";
import { articleNumber, matchArticle, matchCustomers } from "./parties.ts";
import { perform } from "./perform.ts";
import { practiceSettings } from "./settings.ts";

/** Books kept in our own database, on which a merchant tries everything before connecting a ledger. */
export function practice(): Connector & { readonly auth: OwnBooks } {
  return {
    id: "practice",
    name: LEDGER_NAME,
    isPractice: true,
    capabilities: {
      maxRows: 500,
      splitsPayments: true,
      booksSeparately: true,
      booksPaymentsSeparately: false,
      canEmail: false,
      removesDrafts: true,
      journals: true,
      updatesDrafts: true,
    },
    settings: practiceSettings,
    auth: {
      kind: "own",
      open: (company, connectionId) => ({
        secrets: {},
        ledgerTenant: tenantOf(company, connectionId),
        companyName: LEDGER_NAME,
      }),
    },
    startSettings({ country }, today) {
      const chart = chartOf(country, today);
      return {
        payments: { methods: { "*": { account: chart.clearing } } },
        liabilities: {
          gift_card_account: chart.giftCards,
          store_credit_account: chart.storeCredit,
          tip_account: chart.tips,
        },
      };
    },
    open(connection, { shelf, clock, settings: stored }) {
      const books = createBooks({ tenant: connection.ledgerTenant, shelf, clock, stored });
      return {
        pages: practicePages(books),
        find: (operation) => find(books, operation),
        perform: (operation) => perform(books, operation),
        matchCustomers: (customer, by) => matchCustomers(books, customer, by),
        articleNumber,
        matchArticle: (article, by) => matchArticle(books, article, by),
        stock: null,
        facts: () => readFacts(books),
        choices: async (list) => ({ ok: true, value: readChoices(books, list) }),
        check: async () => ({ ok: true, value: [] }),
      };
    },
  };
}
