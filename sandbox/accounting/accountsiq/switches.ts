/** Standing conditions of one entity that a test or a person can turn on and off. */
export interface Switches {
  /** Periods that end on this day or before are closed, `YYYY-MM-DD`; null = all are open. */
  lockedUntil: string | null;
  /** Item invoices need somebody's approval before they can be posted. */
  approval: boolean;
  /** The defaults of customers are not set up. */
  brokenDefaults: boolean;
  /** Rates of tax codes are told in per cent instead of as fractions. */
  ratesInPercent: boolean;
  /** Lists name the kind of a transaction by a word (`SalesBatchCreditNote`) instead of two letters (`SN`). */
  typesInWords: boolean;
  /** The application may only read. */
  readOnly: boolean;
  /** The application's access was withdrawn. */
  revoked: boolean;
}

/** The switches in words, for the page where a person turns them. */
export const switchWords: Record<Exclude<keyof Switches, "lockedUntil">, string> = {
  approval: "Item invoices need approval",
  brokenDefaults: "Customer defaults are missing",
  ratesInPercent: "Tax rates are told in per cent",
  typesInWords: "Kinds of transactions are told in words",
  readOnly: "The application may only read",
  revoked: "The application has been revoked",
};

/** An entity in good order. */
export const initialSwitches: Switches = {
  lockedUntil: null,
  approval: false,
  brokenDefaults: false,
  ratesInPercent: false,
  typesInWords: false,
  readOnly: false,
  revoked: false,
};
