import { accountsIq } from "../../plugin/connectors/accountsiq/connector.ts";
import type { ConsentDone, LedgerResult, Step } from "../../plugin/connectors/connector.ts";
import { formatMoney, negate, parseMoney, sum } from "../../plugin/domain/money.ts";
import type { TransactionRecord } from "../../sandbox/accounting/accountsiq/records.ts";
import { type AccountsIqStandIn, startAccountsIq } from "../../sandbox/accounting/accountsiq/server.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import type { LedgerWorld, Trouble } from "./connector/world.ts";

/** What a merchant types to connect. */
const KEYS = { region: "eu1", client_id: "relay-test", client_secret: "relay-secret", company: "IE01" };

/** The call that writes each step. */
const CALLS: Readonly<Record<Step | "create order", string>> = {
  "create order": "SaveOrderGetBackOrderID",
  customer: "UpdateCustomer",
  "update-customer": "UpdateCustomer",
  article: "SaveStockItem",
  "update-article": "SaveStockItem",
  create: "PostPayAndAllocateSalesInvoice",
  adjust: "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID",
  update: "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID",
  "invoice-order": "GetInvoiceFromOrder",
  book: "PostInvoiceGetBackTransactionID",
  pay: "SaveSalesReceiptGetBackTransactionID",
  "book-payment": "AllocateTransactions",
  email: "SendEmail",
  remove: "CancelInvoice",
  journal: "CreateGeneralJournalGetBackTransactionID",
};

const FAULTS = {
  "answer lost": "timeout-after-write",
  "outage before writing": "500",
  "too many calls": "429",
  "login expired": "token-expired",
} as const satisfies Record<Trouble, string>;

/** AccountsIQ's stand-in and the connector that talks to it. */
export async function accountsIqWorld(clock: {
  now(): number;
}): Promise<LedgerWorld & { readonly standIn: AccountsIqStandIn; readonly keys: typeof KEYS }> {
  const app = { clientId: KEYS.client_id, clientSecret: KEYS.client_secret };
  const standIn = await startAccountsIq({ ...app, today: () => new Date(clock.now()) });
  // The contract's sales have 25 % VAT, and another country's code has that rate too.
  standIn.addTaxCode({ code: "S25", rate: "0.25", isStandard: true });
  standIn.addItem("BOX", "1000");
  const { ledger } = standIn;
  const connector = accountsIq({ urlPattern: standIn.url });
  const connect = async (answer: "allow" | "deny"): Promise<LedgerResult<ConsentDone>> => {
    const done = await connector.auth.connect(
      { ...KEYS, client_secret: answer === "allow" ? KEYS.client_secret : "wrong" },
      ledgerPorts({ clock: testClock(new Date(clock.now()).toISOString()), vault: memoryVault({}) }),
    );
    if (!done.ok) return done;
    if ("companies" in done.value) throw new Error("the company was named");
    return { ok: true, value: done.value };
  };
  const documents = () => ledger.transactions().filter((one) => one.type === "SI" || one.type === "SN");
  return {
    standIn,
    keys: KEYS,
    connector,
    connect,
    // Drafts are item documents: every row of theirs needs a stock item.
    ownSettings: { row_item: "BOX" },
    next: (step, trouble) => standIn.faults.next({ match: CALLS[step], fault: FAULTS[trouble], ms: 20 }),
    lockUntil: (day) => standIn.faults.set({ lockedUntil: day }),
    revokeConsent: () => standIn.faults.set({ revoked: true }),
    books: () => ({
      customers: ledger.customers().map((card) => ({ number: card["Code"] ?? "", name: card["Name"] ?? "" })),
      articles: ledger.items().map((item) => ({ number: item["StockItemID"] ?? "" })),
      documents: [
        ...documents().map((one) => ({
          // A posted transaction, as the connector keeps it.
          id: `T${one.id}`,
          total: one.amount,
          vat: vatOf(one),
          booked: true,
          cancelled: false,
          open: one.outstanding,
        })),
        ...ledger.itemDocuments().map((one) => ({
          id: `${one.kind === "invoice" ? "I" : "N"}${one.id}`,
          total: formatMoney(sum([parseMoney(one.net, "EUR"), parseMoney(one.tax, "EUR")], "EUR")),
          vat: one.tax,
          booked: one.status === "Posted",
          cancelled: one.status === "Cancelled",
          open: one.status === "Posted" ? "0.00" : one.net,
        })),
      ],
      payments: ledger
        .transactions()
        .filter((one) => one.type === "SR" || one.type === "SD")
        .map((one) => ({ amount: one.amount, booked: one.outstanding === "0.00" })),
      vouchers: ledger
        .transactions()
        .filter((one) => one.type === "GA")
        .map((one) => ({
          number: String(one.id),
          date: one.date,
          lines: one.lines.map(({ account, amount }) =>
            amount.startsWith("-") ? `${account} 0.00 ${amount.slice(1)}` : `${account} ${amount} 0.00`,
          ),
        })),
      emails: [],
    }),
    answers: {
      writesDocument: ({ headers }) => headers?.["soapaction"]?.includes(CALLS.create) === true,
      // Between two closing tags a record ends.
      withMore: (body) => body.replace(/(<\/[\w:]+>)(?=\s*<\/)/g, "$1<FieldOfTomorrow>new</FieldOfTomorrow>"),
      withLess: (body) => body.replace(/<(\w+Result)>.*<\/\1>/s, "<$1></$1>"),
    },
    purchases: {
      supplier: "WOODWORKS",
      account: "5000",
      next: (trouble) =>
        standIn.faults.next({
          match: "CreateBatchPurchasesInvoiceGetBackTransactionID",
          fault: FAULTS[trouble],
          ms: 20,
        }),
      documents: () =>
        ledger
          .transactions()
          .filter((one) => one.type === "PI" || one.type === "PN")
          .map((one) => ({ id: `T${one.id}`, owed: one.amount, vat: vatOf(one) })),
    },
    baseCurrency: "EUR",
    domesticRates: ["23", "13.5", "9"],
    accounts: { sales: "4000", rounding: "6800", clearing: "1210" },
    close: () => standIn.close(),
  };
}

/** What the tax account was credited by a transaction. */
function vatOf({ lines, currency }: Readonly<TransactionRecord>): string {
  const taxes = lines.filter((line) => line.kind === "tax").map((line) => parseMoney(line.amount, currency));
  return formatMoney(negate(sum(taxes, currency)));
}
