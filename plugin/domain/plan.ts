import type { PlannedFlow } from "./flow.ts";
import type { PlannedJournal } from "./journal.ts";
import type { Customer } from "./order.ts";
import type { FixPlace, HeldCode, SkippedCode, WaitingCode, Warning } from "./problem.ts";
import type { PlannedPurchase } from "./purchase.ts";
import type { VatNumberCheck } from "./vat-number-check.ts";

/**
 * The plan is what the preview prints and what is executed: the same value, so the two cannot differ.
 * It is plain JSON: amounts are decimal texts in the document's currency, always positive magnitudes for the document
 * as a whole (a credit note of 100.00 credits 100.00); a negative row reduces its document. Each adapter sets its own sign.
 */
export interface Plan {
  /** All documents of the order in the order they are made, those already in the ledger first. */
  readonly documents: readonly PlannedDocument[];
  /** Keys of documents in the ledger, not booked yet, that have to go again (R16). */
  readonly removals: readonly string[];
  /** What the order's state will be when every document is done. */
  readonly outcome: Outcome;
  readonly warnings: readonly Warning[];
  /** Vouchers beside the documents, those in the ledger first, then by day; also those whose day is still to come (R18). */
  readonly journals?: readonly PlannedJournal[];
  /** What is bought with the sale, those in the ledger first (R19); never among `documents`: no sum of sales has it. */
  readonly purchases?: readonly PlannedPurchase[];
  /** Absent without the setting orders.flow. */
  readonly flow?: PlannedFlow;
  /** What a warning is about, with its amounts and names. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly code: Warning;
  /** One plain sentence. */
  readonly message: string;
}

export type Outcome =
  | { readonly state: "booked" }
  | { readonly state: "skipped"; readonly code: SkippedCode; readonly message: string }
  | { readonly state: "waiting"; readonly code: WaitingCode; readonly message: string }
  | { readonly state: "held"; readonly code: HeldCode; readonly message: string; readonly fix: FixPlace };

/** `order`: the ledger's sales order, no entry in the books. */
export type DocumentKind = "invoice" | "credit_note" | "order";

export type Treatment =
  | "domestic"
  | "oss"
  | "eu_goods"
  | "eu_service"
  | "export"
  | "outside"
  | "deemed_supplier"
  | "local_foreign";

export interface PlannedDocument {
  /**
   * Unique within the order and stable for ever: `invoice`, `order`, `refund-R1`, `edit-E1`, `exchange-R1`, `cancel`,
   * `undo`; with the number of its life where the order was taken out of the books before (document-key.ts).
   */
  readonly key: string;
  readonly kind: DocumentKind;
  /** Key of the document a credit note reduces or an exchange belongs to. */
  readonly credits: string | null;
  /** Day in the shop's time zone, YYYY-MM-DD (R16). */
  readonly date: string;
  readonly currency: string;
  /** Units of the ledger's currency per unit of `currency`; null = the ledger's own rate of the day (R11). */
  readonly exchangeRate: string | null;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly orderUrl: string | null;
  readonly customer: PlannedCustomer;
  /** `gross`: the ledger gets row prices including VAT; `net`: excluding. */
  readonly rowForm: "gross" | "net";
  readonly rows: readonly PlannedRow[];
  /** The rows before they were merged, when there were more than the ledger takes; else null. */
  readonly specification: readonly PlannedRow[] | null;
  /** Sums over the rows without the rounding rows. gross = net + vat; gross + rounding = what was charged (R1). */
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly rounding: string;
  readonly booking: "draft" | "book";
  readonly reference: string | null;
  readonly comment: string | null;
  /** Texts the law asks for (reverse charge ...), printed on the document. */
  readonly legalTexts: readonly string[];
  /** What its VAT rests on. Absent on documents of older versions. */
  readonly vatEvidence?: VatEvidence | null;
  readonly termsDays: number | null;
  /** The ledger's own code of payment terms, from the settings. */
  readonly terms: string | null;
  /** The ledger's own code of the printed form, from the settings of the payment method. */
  readonly layout?: string | null;
  readonly email: PlannedEmail | null;
  readonly payments: readonly PlannedPayment[];
  /** What our own texts on it are written in; absent = English, as on all documents of older versions. */
  readonly language?: Language;
  /** Keys of the changes that are in its rows already, because they came before it was booked (R16). */
  readonly contains?: readonly string[];
  /** Rules of the merchant that decided about the document as a whole, one sentence each. */
  readonly why?: readonly string[];
}

/** Languages documents are written in. */
export type Language = "en" | "sv" | "da";

/** Kept with the document: a boolean is no proof that a sale without VAT was right. */
export interface VatEvidence {
  /** State of the table of rates the decision was made with. */
  readonly rateTable: string;
  readonly sellerCountry: string;
  readonly shipTo: EvidencePlace | null;
  readonly billTo: EvidencePlace | null;
  /** With its prefix. */
  readonly buyerNumber: string | null;
  /** Whether the platform called the number valid; null = it did not say. */
  readonly saidByPlatform: boolean | null;
  /** What VIES said; null where it was not asked. */
  readonly check: VatNumberCheck | null;
}

