import type { FixPlace, FixProblem } from "../../domain/problem.ts";

/**
 * What Fortnox's error codes mean for us. `bug`: our request was wrong, which no merchant can mend.
 * `{subject}` in a message becomes the document, customer or list the call was about.
 */
export type Meaning =
  | { readonly act: "bug" }
  | { readonly act: "retry" }
  | {
      readonly act: "fix";
      readonly code: FixProblem["code"];
      readonly message: string;
      readonly place: FixPlace;
      /** Used instead when the call wrote a payment: its account comes from another setting. */
      readonly inPayment?: { readonly message: string; readonly place: FixPlace };
      /** Used instead when the call wrote a customer's card. */
      readonly onCard?: FixPlace;
      readonly inVoucher?: { readonly message: string; readonly place: FixPlace };
    };

const bug: Meaning = { act: "bug" };
const connection: FixPlace = { place: "connection" };
const ledger: FixPlace = { place: "ledger" };
const order: FixPlace = { place: "order" };
const settings = (field: string): FixPlace => ({ place: "settings", field });

const fix = (code: FixProblem["code"], place: FixPlace, message: string): Meaning => ({
  act: "fix",
  code,
  place,
  message,
});

const login = fix("NOT_CONNECTED", connection, "Fortnox no longer accepts the login. Connect Fortnox again.");
const licence = fix(
  "LEDGER_REJECTED",
  ledger,
  "The company has no Fortnox licence for {subject}. Add the licence in Fortnox.",
);
const rights = fix(
  "LEDGER_REJECTED",
  ledger,
  "Fortnox gives this connection no right to {subject}. An administrator in Fortnox can grant it.",
);
const account: Meaning = {
  act: "fix",
  code: "VAT_UNMAPPED",
  place: settings("vat.treatments"),
  message: "An account that {subject} is booked on does not exist in Fortnox for its year, or is inactive.",
  inPayment: {
    place: settings("payments.methods"),
    message: "The account of {subject} does not exist in Fortnox for its year, or is inactive.",
  },
  inVoucher: {
    place: settings("payouts"),
    message: "An account of {subject} does not exist in Fortnox for its year, or is inactive.",
  },
};
const vatOfAccount = fix(
  "VAT_UNMAPPED",
  settings("vat.treatments"),
  "A VAT rate of {subject} does not go with its account in Fortnox.",
);
const customerGone = fix(
  "CUSTOMER_NOT_FOUND",
  order,
  "The customer of {subject} is not in Fortnox any more, or is inactive.",
);
const articleGone = fix("PRODUCT_NOT_FOUND", ledger, "An article of {subject} is not in Fortnox any more.");
const articleNumber = fix(
  "LEDGER_REJECTED",
  { place: "shop" },
  "Fortnox does not take the SKU of {subject} as an article number.",
);
const priceList: Meaning = {
  act: "fix",
  code: "LEDGER_REJECTED",
  place: ledger,
  onCard: settings("customers"),
  message: "A price list that {subject} uses does not exist in Fortnox. Look at the customer's card.",
};
const terms: Meaning = {
  act: "fix",
  code: "LEDGER_REJECTED",
  place: settings("payments.methods"),
  onCard: settings("customers"),
  message: "The terms of payment of {subject} do not exist in Fortnox.",
};
const delivery = fix(
  "LEDGER_REJECTED",
  ledger,
  "The customer's card in Fortnox names a way or terms of delivery that were deleted, so {subject} was refused.",
);
const locked = fix("PERIOD_LOCKED", ledger, "The period of {subject} is locked in Fortnox.");
const changed = fix(
  "CHANGED_IN_LEDGER",
  order,
  "Somebody changed, removed or finished {subject} in Fortnox.",
);
const warehouse = fix(
  "LEDGER_REJECTED",
  ledger,
  "Fortnox's warehouse holds {subject} back. Finish the delivery in Fortnox.",
);

