/** Where something is wrong: a row of a table counted as spreadsheets do, or an order and line of an XML file. */
export type Place = { readonly row: number } | { readonly order: number; readonly line: number | null };

/** One thing that a person has to mend, in a plain English sentence of the phrasebook. */
export interface Complaint {
  readonly place: Place;
  /** Null when it is about the whole row. */
  readonly column: string | null;
  readonly message: string;
}

/** So many are kept and shown; all are counted. */
export const MOST_COMPLAINTS = 200;

/** Why a file cannot be read at all. */
export const refusals = {
  EMPTY: "The file is empty.",
  TOO_LARGE: "The file is larger than 10 MB. Divide it into several.",
  TOO_MANY_ROWS: "The file has more than 50000 rows. Divide it into several.",
  SPREADSHEET: "This is a spreadsheet. Save it as CSV, then choose that file.",
  NOT_TEXT: "This is not a text file. Save the orders as CSV or XML.",
  NO_HEADING: "The first row has to name the columns, and one of them is order_number.",
  QUOTES: "The quotation marks of this CSV file do not match.",
  NOT_XML: "This is not a well-formed XML file.",
  DOCTYPE: "An XML file with a document type is not read. Take the DOCTYPE out.",
  NO_ORDERS: "The file holds no orders.",
} as const;

export type FileRefusal = keyof typeof refusals;
