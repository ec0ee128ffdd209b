import type { FixPlace, FixProblem } from "../../domain/problem.ts";
import { CLOSED_PERIOD, NOT_ALLOCATED } from "./assumptions.ts";

/** What AccountsIQ's codes mean for us; `{subject}` becomes what the call was about. */
export type Meaning =
  | {
      readonly act: "fix";
      readonly code: FixProblem["code"];
      readonly message: string;
      readonly place: FixPlace;
      /** Used instead when the call wrote a payment. */
      readonly inPayment?: FixPlace;
    }
  /** `isCertain`: nothing was done. */
  | { readonly act: "later"; readonly isCertain: boolean };

const connection: FixPlace = { place: "connection" };
const ledger: FixPlace = { place: "ledger" };
const order: FixPlace = { place: "order" };
const settings = (field: string): FixPlace => ({ place: "settings", field });

const fix = (code: FixProblem["code"], place: FixPlace, message: string, inPayment?: FixPlace): Meaning => ({
  act: "fix",
  code,
  place,
  message,
  ...(inPayment === undefined ? {} : { inPayment }),
});

const login = fix(
  "NOT_CONNECTED",
  connection,
  "AccountsIQ no longer lets this connection in. Enter the keys of the integration again.",
);
const rights = fix(
  "PERMISSION_MISSING",
  connection,
  "The integration may not write {subject} in AccountsIQ. Its administrator there can allow it.",
);

/** The first pattern that fits a code counts. */
export const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^(WS_INVALIDTOKEN|NOT_AUTHORIZED|OAUTH_.*|CURRENT_ENTITY_IS_UNSPECIFIED|API_LAYER_ENTITY_ID_NOT_FOUND)$/,
    login,
  ],
  [/^(SECURITY_ACCESS_DENIED|READ_ONLY)$/, rights],

  [
    /^(OTHER_OPERATION_IN_PROGRESS_RETRY_LATER|GETTRANSACTIONSBY_QUERY_TIMEOUT)$/,
    { act: "later", isCertain: true },
  ],
  [/^OUTDATED_RECORD$/, { act: "later", isCertain: true }],
  [/^UNKNOWN$/, { act: "later", isCertain: false }],

  [
    new RegExp(`^(${CLOSED_PERIOD}|UNALLOCATE_TRANSACTION_IN_CLOSED_PERIOD.*)$`),
    fix("PERIOD_LOCKED", ledger, "The period of {subject} is closed in AccountsIQ, or there is none."),
  ],
  [
    /^(EXPECTED_POSTING_VALUES_DO_NOT_MATCH_ACTUAL_CALCULATED_VALUES|TRANSACTION_DOES_NOT_BALANCE|JOURNAL_ENTRY_LINES_ARE_NOT_BALANCED)$/,
    fix(
      "LEDGER_TOTAL_DIFFERS",
      settings("ledger.documents"),
      "AccountsIQ comes to another total for {subject} than the shop, so nothing was made there.",
    ),
  ],

  [
    /^(CUSTOMER_(CODE|ID)_DOES_NOT_EXIST|ACCOUNT_CODE_DOES_NOT_EXIST)$/,
    fix(
      "CUSTOMER_NOT_FOUND",
      order,
      "The customer of {subject} is not in AccountsIQ any more, or is inactive.",
    ),
  ],
  [
    /^(CURRENCY_CODE_DOES_NOT_EXIST|CUSTOMER_CURRENCY_CODE_(NOT_FOUND|IS_INVALID))$/,
    fix("CURRENCY_NOT_ENABLED", ledger, "AccountsIQ does not have the currency of {subject}. Add it there."),
  ],
  [
    /^(CONFIGURATION_ERROR|CUSTOMER_.*_(NOT_FOUND|IS_INVALID)|CUSTOMER_HAS_PARTIAL_TAX_CODE)$/,
    fix(
      "LEDGER_REJECTED",
      ledger,
      "The defaults of customers in AccountsIQ are incomplete, so {subject} was refused.",
    ),
  ],
  [
    /^ACCOUNT_EMAIL_(INVALID_FORMAT|IS_TOO_LONG)$/,
    fix("LEDGER_REJECTED", { place: "shop" }, "AccountsIQ does not take the e-mail address of {subject}."),
  ],

  [
    /^(TAX_.*|CANNOT_RECORD_SUB_TAX_CODE|SALES_.*_HAS_PARTIAL_TAX_CODE)$/,
    fix("VAT_UNMAPPED", settings("vat.treatments"), "A VAT code of {subject} is not usable in AccountsIQ."),
  ],
  [
    /^GLACCOUNT_NO_DEPARTMENT_IS_DEPARTMENTAL$/,
    fix(
      "LEDGER_REJECTED",
      settings("dimensions"),
      "An account of {subject} needs a BI code in AccountsIQ, and none was chosen.",
    ),
  ],
  [
    /^(GLACCOUNT_.*|BATCH_INVOICE_LINE_MISSING_GL_ACCOUNT)$/,
    fix(
      "VAT_UNMAPPED",
      settings("vat.treatments"),
      "An account of {subject} does not exist in AccountsIQ or takes no entries.",
      settings("payments.methods"),
    ),
  ],
  [
    /^BANK_ACCOUNT_DOES_NOT_EXIST$/,
    fix(
      "LEDGER_REJECTED",
      settings("payments.methods"),
      "The account of {subject} is no bank account in AccountsIQ. Choose one of its bank accounts.",
    ),
  ],
  [
    /^(DEPARTMENT_.*|DIMENSION_CODE_NOT_FOUND_IN_DIMENSION)$/,
    fix("LEDGER_REJECTED", settings("dimensions"), "The BI code of {subject} does not exist in AccountsIQ."),
  ],
  [
    /^CREDIT_TERM_ID_DOES_NOT_EXIST$/,
    fix(
      "LEDGER_REJECTED",
      settings("payments.methods"),
      "The terms of {subject} do not exist in AccountsIQ.",
    ),
  ],

  [
    /^STOCKITEM_(ID_)?DOES_NOT_EXIST$/,
    fix("PRODUCT_NOT_FOUND", ledger, "A stock item of {subject} is not in AccountsIQ any more."),
  ],
  [
    /^(INVOICE_NEGATIVE_STOCK_ERROR|STOCKITEM_CANNOT_SELL_BELOW_.*)$/,
    fix(
      "LEDGER_REJECTED",
      ledger,
      "AccountsIQ has too little stock for {subject}. Receive the goods there first.",
    ),
  ],
  [
    /^INVOICE_IS_NOT_APPROVED$/,
    fix("LEDGER_REJECTED", ledger, "{subject} waits for approval in AccountsIQ. Approve it there."),
  ],
  [
    /^(INVOICE_CANNOT_BE_POSTED_SINCE_IT_IS_.*|INVOICE_ID_DOES_NOT_EXIST|TRANSACTION_NOT_FOUND)$/,
    fix("CHANGED_IN_LEDGER", order, "Somebody changed or removed {subject} in AccountsIQ."),
  ],
  [
    NOT_ALLOCATED,
    fix(
      "CHANGED_IN_LEDGER",
      order,
      "AccountsIQ cannot set {subject} off: somebody has set the document off against something else.",
    ),
  ],
  [
    /^(INVOICE|RECEIPT)_EXTERNAL_REFERENCE_ALREADY_EXISTS$/,
    fix("LEDGER_REJECTED", ledger, "AccountsIQ has another document with the reference of {subject}."),
  ],
];
