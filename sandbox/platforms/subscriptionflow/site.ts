import type { ApiAnswer, ApiCall } from "./api.ts";
import type { SiteFaults } from "./faults.ts";
import type { CreditNote, Invoice, Transaction } from "./records.ts";
import type { Trade } from "./trade.ts";
import type { Delivery, WebhookSetup } from "./webhooks.ts";

export interface SiteOptions {
  /** 0 or absent: a free one. */
  port?: number;
  /** The part of the address the merchant chose. */
  site?: string;
  /** JSON; a second start with the same file continues with its records. */
  dataFile?: string;
  /** ISO 4217. */
  currency?: string;
  /** IANA name: the offset of all times. */
  timeZone?: string;
  /** Seconds a token lives. */
  tokenLife?: number;
  /** The day the site plays; it dates invoices and money. */
  today?: () => Date;
  /** Is shown every answer of the API before faults make it loose; a test holds it against the vendor's document. */
  watch?: (answer: ApiAnswer) => void;
  /** The time by which tokens expire; the real one unless a test moves it. */
  now?: () => Date;
}

type Deals = Omit<Trade, "found">;

/** A running site, and everything its merchant, billing run and payment provider would do. */
export interface Site extends Deals {
  /** Origin of all sites of this server; `{site}` of the address pattern stands behind a slash. */
  readonly origin: string;
  /** The site's own address: `url + "/api/v1"` is its API. */
  readonly url: string;
  readonly name: string;
  readonly faults: SiteFaults;
  /** Makes an OAuth client, as an administrator of the site does. */
  newClient(): { id: string; secret: string };
  /** Its tokens and its secret are good no more. */
  revokeClient(id: string): void;
  configureWebhook(setup: Omit<WebhookSetup, "method"> & { method?: WebhookSetup["method"] }): void;
  /** The site's own accounting link sends an invoice: it and its customer bear an id of the other ledger from now on. */
  sendToAccounting(invoiceId: string): Invoice;

  invoice(id: string): Invoice | undefined;
  invoices(): Invoice[];
  transactions(): Transaction[];
  creditNotes(): CreditNote[];
  apiCalls(): ApiCall[];
  tokensIssued(): number;
  deliveries(): readonly Delivery[];
  /** Resolves when no delivery is on its way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
