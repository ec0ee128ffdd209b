import type {
  ChangedDocument,
  Ledger,
  LedgerRef,
  LedgerTotals,
  LedgerWatch,
} from "../../connectors/connector.ts";
import { isSameChange, type LedgerChange } from "../../domain/ledger-change.ts";
import { listConnections, type StoredConnection, setWatchedTo } from "../../store/connections.ts";
import type { StoreTransaction } from "../../store/database.ts";
import { readEffects, writeEffects } from "../../store/effects/effects.ts";
import { noteChange, type WatchedDocument, watchedDocuments } from "../../store/effects/watched-documents.ts";
import { wantTransfers } from "../../store/transfers/transfer-demand.ts";
import { appendLog } from "../../store/transfers/transfer-log.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import { openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { label } from "../effects/document-name.ts";
import { effectBook } from "../effects/existing.ts";
import { changeOf, creditOf, isAsMade } from "./ledger-change.ts";

/** The ledger's lists may lag behind its writes, and its clock may differ from ours: look back this far. */
const OVERLAP_MS = 300_000;
const MAX_PAGES = 1_000;

/**
 * Notices what people did to our documents in the ledgers of one installation. A quiet ledger costs one call.
 * Every document that changed is held against what we know, so our own writes say nothing.
 */
export async function watchLedgers(context: Context, installationId: number): Promise<void> {
  for (const connection of await listConnections(context.store, installationId)) {
    if (connection.status === "connected") await watchLedger(context, connection);
  }
}

async function watchLedger(context: Context, connection: StoredConnection): Promise<void> {
  const { store, ports } = context;
  const ledger = openLedger(context, connection, "backlog");
  if (ledger.watch === undefined) return;
  const begun = ports.clock.now();
  const from = connection.watchedTo === null ? begun : Date.parse(connection.watchedTo);
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read: Awaited<ReturnType<LedgerWatch["changed"]>> = await ledger.watch.changed(
      from - OVERLAP_MS,
      cursor,
    );
    if (!read.ok) {
      const { message } = read.problem;
      ports.log.warn("a ledger could not be watched and is looked at next time", {
        connection: connection.id,
        message,
      });
      return;
    }
    await holdAgainst({ context, connection, ledger }, read.value.documents);
    cursor = read.value.nextCursor;
    if (cursor === null) break;
  }
  await setWatchedTo(store, connection.id, begun);
}

interface Watch {
  readonly context: Context;
  readonly connection: StoredConnection;
  readonly ledger: Ledger;
}

async function holdAgainst(watch: Watch, seen: readonly ChangedDocument[]): Promise<void> {
  const { context, connection } = watch;
  const key = { installationId: connection.installationId, connectionId: connection.id };
  const references = [...new Set(seen.map((document) => document.reference))];
  const known = await watchedDocuments(context.store, key, references);
  for (const document of seen) {
    const ours = known.find((one) => one.reference === document.reference);
    const ref = ours === undefined ? null : (ours.ref as LedgerRef | null);
    if (ours === undefined || ref === null) continue;
    if (ref.id === document.id) await lookAtOurs(watch, ours, document);
    else await lookAtForeign(watch, ours, ref, document);
  }
}

/** A document we made. */
async function lookAtOurs(watch: Watch, ours: WatchedDocument, seen: ChangedDocument): Promise<void> {
  const { context, connection } = watch;
  const before = changedOf(ours);
  if (before === null && isAsMade(ours.totals as LedgerTotals | null, ours.isBooked, seen)) return;
  // Whether a credit note stands is seen on the credit note.
  if (before?.what === "credited" && !seen.isCancelled) return;
  const key = orderKey(connection, ours);
  const effects = effectBook(await readEffects(context.store, key));
  const written = effects.written(ours.document);
  if (written === null) return;
  const planned = written.operation.document;
  const { ref } = written;
  const isRemoved = effects.get(ours.document, "remove") !== undefined;
  const ledgerName = connectorOf(context, connection.system).name;
  const after = changeOf({ planned, ref, isRemoved, seen, ledgerName });
  if (!isSameChange(before, after)) await change(watch, ours, after);
  if (after !== null || !seen.isBooked || effects.get(ours.document, "book") !== undefined) return;
  // A draft that a person booked is booked: the reverse of what the protocol does, with the same end.
  const book = {
    key: { ...key, document: ours.document, step: "book" },
    state: "done",
    planned: { step: "book", document: planned, ref },
    ref,
    totals: null,
  } as const;
  const message = `A person booked ${label(planned)} ${ref.number} in ${ledgerName}.`;
  await tell(watch, key, message, (within, now) => writeEffects(within, [book], now));
}

/** A document with our reference that we did not make: a credit note by hand, or a copy, which is no matter of ours. */
async function lookAtForeign(
  watch: Watch,
  ours: WatchedDocument,
  ref: LedgerRef,
  seen: ChangedDocument,
): Promise<void> {
  const { context, connection, ledger } = watch;
  const before = changedOf(ours);
  const isKnown = before?.creditNote === seen.id;
  if (seen.isCancelled) {
    if (isKnown) await change(watch, ours, null);
    return;
  }
  if (isKnown || !seen.total.startsWith("-")) return;
  const credits = await ledger.watch?.creditedBy(seen.id);
  if (credits === undefined || !credits.ok || credits.value !== ref.id) return;
  const effects = effectBook(await readEffects(context.store, orderKey(connection, ours)));
  const written = effects.written(ours.document);
  if (written === null) return;
  const ledgerName = connectorOf(context, connection.system).name;
  await change(watch, ours, creditOf({ planned: written.operation.document, ref, seen, ledgerName }));
}

async function change(watch: Watch, ours: WatchedDocument, after: LedgerChange | null): Promise<void> {
  const key = orderKey(watch.connection, ours);
  const message = after?.message ?? "What was changed in the ledger by hand was undone there.";
  await tell(watch, key, message, (within, now) =>
    noteChange(within, { ...key, document: ours.document }, after, now),
  );
}

/**
 * Keeps what was seen, notes a line for the merchant and lets the order be looked at. All of it or nothing: what is kept is
 * no news the next time, and nobody else would have the order looked at.
 */
async function tell(
  { context }: Watch,
  key: TransferKey,
  message: string,
  keep: (within: StoreTransaction, nowMs: number) => Promise<void>,
): Promise<void> {
  const { store, ports } = context;
  const now = ports.clock.now();
  await store.db.transaction().execute(async (db) => {
    const within = { db, engine: store.engine };
    await keep(within, now);
    await appendLog(within, key, [{ step: "watch", message, atMs: now }]);
    await wantTransfers(within, [key], now);
  });
}

const changedOf = (ours: WatchedDocument): LedgerChange | null => ours.changed as LedgerChange | null;

function orderKey(connection: StoredConnection, { orderId }: WatchedDocument): TransferKey {
  return { installationId: connection.installationId, connectionId: connection.id, orderId };
}
