import type { FixProblem, RetryProblem } from "../../domain/problem.ts";
import { illAnswer } from "../shared/retry-problem.ts";
import { meanings } from "./errors.ts";
import { LEDGER_NAME } from "./options.ts";
import { purchaseMeanings } from "./purchase-errors.ts";

/** AccountsIQ understood the call and said no. */
export interface Refusal {
  readonly code: string;
  readonly words: string;
}

/** What a call was about: named in messages, and where its settings are. */
export interface About {
  /** "invoice of 2026-03-31 for order 1001" */
  readonly subject: string;
  readonly write?: boolean;
  readonly payment?: boolean;
  /** It is about a supplier's document. */
  readonly purchase?: boolean;
}

/** Who must act on a refusal; a code that nobody knows is a person's to look at, never a crash. */
export function problemOf({ code, words }: Refusal, about: About): FixProblem | RetryProblem {
  const theirs = `${code}: ${words}`;
  const table = about.purchase === true ? [...purchaseMeanings, ...meanings] : meanings;
  const meaning = table.find(([pattern]) => pattern.test(code))?.[1];
  if (meaning === undefined) {
    return {
      act: "fix",
      code: "LEDGER_REJECTED",
      message: `AccountsIQ refused ${about.subject}: ${words || code}`,
      fix: { place: "order" },
      theirs,
    };
  }
  if (meaning.act === "later") {
    const problem = illAnswer(LEDGER_NAME, theirs, about.write === true);
    // The code says that nothing was begun; only an unknown outcome has to be looked up.
    return meaning.isCertain ? { ...problem, inDoubt: false } : problem;
  }
  const place = about.payment === true ? (meaning.inPayment ?? meaning.place) : meaning.place;
  return {
    act: "fix",
    code: meaning.code,
    message: capitalised(meaning.message.replaceAll("{subject}", () => about.subject)),
    fix: place,
    theirs,
  };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
