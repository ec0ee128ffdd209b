import { expect } from "vitest";
import type { ConsentDone, LedgerResult, Step } from "../../plugin/connectors/connector.ts";
import { fortnox } from "../../plugin/connectors/fortnox/connector.ts";
import { type FortnoxStandIn, startFortnox } from "../../sandbox/accounting/fortnox/server.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import type { LedgerWorld, Trouble } from "./connector/world.ts";
import { jsonWithLess, jsonWithMore } from "./json-answers.ts";

/** As the ledger knows this app. */
const APP = { clientId: "relay-test", clientSecret: "relay-secret" };

const REDIRECT = "http://127.0.0.1:1/connected";

/** The call that writes each step. */
const CALLS: Readonly<Record<Step | "create order", string>> = {
  "create order": "POST /3/orders",
  customer: "POST /3/customers",
  "update-customer": "PUT /3/customers/*",
  "update-article": "PUT /3/articles/*",
  article: "POST /3/articles",
  create: "POST /3/invoices",
  adjust: "PUT /3/invoices/*",
  update: "PUT /3/invoices/*",
  "invoice-order": "PUT /3/orders/*/createinvoice",
  book: "PUT /3/invoices/*/bookkeep",
  pay: "POST /3/invoicepayments",
  "book-payment": "PUT /3/invoicepayments/*/bookkeep",
  email: "GET /3/invoices/*/email",
  remove: "PUT /3/invoices/*/cancel",
  journal: "POST /3/vouchers",
};

const FAULTS = {
  "answer lost": "timeout-after-write",
  "outage before writing": "500",
  "too many calls": "429",
  "login expired": "unauthorized",
} as const satisfies Record<Trouble, string>;

/** Fortnox's stand-in and the connector that talks to it. */
export async function fortnoxWorld(clock: {
  now(): number;
}): Promise<LedgerWorld & { readonly standIn: FortnoxStandIn; readonly app: typeof APP }> {
  const app = APP;
  const standIn = await startFortnox({ ...app, today: () => new Date(clock.now()) });
  // The pace is tested where time stands still for nobody; here it would only cost seconds.
  standIn.faults.set({ rateLimit: false });
  const { ledger } = standIn;
  const connector = fortnox({ ...app, apiUrl: standIn.url, authUrl: standIn.url, appUrl: standIn.url });
  const connect = async (answer: "allow" | "deny"): Promise<LedgerResult<ConsentDone>> => {
    const { auth } = connector;
    const url = auth.authorizeUrl({ redirectUri: REDIRECT, state: "state-1", needs: { orders: true } });
    const back = await consent(standIn.url, url, answer);
    expect(back["state"]).toBe("state-1");
    return await auth.finish(
      back,
      REDIRECT,
      ledgerPorts({ clock: testClock(new Date(clock.now()).toISOString()), vault: memoryVault({}) }),
    );
  };
  return {
    standIn,
    app,
    connector,
    connect,
    next: (step, trouble) => standIn.faults.next({ match: CALLS[step], fault: FAULTS[trouble], ms: 20 }),
    lockUntil: (day) => standIn.faults.set({ lockedUntil: day }),
    revokeConsent: () => standIn.faults.set({ consentRevoked: true }),
    books: () => ({
      customers: ledger.customers().map((card) => ({ number: card.CustomerNumber, name: card.Name })),
      articles: ledger.articles().map((article) => ({ number: article.ArticleNumber })),
      documents: ledger.invoices().map((invoice) => ({
        id: invoice.DocumentNumber,
        total: invoice.Total,
        vat: invoice.TotalVAT,
        booked: invoice.Booked,
        cancelled: invoice.Cancelled,
        open: invoice.Balance,
      })),
      payments: ledger.payments().map((payment) => ({ amount: payment.Amount, booked: payment.Booked })),
      vouchers: ledger.vouchers().map((voucher) => ({
        number: `${voucher.VoucherSeries}${voucher.VoucherNumber}`,
        date: voucher.TransactionDate,
        lines: voucher.VoucherRows.map((row) => `${row.Account} ${row.Debit} ${row.Credit}`),
      })),
      emails: ledger.emails().map((mail) => ({ to: mail.EmailAddressTo, document: mail.DocumentNumber })),
    }),
    answers: {
      writesDocument: ({ method, url }) => `${method} ${new URL(url).pathname}` === CALLS.create,
      withMore: jsonWithMore,
      withLess: jsonWithLess,
    },
    baseCurrency: "SEK",
    domesticRates: ["25", "12", "6"],
    accounts: { sales: "3001", rounding: "3740", clearing: "1580" },
    close: () => standIn.close(),
  };
}

async function consent(
  origin: string,
  authorizeUrl: string,
  answer: "allow" | "deny",
): Promise<Record<string, string>> {
  const page = await fetch(authorizeUrl);
  if (page.status !== 200) throw new Error(`the consent page answered ${page.status}`);
  const pressed = await fetch(`${origin}/oauth-v1/auth/${answer}`, {
    method: "POST",
    redirect: "manual",
    body: new URL(authorizeUrl).searchParams,
  });
  return Object.fromEntries(new URL(pressed.headers.get("location") ?? "").searchParams);
}