/** By code. A code that is missing here is reported with the ledger's own words. */
export const meanings: Readonly<Record<number, Meaning>> = {
  1000003: { act: "retry" },
  1000030: bug,
  1000031: bug,
  2000106: bug,
  2000108: bug,
  2000134: bug,
  2000587: bug,
  2000588: bug,
  2000729: bug,
  2000764: bug,
  2001200: bug,
  2001392: bug,
  2001399: bug,
  2001740: bug,
  2002115: bug,
  2003977: bug,

  2000310: login,
  2000311: login,
  2000719: login,
  2004054: login,
  2000663: fix(
    "NOT_CONNECTED",
    connection,
    "The connection has no permission for {subject}. Connect Fortnox again and allow everything it asks for.",
  ),
  2001101: licence,
  2001103: licence,
  2001339: rights,
  2001393: rights,

  2000423: account,
  2000550: account,
  2001265: account,
  2001303: account,
  2001304: account,
  2001403: account,
  2002462: account,
  2004052: vatOfAccount,
  2004167: vatOfAccount,

  2000204: customerGone,
  2000433: customerGone,
  2000637: fix(
    "LEDGER_REJECTED",
    ledger,
    "Fortnox gave {subject} a number that a deleted customer had. Raise the next customer number in Fortnox.",
  ),

  2000013: fix("LEDGER_REJECTED", order, "The article number of {subject} is taken in Fortnox."),
  2000166: articleNumber,
  2000428: articleGone,
  2000513: articleGone,
  2001302: articleGone,
  2001846: articleNumber,
  2000342: priceList,
  2000430: priceList,
  2000431: priceList,
  2000517: priceList,
  2000762: priceList,
  2000432: fix("LEDGER_REJECTED", ledger, "An article of {subject} has a unit that Fortnox does not know."),

  2000427: fix(
    "CURRENCY_NOT_ENABLED",
    ledger,
    "Fortnox does not have the currency of {subject}. Add it under Settings, Currencies in Fortnox.",
  ),
  2000429: terms,
  2001700: terms,
  2000435: delivery,
  2001411: delivery,
  2001412: delivery,
  2001161: fix(
    "LEDGER_REJECTED",
    settings("dimensions"),
    "The project of {subject} does not exist in Fortnox.",
  ),
  2000359: fix("LEDGER_REJECTED", order, "A text of {subject} has characters that Fortnox does not take."),

  2000401: locked,
  2002141: locked,
  2000434: changed,
  2001350: changed,
  2003125: changed,
  2003399: changed,
  2003055: fix(
    "LEDGER_REJECTED",
    order,
    "Fortnox says that the invoice is paid already, so {subject} was refused: more was paid than its total, or somebody registered a payment by hand.",
  ),
  2003007: fix("LEDGER_REJECTED", ledger, "Fortnox cannot book {subject} yet. Finish it in Fortnox."),
  2003127: warehouse,
  2003241: warehouse,
  2003275: warehouse,
  2003277: warehouse,
  2003498: warehouse,
};

/** Refusals that are known by their words alone (section 3.4 of the reference); asked only when the code says nothing. */
export const wordings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /hitta moms/i,
    fix("VAT_UNMAPPED", settings("vat.treatments"), "A VAT rate of {subject} is not set up in Fortnox."),
  ],
  [/hitta valuta/i, fix("CURRENCY_NOT_ENABLED", ledger, "Fortnox does not have the currency of {subject}.")],
  // What Fortnox says of inactive cards is not documented; matched loosely, and acted on once.
  [/kund\S*\b.*\binaktiv/i, customerGone],
  [/artikel\S*\b.*\binaktiv/i, articleGone],
  [/leveranssätt|leveransvillkor/i, delivery],
  [
    /kostnadsställe/i,
    fix("LEDGER_REJECTED", settings("dimensions"), "The cost centre of {subject} does not exist in Fortnox."),
  ],
  [
    /bankuppgifter saknas|företaget är registrerat/i,
    fix(
      "LEDGER_REJECTED",
      ledger,
      "Fortnox sends nothing before the company's details and bank account are filled in.",
    ),
  ],
  [/förvalt konto/i, account],
  [
    /inköpskonto|PurchaseAccount/i,
    fix("LEDGER_REJECTED", ledger, "{subject} names an account that does not exist."),
  ],
  [/räkenskapsår/i, fix("PERIOD_LOCKED", ledger, "The financial year of {subject} is not open in Fortnox.")],
  [/låst perioden/i, locked],
  [/klarmarkerad/i, warehouse],
  [
    /OCR-numret/i,
    fix(
      "LEDGER_REJECTED",
      ledger,
      "Fortnox's next invoice number is taken. Correct the number series in Fortnox.",
    ),
  ],
];
