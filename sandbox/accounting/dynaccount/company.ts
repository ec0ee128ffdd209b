import { seeded } from "./seed.ts";
import { initialSwitches, type Switches } from "./switches.ts";

/** A row of a table: every value is a text, also numbers, times and flags. */
export type Row = Record<string, string>;

/** An invoice that was sent by e-mail. */
export interface SentInvoice {
  invoice: string;
  to: string;
  message: string;
  isAttached: boolean;
}

/** A company and its books. Plain JSON, so that it can be kept in a file. */
export interface Company {
  readonly name: string;
  readonly apiId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly tables: Record<string, Row[]>;
  lastId: number;
  lastInvoiceNumber: number;
  readonly sent: SentInvoice[];
  switches: Switches;
}

export type Credentials = Pick<Company, "apiId" | "apiKey" | "apiSecret">;

/** A company as a merchant would have set it up, with two years, the second open. */
export function newCompany(name: string, credentials: Credentials, year: number): Company {
  const { tables, lastId } = seeded(year);
  return {
    name,
    ...credentials,
    tables,
    lastId,
    lastInvoiceNumber: 1000,
    sent: [],
    switches: { ...initialSwitches },
  };
}

/** The rows of a table; a table nobody has written to is empty. */
export function rowsOf(company: Company, table: string): Row[] {
  company.tables[table] ??= [];
  return company.tables[table];
}

/** A value, the empty text where the row has none. */
export function cell(row: Row | undefined, column: string): string {
  return row?.[column] ?? "";
}

/** The row with a value, and the first of them where there are several. */
export function rowWith(company: Company, table: string, column: string, value: string): Row | undefined {
  return rowsOf(company, table).find((row) => cell(row, column) === value);
}
