/** Standing conditions of one company that a test or a person can turn on and off. */
export interface Switches {
  /** Last locked day, `YYYY-MM-DD`; null = open. */
  lockedUntil: string | null;
  /** The lock binds integrations only and is not shown at `/3/settings/lockedperiod`. */
  lockHidden: boolean;
  /** Simplified VAT. */
  easyVat: boolean;
  /** Round invoices in SEK to whole kronor. */
  wholeKrona: boolean;
  /** Cash accounting: invoices are not booked, their payments are. */
  cashMethod: boolean;
  /** false: the company's licence for the module is gone. */
  licence: boolean;
  /** false: the consent does not cover the call. */
  scope: boolean;
  /** false: unlimited calls. */
  rateLimit: boolean;
  /** Round VAT on every row instead of per rate on the document. */
  vatPerRow: boolean;
  /** Bank details are missing, so nothing can be e-mailed. */
  noBankDetails: boolean;
  /** The merchant has removed the app. */
  consentRevoked: boolean;
}

/** The switches in words, for the page where a person turns them. */
export const switchWords: Record<Exclude<keyof Switches, "lockedUntil">, string> = {
  lockHidden: "Period lock is hidden from the API",
  easyVat: "Simplified VAT",
  wholeKrona: "Totals rounded to whole kronor",
  cashMethod: "Cash accounting",
  licence: "Licence is active",
  scope: "Scopes are granted",
  rateLimit: "Calls are limited to 25 per 5 s",
  vatPerRow: "VAT rounded row by row",
  noBankDetails: "Bank details are missing",
  consentRevoked: "Consent has been revoked",
};

/** A company in good order. */
export const initialSwitches: Switches = {
  lockedUntil: null,
  lockHidden: false,
  easyVat: false,
  wholeKrona: false,
  cashMethod: false,
  licence: true,
  scope: true,
  rateLimit: true,
  vatPerRow: false,
  noBankDetails: false,
  consentRevoked: false,
};
