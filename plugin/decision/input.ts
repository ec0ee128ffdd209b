import type { TakenMoney } from "../domain/flow.ts";
import type { PlannedJournal } from "../domain/journal.ts";
import type { LedgerChange } from "../domain/ledger-change.ts";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { Order } from "../domain/order.ts";
import type { Language, PlannedDocument } from "../domain/plan.ts";
import type { PlannedPurchase } from "../domain/purchase.ts";
import type { Sale } from "../domain/sale.ts";
import type { VatNumberCheck } from "../domain/vat-number-check.ts";
import type { Settings } from "../settings/schema.ts";
import type { FlowStand } from "./flow/standing.ts";

/** Everything the decision may look at. No clock, no database, no network: the same input gives the same plan. */
export interface DecisionInput {
  readonly order: Order;
  readonly settings: Settings;
  readonly facts: LedgerFacts;
  /** Documents of this order that are in the ledger already, oldest first; booked ones are frozen (R16). */
  readonly existing: readonly ExistingDocument[];
  /** What the register of VAT numbers said, where it was asked (setting vat.vat_number_check). */
  readonly vatNumberChecks?: readonly VatNumberCheck[];
  /** False where no order of the shop says whether a VAT number is valid; absent = some do. */
  readonly shopChecksNumbers?: boolean;
  /** The shop's own country, when the settings name none. */
  readonly shopCountry: string;
  /** Most rows the ledger takes on one document. */
  readonly maxRows: number;
  /** True where a payment may be divided over accounts: less a fee, or with a surplus. */
  readonly splitsPayments?: boolean;
  /** Decimals the ledger keeps of an amount; absent = as many as the currency has. */
  readonly decimals?: number;
  readonly ledgerName: string;
  /** Vouchers of this order that are in the ledger already, in the order they were made: never decided again. */
  readonly journals?: readonly PlannedJournal[];
  /** Purchases of this order that are in the ledger already, in the order they were made: never decided again. */
  readonly purchases?: readonly PlannedPurchase[];
  /** The ledger takes purchase invoices from us. */
  readonly takesPurchases?: boolean;
  /** What single goods cost the merchant by SKU, where the settings ask the shop's catalogue (R19). */
  readonly costs?: Readonly<Record<string, { readonly amount: string; readonly currency: string }>>;
  /** How the order stands with the company that these books buy from; null: there is no such connection. */
  readonly sale?: Sale | null;
  /** Today in the shop's time zone: only vouchers whose day has come can meet a locked period. */
  readonly today?: string;
  /** The ledger takes changes of documents that nobody has booked yet (R16). */
  readonly updatesDrafts?: boolean;
  /** The ledger has sales orders that become invoices. */
  readonly makesOrders?: boolean;
  /** Documents that only a person can book in this ledger: whatever the settings say, they stay drafts. */
  readonly leavesDrafts?: "all" | "orders";
  /** A credit note and an invoice settle each other in the ledger without an account between them. */
  readonly setsOff?: boolean;
  /** The ledger keeps a card of a buyer for each currency. */
  readonly customerPerCurrency?: boolean;
  /** Set by `decide`: the merchant's rules that count for the order as a whole. */
  readonly ruledBy?: readonly string[];
  /** Steps of the flow's own effects that are done: captures and messages. */
  readonly flowDone?: readonly string[];
  /** What the flow's captures took, by the shop's ids of their movements: not all of them show on the order yet. */
  readonly taken?: readonly TakenMoney[];
  /** Set by `decide`: nothing is owed any more that reserved money could be taken for. */
  readonly nothingToTake?: boolean;
  /** Set by `decide`: how far the order has come on its flow; absent without one. */
  readonly flow?: FlowStand;
  /** Who takes an order that this connection does not; absent where nobody had to ask. */
  readonly leftTo?: LeftTo;
  /** Names of connections that have booked the order, and did before this one took it; it counts while nothing is here. */
  readonly keptBy?: readonly string[];
  /** Set by `decide`: what our own texts on the documents are written in; absent = English. */
  readonly language?: Language;
  /** An import asked for it: the start date does not leave it out. */
  readonly imported?: boolean;
  /** Why a person of the shop left the order out; it counts while nothing of the order is in the ledger. */
  readonly leftOut?: string | undefined;
  /** A person of the shop takes the order out of the books: what is in the ledger is taken back. */
  readonly undone?: Undone | undefined;
  /** The order's number has come from a file before; it counts while nothing of the order is in the ledger (R17). */
  readonly fromFile?: boolean;
}

export interface Undone {
  readonly reason: string;
  /** UTC instant at which it was asked for: the corrections bear its day. */
  readonly at: string;
}

export interface LeftTo {
  /** Names of the connections that take it. */
  readonly takers: readonly string[];
  /** The shop's first connection: an order that nobody takes is shown there, and only there. */
  readonly first: { readonly name: string; readonly isThis: boolean };
}

export interface ExistingDocument {
  /** As it was sent; its payments are those that are registered. */
  readonly planned: PlannedDocument;
  /** Booked, or, of an order, invoiced: nothing changes it any more. */
  readonly isBooked: boolean;
  /** What a person changed about it in the ledger, and somebody of the shop accepted. */
  readonly changed?: LedgerChange;
}

/** Whether a document in the ledger has to be taken as it is (R16). */
export function isFinal(one: ExistingDocument, input: DecisionInput): boolean {
  return one.isBooked || input.updatesDrafts !== true;
}
