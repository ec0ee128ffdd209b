import { connectorOf } from "../../pipeline/context.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { Page } from "../page.ts";

type Reader = Pick<Page, "texts"> & { readonly context: Pick<Page["context"], "connectors"> };

/** What sentences call a ledger: vendors by their names, practice books in the reader's language. */
export function ledgerName(
  { context, texts }: Reader,
  { system, isPractice }: Pick<StoredConnection, "system" | "isPractice">,
): string {
  return isPractice ? texts("practice.in_sentence") : connectorOf(context, system).name;
}

/** The same where it stands by itself. */
export function ledgerTitle(
  reader: Reader,
  connection: Pick<StoredConnection, "system" | "isPractice">,
): string {
  return connection.isPractice ? reader.texts("practice.name") : ledgerName(reader, connection);
}

/** The company in the ledger; practice books have none but themselves. */
export function companyName(
  page: Reader,
  connection: Pick<StoredConnection, "system" | "isPractice" | "companyName">,
): string | null {
  return connection.isPractice ? page.texts("practice.name") : connection.companyName;
}

/** Whose books a sentence is about: the company's, else the ledger's. */
export function companyInSentence(
  reader: Reader,
  connection: Pick<StoredConnection, "system" | "isPractice" | "companyName">,
): string {
  const company = connection.isPractice ? null : connection.companyName;
  return company ?? ledgerName(reader, connection);
}
