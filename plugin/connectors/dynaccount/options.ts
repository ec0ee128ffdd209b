/** Where Dynaccount is; keys belong to each connection. */
export interface DynaccountOptions {
  /** Origin of the interface, such as https://api.dynaccount.com. */
  readonly apiUrl: string;
}

export const LEDGER_NAME = "Dynaccount";

/** Dynaccount keeps all books in Danish kroner. */
export const BASE_CURRENCY = "DKK";
