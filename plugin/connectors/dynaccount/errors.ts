import { type FixPlace, type FixProblem, fix } from "../../domain/problem.ts";
import { LEDGER_NAME } from "./options.ts";
import { choice } from "./settings.ts";

/** What a call was about, for messages, and what it wrote where that decides whose mistake a column is. */
export interface About {
  /** "the invoice of 2026-03-31 for order 1001". */
  readonly subject: string;
  readonly writes?: "card" | "product" | "document" | "voucher" | "payment";
}

/** What Dynaccount refused: texts are in whatever language the account has, so only the columns decide. */
export interface Refusal {
  readonly status: number;
  readonly columns: readonly string[];
  readonly theirs: string;
}

const connection: FixPlace = { place: "connection" };
const ledger: FixPlace = { place: "ledger" };
const order: FixPlace = { place: "order" };
const settings = (field: string): FixPlace => ({ place: "settings", field });

interface Meaning {
  readonly code: FixProblem["code"];
  readonly place: FixPlace;
  readonly message: string;
}

const meaning = (code: FixProblem["code"], place: FixPlace, message: string): Meaning => ({
  code,
  place,
  message,
});

/** By column; the first column of a refusal that is listed here decides. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  time: meaning("PERIOD_LOCKED", ledger, "The period of {subject} is closed in Dynaccount."),
  currency_name: meaning(
    "CURRENCY_NOT_ENABLED",
    ledger,
    "Dynaccount does not have the currency of {subject}. Add it there.",
  ),
  ref_currency_name: meaning(
    "CURRENCY_NOT_ENABLED",
    ledger,
    "Dynaccount does not have the currency of {subject}. Add it there.",
  ),
  vatcode_name: meaning(
    "VAT_UNMAPPED",
    settings("vat.treatments"),
    "Dynaccount does not know a VAT code of {subject}.",
  ),
  account_id_: meaning(
    "VAT_UNMAPPED",
    settings("vat.treatments"),
    "Dynaccount does not know an account of {subject}.",
  ),
  product_id_: meaning("PRODUCT_NOT_FOUND", ledger, "Dynaccount does not know a product of {subject}."),
  payment_name: meaning(
    "LEDGER_REJECTED",
    settings("payments.methods"),
    "Dynaccount does not know the terms of payment of {subject}, or the debtor has none.",
  ),
  dimension_name: meaning(
    "LEDGER_REJECTED",
    settings("dimensions"),
    "Dynaccount does not know the dimension of {subject}, or an account asks for one.",
  ),
  draft_id: meaning(
    "LEDGER_REJECTED",
    choice("draft"),
    "Dynaccount does not have the draft journal of {subject}.",
  ),
  module_group_name: meaning(
    "LEDGER_REJECTED",
    choice("group_b2c"),
    "Dynaccount does not have the debtor group of {subject}.",
  ),
  product_group_name: meaning(
    "LEDGER_REJECTED",
    choice("product_group"),
    "Dynaccount does not have the product group of {subject}.",
  ),
  module_id_: meaning(
    "LEDGER_REJECTED",
    ledger,
    "Dynaccount refuses the debtor of {subject}. Is he blocked?",
  ),
  accountoff_id_: meaning(
    "CUSTOMER_NOT_FOUND",
    order,
    "The debtor of {subject} is not in Dynaccount any more.",
  ),
};

/** Columns of a debtor that come from the buyer. */
const OF_THE_BUYER = ["name", "email", "vatno", "ean", "zip", "ref_country_name", "phone", "address", "city"];

/** Columns that say something else where a payment or a voucher is written. */
const PAYMENT_ACCOUNT = meaning(
  "LEDGER_REJECTED",
  settings("payments.methods"),
  "Dynaccount does not know an account of {subject}.",
);
const VOUCHER_ACCOUNT = meaning(
  "LEDGER_REJECTED",
  settings("payouts"),
  "Dynaccount does not know an account of {subject}.",
);

/** The login was refused. */
export function wrongKeys(theirs: string): FixProblem {
  const message = "Dynaccount no longer accepts the keys. Connect Dynaccount again.";
  return fix("NOT_CONNECTED", message, connection, theirs);
}

/** Who must act on a refusal. A column nobody has heard of is shown with Dynaccount's own words. */
export function problemOf(refusal: Refusal, about: About): FixProblem {
  const column = refusal.columns.find((one) => meaningOf(one, about) !== null);
  const known = column === undefined ? null : meaningOf(column, about);
  if (known === null) {
    const columns = refusal.columns.join(", ");
    return fix(
      "LEDGER_REJECTED",
      `${LEDGER_NAME} refused ${about.subject}: ${columns}.`,
      ledger,
      refusal.theirs,
    );
  }
  const message = known.message.replace("{subject}", () => about.subject);
  return fix(known.code, message, known.place, refusal.theirs);
}

function meaningOf(column: string, { writes }: About): Meaning | null {
  if (column === "account_id_" && writes === "payment") return PAYMENT_ACCOUNT;
  if (column === "account_id_" && writes === "voucher") return VOUCHER_ACCOUNT;
  if (writes === "card" && OF_THE_BUYER.includes(column)) {
    return meaning("LEDGER_REJECTED", order, `Dynaccount does not take the buyer's ${column} of {subject}.`);
  }
  return Object.hasOwn(MEANINGS, column) ? (MEANINGS[column] ?? null) : null;
}
