import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/** One document of ours in a ledger, as far as a look at the ledger's lists has to know it. */
export interface WatchedDocument {
  readonly orderId: string;
  readonly document: string;
  readonly reference: string;
  readonly ref: unknown;
  /** What it came to when it was made, or after its rounding row. */
  readonly totals: unknown;
  readonly changed: unknown;
  readonly isBooked: boolean;
}

interface ConnectionKey {
  readonly installationId: number;
  readonly connectionId: number;
}

/** The documents that bear these references; those whose making is in doubt are missing. */
export async function watchedDocuments(
  store: Store,
  { installationId, connectionId }: ConnectionKey,
  references: readonly string[],
): Promise<WatchedDocument[]> {
  if (references.length === 0) return [];
  const made = await store.db
    .selectFrom("effects")
    .select(["order_id", "document", "reference", "ref", "totals", "changed"])
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("reference", "in", [...references])
    .where("state", "=", "done")
    .execute();
  if (made.length === 0) return [];
  const later = await store.db
    .selectFrom("effects")
    .select(["order_id", "document", "step", "totals"])
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where(
      "order_id",
      "in",
      made.map((row) => row.order_id),
    )
    .where("step", "in", ["adjust", "book"])
    .where("state", "=", "done")
    .execute();
  return made.map((row) => {
    const step = (name: string) =>
      later.find(
        (one) => one.order_id === row.order_id && one.document === row.document && one.step === name,
      );
    return {
      orderId: row.order_id,
      document: row.document,
      reference: row.reference ?? "",
      ref: parsed(row.ref),
      totals: parsed(step("adjust")?.totals ?? row.totals),
      changed: parsed(row.changed),
      isBooked: step("book") !== undefined,
    };
  });
}

/** Notes what a person changed about a document in the ledger; null = nothing any more. */
export async function noteChange(
  store: Store,
  key: ConnectionKey & { readonly orderId: string; readonly document: string },
  changed: unknown,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("effects")
    .set({ changed: changed === null ? null : JSON.stringify(changed), updated_at: instant(nowMs) })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("document", "=", key.document)
    .where("step", "=", "create")
    .execute();
}

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
