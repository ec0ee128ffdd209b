import type { ConsentDone, LedgerResult, Step } from "../../plugin/connectors/connector.ts";
import { dynaccount } from "../../plugin/connectors/dynaccount/connector.ts";
import { type DynaccountStandIn, startDynaccount } from "../../sandbox/accounting/dynaccount/server.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import type { Books, LedgerWorld, Trouble } from "./connector/world.ts";
import { jsonWithLess, jsonWithMore } from "./json-answers.ts";

/** The call that completes each step: of a document's head and lines it is the lines. */
const CALLS: Readonly<Record<Step | "create order", string>> = {
  "create order": "insert_bulk/debtor_order_product",
  customer: "put/debtor",
  "update-customer": "put/debtor",
  article: "put/product",
  "update-article": "put/product",
  create: "insert_bulk/debtor_invoice_product",
  adjust: "insert_bulk/debtor_invoice_product",
  update: "insert_bulk/debtor_invoice_product",
  "invoice-order": "action/invoice_debtor_order",
  book: "action/book_debtor_invoice",
  pay: "insert_bulk/accounting",
  "book-payment": "action/book_draft",
  email: "action/send_debtor_invoice",
  remove: "delete/debtor_invoice",
  journal: "insert_bulk/accounting",
};

const FAULTS = {
  "answer lost": "timeout-after-write",
  "outage before writing": "html-500",
  "too many calls": "429",
  "login expired": "unauthorized",
} as const satisfies Record<Trouble, string>;

/** What a merchant of the stand-in's company would choose. */
export const CHOSEN = {
  automatic_booking: "confirmed",
  draft: "Webshop",
  group_b2c: "Privat",
  group_b2b: "Erhverv",
  group_ean: "Offentlig",
  product_group: "Varer",
  row_product: "SALG",
  products_by_account: { "3900": "AFRUNDING", "1200": "FRAGT" },
  no_vat_code: "S0",
} as const;

export interface DynaccountWorld extends LedgerWorld {
  readonly standIn: DynaccountStandIn;
  readonly connector: ReturnType<typeof dynaccount>;
}

/** Dynaccount's stand-in and the connector that talks to it. */
export async function dynaccountWorld(clock: { now(): number }): Promise<DynaccountWorld> {
  const standIn = await startDynaccount({ today: () => new Date(clock.now()) });
  const connector = dynaccount({ apiUrl: standIn.url });
  const connect = async (answer: "allow" | "deny"): Promise<LedgerResult<ConsentDone>> => {
    const { apiId, apiKey, apiSecret } = standIn.credentials;
    const secret = answer === "allow" ? apiSecret : apiSecret.replace("5", "6");
    const credentials = { api_id: apiId, api_key: apiKey, api_secret: secret };
    const now = testClock(new Date(clock.now()).toISOString());
    const done = await connector.auth.connect(
      credentials,
      ledgerPorts({ clock: now, vault: memoryVault({}) }),
    );
    if (done.ok && "companies" in done.value) throw new Error("keys are of one company");
    return done as LedgerResult<ConsentDone>;
  };
  return {
    standIn,
    connector,
    connect,
    ownSettings: CHOSEN,
    next: (step, trouble) => {
      // A refused call or key is met by the head, before anything is there.
      const isEarly = step === "create" && (trouble === "too many calls" || trouble === "login expired");
      const match = isEarly ? "put/debtor_invoice" : CALLS[step];
      standIn.faults.next({ match, fault: FAULTS[trouble], ms: 20 });
    },
    lockUntil: (day) => standIn.faults.set({ lockedUntil: day }),
    revokeConsent: () => standIn.faults.set({ keyRevoked: true }),
    bookkeep: () => standIn.byHand.bookDraft("Webshop"),
    books: () => booksOf(standIn),
    answers: {
      writesDocument: ({ url }) => url.includes(CALLS.create),
      withMore: jsonWithMore,
      withLess: jsonWithLess,
    },
    baseCurrency: "DKK",
    domesticRates: ["25.00"],
    accounts: { sales: "1100", rounding: "3900", clearing: "5700" },
    close: () => standIn.close(),
  };
}

function booksOf({ books }: DynaccountStandIn): Books {
  const payments = books.rows("accounting").filter((row) => row["type"] === "DEBTOR_PAYMENT");
  const isBooked = (id: string | undefined) =>
    books.rows("enclosure").find((voucher) => voucher["id"] === id)?.["is_booked"] === "YES";
  const documents = (table: string, sign: string) =>
    books.rows(table).map((row) => ({
      id: `${table}/${row["id"]}`,
      total: `${sign}${row["total_amount"]}`,
      vat: `${sign}${row["vat_amount"]}`,
      booked: row["is_booked"] === "YES",
      cancelled: false,
      open: row["open"] ?? "",
    }));
  return {
    customers: books
      .rows("debtor")
      .map((row) => ({ number: row["module_id_"] ?? "", name: row["name"] ?? "" })),
    articles: books.rows("product").map((row) => ({ number: row["product_id_"] ?? "" })),
    documents: [...documents("debtor_invoice", ""), ...documents("debtor_creditnote", "-")],
    payments: payments.map((row) => ({ amount: row["amount"] ?? "", booked: isBooked(row["enclosure_id"]) })),
    vouchers: books.rows("enclosure").map((voucher) => ({
      number: `voucher ${voucher["id"]}`,
      date: new Date(Number(voucher["time"]) * 1000).toISOString().slice(0, 10),
      lines: books
        .rows("accounting")
        .filter((row) => row["enclosure_id"] === voucher["id"])
        .map(({ account_id_: account, amount = "" }) =>
          amount.startsWith("-") ? `${account} 0.00 ${amount.slice(1)}` : `${account} ${amount} 0.00`,
        ),
    })),
    emails: books.sent().map((mail) => ({ to: mail.to, document: `debtor_invoice/${mail.invoice}` })),
  };
}
