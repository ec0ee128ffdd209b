import { z } from "zod";
import type { FixProblem, RetryProblem } from "../../domain/problem.ts";
import { illAnswer } from "../shared/retry-problem.ts";
import { type Meaning, meanings, wordings } from "./errors.ts";
import { LEDGER_NAME } from "./options.ts";

/** Fortnox understood the call and said no. */
export interface Refusal {
  readonly status: number;
  readonly code: number | null;
  readonly words: string;
}

/** What a call was about: named in messages, and where its settings are. */
export interface About {
  /** "invoice of 2026-03-31 for order 1001" */
  readonly subject: string;
  readonly payment?: boolean;
  readonly card?: boolean;
  readonly voucher?: boolean;
  readonly write?: boolean;
  /** Orders need a permission that is asked for only when the settings want them. */
  readonly ofOrders?: boolean;
  /** Whatever is wrong with a file, its document goes through: nothing said of it is thrown. */
  readonly file?: boolean;
}

const code = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

// "Not found" answers are capitalised, validation answers are not.
const envelope = z
  .object({
    ErrorInformation: z.union([
      z.object({ Code: code, Message: z.string().default("") }),
      z
        .object({ code, message: z.string().default("") })
        .transform((error) => ({ Code: error.code, Message: error.message })),
    ]),
  })
  .transform((body) => body.ErrorInformation);

/**
 * Reads a 4xx answer in both spellings; null when it is not Fortnox's own (a proxy's page, plain text).
 * A refused login says so by its status, whatever its body.
 */
export function readRefusal(status: number, body: unknown): Refusal | null {
  const known = envelope.safeParse(body);
  if (known.success) return { status, code: known.data.Code, words: known.data.Message };
  const isJson = typeof body === "object" && body !== null;
  if (!isJson && status !== 401 && status !== 403) return null;
  return { status, code: null, words: isJson ? JSON.stringify(body).slice(0, 500) : "" };
}

/** Whether the refusal says that one object is not there: a 404 with one of the object's own codes, nothing less. */
export function isAbsent(refusal: Refusal, codes: readonly number[]): boolean {
  return refusal.status === 404 && refusal.code !== null && codes.includes(refusal.code);
}

/** Who must act on a refusal. Throws when the request was wrong, a mistake of ours, unless it was about a file. */
export function problemOf(refusal: Refusal, about: About): FixProblem | RetryProblem {
  if (about.ofOrders === true && refusal.code === NO_SCOPE) return noOrders;
  const theirs = `${refusal.status} ${refusal.code ?? "no code"}: ${refusal.words}`;
  const meaning = meaningOf(refusal);
  switch (meaning.act) {
    case "bug":
      if (about.file === true) return fileNotTaken(about, theirs);
      throw new Error(`Fortnox calls our request for ${about.subject} wrong: ${theirs}`);
    case "retry":
      return illAnswer(LEDGER_NAME, theirs, about.write === true);
    case "fix": {
      const special =
        (about.payment === true ? meaning.inPayment : undefined) ??
        (about.voucher === true ? meaning.inVoucher : undefined);
      const { message, place } = special ?? meaning;
      const lockedUntil =
        meaning.code === "PERIOD_LOCKED" ? LOCKED_UNTIL.exec(refusal.words)?.[1] : undefined;
      return {
        act: "fix",
        ...(lockedUntil === undefined ? {} : { lockedUntil }),
        code: special === undefined ? meaning.code : "LEDGER_REJECTED",
        message: capitalise(message.replace("{subject}", () => about.subject)),
        fix: about.card === true ? (meaning.onCard ?? place) : place,
        theirs,
      };
    }
  }
}

function fileNotTaken({ subject }: About, theirs: string): FixProblem {
  const message = `Fortnox did not take ${subject}.`;
  return { act: "fix", code: "LEDGER_REJECTED", message, fix: { place: "ledger" }, theirs };
}

/** Fortnox's code for a permission that the token does not have. */
export const NO_SCOPE = 2000663;

const noOrders: FixProblem = {
  act: "fix",
  code: "PERMISSION_MISSING",
  message:
    "This connection may not make orders in Fortnox. Connect Fortnox again and allow orders; the company needs Fortnox's order module.",
  fix: { place: "connection" },
};

/** "... har låst perioden t.o.m. 2026-11-30": the one place where Fortnox tells of a lock it hides elsewhere. */
const LOCKED_UNTIL = /låst perioden t\.o\.m\. (\d{4}-\d{2}-\d{2})/;

function meaningOf(refusal: Refusal): Meaning {
  const known = refusal.code === null ? undefined : meanings[refusal.code];
  if (known !== undefined) return known;
  const worded = wordings.find(([pattern]) => pattern.test(refusal.words));
  if (worded !== undefined) return worded[1];
  if (refusal.status === 401 || refusal.status === 403) {
    return {
      act: "fix",
      code: "NOT_CONNECTED",
      message: "Fortnox does not let this connection in. Connect Fortnox again.",
      place: { place: "connection" },
    };
  }
  return {
    act: "fix",
    code: "LEDGER_REJECTED",
    message: `Fortnox refused {subject}: ${refusal.words || "without a reason"}`,
    place: { place: "order" },
  };
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
