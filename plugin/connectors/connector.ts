import type { z } from "zod";
import type { Clock, Http, Lane, Limiter, Log, Vault } from "../ports.ts";
import type { VendorValues, VendorVariable } from "../vendor.ts";
import type { Choice, Ledger, Needs } from "./ledger.ts";
import type { LedgerResult } from "./operation.ts";

export type * from "./ledger.ts";
export type * from "./operation.ts";

/** A ledger before the operator's variables are known. */
export interface LedgerSystem {
  readonly id: string;
  readonly variables: readonly VendorVariable[];
  connector(values: VendorValues): Connector;
}

/** An accounting system. One folder each; nothing outside the folder knows its words. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly auth: ConsentFlow | CredentialsFlow | OwnBooks;
  /** Books for trying out: nothing in them counts, and nothing of them reaches anybody. */
  readonly isPractice?: true;
  /** Groups of settings, without those of orders and VAT, that a new connection starts with; `today` is YYYY-MM-DD. */
  startSettings?(shop: { readonly country: string }, today: string): object;
  /** What only this ledger lets a merchant choose; kept under `ledger` of the settings, every field with a default. */
  readonly settings?: z.ZodObject;
  /**
   * Which documents stay drafts until a person books them, whatever the settings of orders and refunds say; told by the
   * merchant's own settings of this ledger. Absent or null = none.
   */
  leavesDrafts?(own: unknown): "all" | "orders" | null;
  /** The ledger of one connection. Cheap: no call is made. */
  open(connection: ConnectionView, ports: LedgerPorts): Ledger;
}

/** What the ledger can do; the operations of a plan are expanded along it. */
export interface Capabilities {
  /** Most rows on one document. */
  readonly maxRows: number;
  /** A payment may go to several accounts: less a fee, or with a surplus. Absent = it goes to one. */
  readonly splitsPayments?: boolean;
  /** Decimals kept of an amount; absent = as many as the currency has. */
  readonly decimals?: number;
  /** A document can be made first and booked after its totals were read back. */
  readonly booksSeparately: boolean;
  /** A payment is made first and booked by a second call. */
  readonly booksPaymentsSeparately: boolean;
  readonly canEmail: boolean;
  /** An unbooked document can be removed. */
  readonly removesDrafts: boolean;
  /** Vouchers of our own can be written and found again. */
  readonly journals: boolean;
  /** Invoices and credit notes of suppliers can be written: its ledgers have `purchases`; absent = they cannot. */
  readonly purchases?: boolean;
  /** An unbooked document can be changed; absent = it stays as it was made. */
  readonly updatesDrafts?: boolean;
  /** There are sales orders that become invoices; absent = there are none. */
  readonly orders?: boolean;
  /** A document that is to be booked can be made, booked and paid by one call: `create` is told its payment. */
  readonly createsPaid?: boolean;
  /** A credit note and an invoice settle each other without an account between them. */
  readonly setsOff?: boolean;
  /** A customer's card has one currency: a buyer has a card for each. */
  readonly customerPerCurrency?: boolean;
}

export interface ConnectionView {
  readonly id: number;
  readonly installationId: number;
  /** The ledger's own id of the company, for limits and links; null until known. */
  readonly ledgerTenant: string | null;
}

export interface LedgerPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly vault: Vault;
  readonly limiter: Limiter;
  readonly lane: Lane;
  /** The merchant's choices of this connector's own `settings`, as stored; the connector's schema reads them. */
  readonly settings: () => Promise<unknown>;
  readonly shelf: Shelf;
}

/**
 * What our own database keeps for one connection, for books that have no server of their own. Texts are the connector's
 * JSON. Throws only when the database is away.
 */
export interface Shelf {
  get(
    kind: string,
    by: { readonly number: string } | { readonly reference: string },
  ): Promise<Shelved | null>;
  /** Of one kind, in the order of making. */
  list(kind: string): Promise<readonly Shelved[]>;
  count(kind: string): Promise<number>;
  /** Made once: where its number or reference is taken, what stands there is given back unchanged. Number null = the next. */
  add(fresh: {
    readonly kind: string;
    readonly number: string | null;
    readonly reference: string | null;
    readonly content: string;
  }): Promise<Shelved>;
  /** False when it has changed since it was read. */
  change(
    item: Shelved,
    to: { readonly content: string; readonly reference: string | null },
  ): Promise<boolean>;
}

export interface Shelved {
  readonly kind: string;
  readonly number: string;
  readonly reference: string | null;
  readonly revision: number;
  readonly content: string;
}

/** Connecting without anybody's consent: the books are ours. */
export interface OwnBooks {
  readonly kind: "own";
  /** Opens books for a shop; each connection has its own. */
  open(shop: { readonly country: string; readonly currency: string }, connectionId: number): ConsentDone;
}

/** Connecting by a consent screen in the browser. */
export interface ConsentFlow {
  readonly kind: "consent";
  /** Address of the consent screen. */
  authorizeUrl(input: {
    readonly redirectUri: string;
    readonly state: string;
    readonly needs?: Needs;
  }): string;
  /** After the consent: the secrets to keep and the company they open, or why not. */
  finish(
    query: Readonly<Record<string, string>>,
    redirectUri: string,
    ports: Pick<LedgerPorts, "http" | "clock" | "log" | "limiter">,
  ): Promise<LedgerResult<ConsentDone>>;
}

export interface ConsentDone {
  readonly secrets: Readonly<Record<string, string>>;
  readonly ledgerTenant: string;
  readonly companyName: string;
}

/** Connecting by keys that a person types on our page. */
export interface CredentialsFlow {
  readonly kind: "credentials";
  readonly fields: readonly CredentialField[];
  /** Names of optional fields that are needed beside what was typed; absent = none ever are. */
  needed?(credentials: Readonly<Record<string, string>>): readonly string[];
  /**
   * Proves the keys by a real call. Where they open several companies, `company` among the credentials names one by the
   * value of its choice, and without it the answer lists them.
   */
  connect(
    credentials: Readonly<Record<string, string>>,
    ports: Pick<LedgerPorts, "http" | "clock" | "log" | "limiter">,
  ): Promise<LedgerResult<ConsentDone | CompanyChoice>>;
}

export interface CredentialField {
  /** As the merchant API names it; never `company`. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Not shown again once typed. */
  readonly isSecret: boolean;
  /** Left empty it is not sent; absent = it has to be given. */
  readonly isOptional?: true;
  /** The only values there are. */
  readonly options?: readonly Choice[];
}

export interface CompanyChoice {
  readonly companies: readonly Choice[];
}
