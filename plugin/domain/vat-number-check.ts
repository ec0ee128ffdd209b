/**
 * What the register of the EU (VIES) said of a VAT number. `unknown` is every fault of its own or of a member
 * state: it never means that the number is not valid.
 */
export type VatNumberCheck = AnsweredCheck | UnansweredCheck;

export interface AnsweredCheck {
  /** With its prefix. */
  readonly number: string;
  readonly verdict: "valid" | "invalid";
  /** The number of the one who asked, with which VIES gives a consultation number. */
  readonly requester: string | null;
  /** As registered; null where the member state withholds it. */
  readonly name: string | null;
  /** VIES' proof that it was asked: its consultation number. */
  readonly consultation: string | null;
  /** UTC instant. */
  readonly checkedAt: string;
}

export interface UnansweredCheck {
  readonly number: string;
  readonly verdict: "unknown";
  /** In the words of VIES: `MS_UNAVAILABLE`, or what kept it from answering. */
  readonly reason: string;
}
