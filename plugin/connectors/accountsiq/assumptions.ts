/**
 * What the vendor does not publish, each in one place with the number of the open point, so that it can be corrected
 * here. The rest of the folder asks these functions and values.
 */

/** U1: tokens live for twenty minutes at most; given up two minutes before. */
export const TOKEN_LIFE_MS = 18 * 60_000;

/** U2: the rate of a tax code is a fraction; one of more than 1 in the list says that all are per cent. */
export function ratesAreFractions(rates: readonly string[]): boolean {
  return rates.every((rate) => /^(0(\.\d+)?|1(\.0+)?)$/.test(rate));
}

/** U5: posting into a closed period is refused with this code. */
export const CLOSED_PERIOD = "DATE_IS_OUT_OF_RANGE";

/** U6: money that goes back is a debit journal of the customer on the account of its payment method. */
export const REFUND_OPERATION = "PostSalesDebitJournalGetBackTransactionID";

/** U7: a receipt names the bank's code in the chart of accounts. */
export const BANK_KEY = "Code";

/** U9: the location number of an e-invoice has no field of its own. */
export const LOCATION_NUMBER_FIELD = "EDICentralID";

/** U10: references are made of letters, digits and hyphens. */
export function asReference(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9-]/g, "-")
    .slice(0, 50);
}

/** U11: dates bear no offset: the calendar day of the entity. */
export function asDateTime(day: string): string {
  return `${day}T00:00:00`;
}

/** U15: the codes about suppliers' cards have the names of those about customers'. */
export const NO_SUPPLIER = /^(SUPPLIER_(CODE|ID)|ACCOUNT_CODE)_DOES_NOT_EXIST$/;

/** U17: a supplier's debit note and invoice settle each other by the call that does so for customers; a refusal says not. */
export const NOT_ALLOCATED = /^TRANSACTION_(IS_NOT_ALLOCATABLE|CANNOT_(ALLOCATE|BE_ALLOCATED)_.*)$/;

/*
 * U16: saving an unposted item document again, without `create` and with the version that was read, changes it, and the
 * lines sent take the place of those saved. The vendor's glossary says that such documents can be modified; how lines are
 * matched is not told. An invoice is saved only where the totals are ours, and both kinds are read back.
 */
