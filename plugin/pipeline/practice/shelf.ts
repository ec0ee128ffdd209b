import type { Shelf } from "../../connectors/connector.ts";
import type { StoredConnection } from "../../store/connections.ts";
import {
  addPracticeRecord,
  changePracticeRecord,
  countPracticeRecords,
  listPracticeRecords,
  readPracticeRecord,
} from "../../store/practice/practice-records.ts";
import type { Context } from "../context.ts";

/** What our database keeps for a connection; ledgers with a server of their own never look at it. */
export function shelfOf(
  { store, ports }: Context,
  { installationId, id }: Pick<StoredConnection, "installationId" | "id">,
): Shelf {
  const books = { installationId, connectionId: id };
  return {
    get: (kind, by) => readPracticeRecord(store, books, kind, by),
    list: (kind) => listPracticeRecords(store, books, kind),
    count: (kind) => countPracticeRecords(store, books, kind),
    add: (fresh) => addPracticeRecord(store, books, fresh, ports.clock.now()),
    change: (item, to) => changePracticeRecord(store, books, item, to, ports.clock.now()),
  };
}
