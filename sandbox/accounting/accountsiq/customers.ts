import { owed } from "./combined.ts";
import { decimal, moneyText } from "./decimal.ts";
import { type Entity, takeId } from "./entity.ts";
import type { Given } from "./given.ts";
import type { WireRecord } from "./records.ts";
import { checkCode, Refused } from "./refused.ts";
import { customerDefaults } from "./seed.ts";
import { customer as shape } from "./shapes.ts";
import type { Out } from "./xml.ts";

/** The vendor's limits, and what it says beyond them. */
const LIMITS: readonly (readonly [field: string, limit: number, code: string])[] = [
  ["Name", 50, "ACCOUNT_NAME_IS_TOO_LONG"],
  ["Address1", 50, "ACCOUNT_ADDRESS_IS_TOO_LONG"],
  ["Address2", 50, "ACCOUNT_ADDRESS_IS_TOO_LONG"],
  ["City", 50, "ACCOUNT_ADDRESS_IS_TOO_LONG"],
  ["Contact", 50, "ACCOUNT_CONTACT_IS_TOO_LONG"],
  ["Phone", 50, "ACCOUNT_PHONE_IS_TOO_LONG"],
  ["Email", 50, "ACCOUNT_EMAIL_IS_TOO_LONG"],
  ["VATRegistrationNumber", 50, "ACCOUNT_VAT_REGISTRATION_NUMBER_IS_TOO_LONG"],
  ["Notes", 2000, "ACCOUNT_NOTES_IS_TOO_LONG"],
];

/** A customer as the defaults begin it, without code and name. */
export function shell(entity: Entity): Out {
  if (entity.switches.brokenDefaults) throw new Refused("CONFIGURATION_ERROR");
  return inOrder(blank(entity));
}

function blank(entity: Entity): WireRecord {
  return {
    AccountID: "0",
    LedgerType: "Sales",
    CurrencyCode: entity.currency,
    CreationDate: "0001-01-01T00:00:00",
    DiscountRate: "0",
    UseAccountTaxCode: "false",
    IsActive: "true",
    Hold: "0",
    UseHeadOffice: "false",
    IsHeadOffice: "false",
    CreditLimit: "0",
    IsFranchise: "false",
    ...customerDefaults,
  };
}

/** The values of a record in the vendor's order; the nillable ones are always written. */
function inOrder(record: WireRecord): Out {
  const nillable = new Set(["ExternalApproverID", "HeadOfficeAccountID", "SalesRepresentativeID"]);
  return Object.fromEntries(
    shape.fields.flatMap(([name]): [string, Out][] => {
      const value = record[name] ?? null;
      if (value === null) return nillable.has(name) ? [[name, null]] : [];
      return [[name, value]];
    }),
  );
}

/** `create` makes a customer that is not there yet; without it an unknown code is refused. */
export function saveCustomer(entity: Entity, clock: () => Date, given: Given, create: boolean): string {
  const record = given.leaves();
  const code = checkCode(given.text("Code"), "ACCOUNT_CODE");
  if (code !== code.trim()) {
    throw new Refused("ACCOUNT_CODE_CANNOT_CONTAIN_LEADING_AND_OR_TRAILING_WHITESPACES");
  }
  const name = given.text("Name");
  if (name === null) throw new Refused("ACCOUNT_NAME_IS_NULL");
  if (name === "") throw new Refused("ACCOUNT_NAME_IS_EMPTY");
  for (const [field, limit, refusal] of LIMITS) {
    if ((given.text(field) ?? "").length > limit) throw new Refused(refusal);
  }
  const email = given.text("Email") ?? "";
  if (email !== "" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw new Refused("ACCOUNT_EMAIL_INVALID_FORMAT");
  }
  if (given.amount("CreditLimit")?.lt("0") === true)
    throw new Refused("ACCOUNT_CREDIT_LIMIT_MUST_BE_POSITIVE");
  if (!entity.rates.has(given.text("CurrencyCode") ?? "")) {
    throw new Refused("CUSTOMER_CURRENCY_CODE_NOT_FOUND");
  }
  checkDefaults(entity, given);
  const before = entity.customers.get(code);
  if (before === undefined && !create) throw new Refused("CUSTOMER_CODE_DOES_NOT_EXIST");
  if (before !== undefined) checkUpdate(entity, before, given);
  entity.customers.set(code, {
    ...record,
    AccountID: before?.["AccountID"] ?? String(takeId(entity)),
    CreationDate: before?.["CreationDate"] ?? clock().toISOString(),
    RowVersionNumber: String(takeId(entity)),
  });
  return code;
}

function checkDefaults(entity: Entity, given: Given): void {
  if (!entity.taxes.has(given.text("DefaultTaxCode") ?? "")) throw new Refused("CUSTOMER_TAX_CODE_NOT_FOUND");
  if (!entity.chart.has(given.text("DefaultGLAccountCode") ?? "")) {
    throw new Refused("CUSTOMER_DEFAULT_GL_ACCOUNT_NOT_FOUND");
  }
  if (entity.chart.get(given.text("ControlGLAccountCode") ?? "")?.kind !== "control") {
    throw new Refused("CUSTOMER_CONTROL_GL_ACCOUNT_NOT_FOUND");
  }
  if (!given.flag("IsActive") && given.text("IsActive") === null) {
    throw new Refused("BAD_REQUEST", "IsActive is missing.");
  }
}

function checkUpdate(entity: Entity, before: WireRecord, given: Given): void {
  if (given.text("RowVersionNumber") !== before["RowVersionNumber"]) throw new Refused("OUTDATED_RECORD");
  const isUsed = [...entity.transactions.values()].some((one) => one.accountCode === before["Code"]);
  if (isUsed && given.text("CurrencyCode") !== before["CurrencyCode"]) {
    throw new Refused("CANNOT_MODIFY_CURRENCY_CODE_ACCOUNT_IS_IN_USE");
  }
}

export function readCustomer(entity: Entity, code: string | null): Out {
  const found = entity.customers.get(code ?? "");
  if (found === undefined) throw new Refused("CUSTOMER_CODE_DOES_NOT_EXIST");
  return inOrder(found);
}

/** All of them, only the active ones, or those with one of the e-mail addresses. */
export function listCustomers(entity: Entity, wanted: (record: WireRecord) => boolean): Out {
  return { Customer: [...entity.customers.values()].filter(wanted).map(inOrder) };
}

export const isActive = (record: WireRecord): boolean => record["IsActive"] === "true";

export function byEmails(emails: readonly string[]): (record: WireRecord) => boolean {
  const wanted = emails.map((email) => email.toLowerCase());
  return (record) => wanted.includes((record["Email"] ?? "").toLowerCase());
}

/** What customers owe and may still owe; a limit of 0 is none. */
export function balances(entity: Entity, codes: readonly string[]): Out {
  return {
    AccountBalanceInformation: codes.map((code) => {
      const found = entity.customers.get(code);
      if (found === undefined) throw new Refused("CUSTOMER_CODE_DOES_NOT_EXIST");
      const balance = owed(entity, code);
      const limit = decimal(found["CreditLimit"] ?? "0");
      const left = limit.minus(balance);
      return {
        AccountID: found["AccountID"],
        AccountCode: code,
        AccountType: "Customer",
        Balance: moneyText(balance),
        CreditLimit: moneyText(limit),
        CreditLeft: moneyText(left.lt("0") ? decimal("0") : left),
        OverCreditLimitBalance: moneyText(left.lt("0") ? left.abs() : decimal("0")),
        CurrencyCode: found["CurrencyCode"],
      };
    }),
  };
}
