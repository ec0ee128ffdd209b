/** What the operator registered with Fortnox. */
export interface FortnoxOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin of the interface, such as https://api.fortnox.se. */
  readonly apiUrl: string;
  /** Origin of the consent screen and the tokens, such as https://apps.fortnox.se. */
  readonly authUrl: string;
  /** Address under which a person finds `invoices/<number>`; absent = documents are named without a link. */
  readonly appUrl?: string;
  /** Scopes asked for beyond those of the product, such as those for files. */
  readonly scopes?: readonly string[];
}

export const LEDGER_NAME = "Fortnox";

/** Fortnox keeps all books in kronor. */
export const BASE_CURRENCY = "SEK";