export interface EvidencePlace {
  readonly country: string | null;
  readonly zip: string | null;
  readonly province: string | null;
}

export type RowKind =
  | "line"
  | "shipping"
  | "fee"
  | "gift_card"
  | "tip"
  | "balance"
  | "adjustment"
  | "rounding"
  | "text"
  | "channel_tax";

export interface PlannedRow {
  readonly kind: RowKind;
  /** The platform's id of the line or shipping line the row comes from; null for rounding and text rows. */
  readonly sourceId: string | null;
  /** Set on a marketplace's tax row of a shipping line: lines and shipping lines are two series, both may have a "1". */
  readonly ofShipping?: true;
  readonly text: string;
  readonly quantity: string;
  /** Price of one in the document's row form, at most two decimals more than the currency has; quantity * unitPrice is the row's amount exactly. */
  readonly unitPrice: string;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  /** Percent, "25", "25.5"; "0" where no VAT is charged. */
  readonly vatRate: string;
  readonly treatment: Treatment;
  /** Country whose VAT it is; where there is none, the country of arrival. */
  readonly country: string;
  /** Number of the VAT rule that hit (docs/reference/vat.md); null outside VAT. Absent on rows of older versions. */
  readonly vatRule?: number | null;
  /** The ledger's account, from the settings or the ledger's defaults; null lets the ledger choose. */
  readonly account: string | null;
  readonly vatCode: string | null;
  /** What is supplied; absent where nothing is, and on documents of earlier versions. */
  readonly nature?: "goods" | "service";
  readonly article: PlannedArticle | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  /** BI code of ledgers that have such a dimension. */
  readonly biCode?: string | null;
  /** Rule and setting that chose treatment and account, in one sentence. */
  readonly why: string;
}

export interface PlannedArticle {
  readonly sku: string;
  readonly barcode: string | null;
  readonly title: string;
  readonly nature: "goods" | "service";
  readonly platformId: string | null;
  /** True when the settings name this article (fallback, freight, fee): it is never created. */
  readonly fixed: boolean;
}

export interface PlannedCustomer extends Customer {
  /**
   * Key of the mapping: the platform's id, or `guest:<e-mail>`, or `order:<id>` for a buyer with neither; with a blank
   * and the currency where the ledger keeps a card for each.
   */
  readonly key: string;
  /** The one customer of `customers.mode: single`; null when each buyer has a card of its own. */
  readonly fixedNumber: string | null;
  readonly currency: string;
  readonly treatment: Treatment;
  readonly bill: PlannedAddress;
  readonly ship: PlannedAddress | null;
  /** What the settings put on the card; absent on documents that earlier versions planned. */
  readonly card?: CustomerTerms;
}

/** The ledger's own codes; null leaves the choice to the ledger. */
export interface CustomerTerms {
  readonly terms: string | null;
  readonly priceList: string | null;
  readonly vatCode: string | null;
  /** The group of a new card; absent where the settings name none. */
  readonly group?: string;
}

export interface PlannedAddress {
  readonly name: string;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly zip: string | null;
  readonly city: string | null;
  readonly country: string | null;
}

export interface PlannedPayment {
  /** The platform's transaction id. */
  readonly id: string;
  readonly direction: "in" | "out";
  readonly method: string;
  /** What of the document it settles: a positive magnitude in `currency`. */
  readonly amount: string;
  readonly currency: string;
  readonly date: string;
  readonly account: string | null;
  readonly mode: string | null;
  readonly why: string;
  /** The provider's fee: the account gets that much less (money in) or gives that much more (money out). */
  readonly fee?: PlannedShare;
  /** Paid beyond the document: the account gets that much more, and owes it to the customer. */
  readonly surplus?: PlannedShare;
  /** What really moved, where that was in another currency (R11). */
  readonly movedAs?: { readonly amount: string; readonly currency: string };
  /** Key of the document it is set off against: no money moves, both bear a payment of this id. */
  readonly setOff?: string;
  /** Takes back in the books what was registered on this account: no money moves. */
  readonly undoes?: true;
}

/** A part of a payment with an account of its own: a positive magnitude in the payment's currency. */
export interface PlannedShare {
  readonly amount: string;
  readonly account: string;
}

export interface PlannedEmail {
  readonly to: string;
  /** Text in which the `placeholders` stand for what the ledger gives to the document. */
  readonly subject: string | null;
  readonly body: string | null;
  /** Absent in plans from before there was a choice: the ledger. */
  readonly from?: "ledger" | "own_server";
  readonly attachPdf?: boolean;
}

/** A plan is made before its document has a number: its texts keep this place open. */
export const placeholders = { number: "{{document.number}}" } as const;
