import type { StoreTransaction } from "../../store/database.ts";
import { createImport, listImports, type StoredImport } from "../../store/incoming/imports.ts";
import { keepFile } from "../../store/incoming/order-files.ts";
import { insist } from "../../store/insist.ts";
import { lockInstallation, type StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { endOf, startOf } from "../day-bounds.ts";
import { importJob } from "./import.ts";

const LISTED = 50;

export interface WantedImport {
  readonly connectionId: number;
  /** The file its orders come from; absent: the shop's list of these days. */
  readonly fileId?: number;
  /** Days in the shop's time zone; both belong to it. */
  readonly from: string;
  readonly to: string;
  readonly isDryRun: boolean;
  readonly by: string;
}

/** Begins an import and gives its id, or the one of the same ledger that is not done yet. */
export async function beginImport(
  context: Context,
  installation: StoredInstallation,
  wanted: WantedImport,
): Promise<{ readonly id: number } | { readonly unfinished: number }> {
  const { store, ports } = context;
  const { connectionId, from, to, isDryRun, by, fileId = null } = wanted;
  const books = { installationId: installation.id, connectionId };
  const fresh = {
    ...books,
    from,
    to,
    createdAfter: startOf(from, installation.timeZone),
    createdBefore: endOf(to, installation.timeZone),
    isDryRun,
    fileId,
    createdBy: by,
  };
  const begin = async (within: StoreTransaction): Promise<{ id: number } | { unfinished: number }> => {
    // Who clicks twice begins one.
    await lockInstallation(within, installation.id);
    const unfinished = (await listImports(within, books, LISTED)).find(isUnfinished);
    if (unfinished !== undefined) return { unfinished: unfinished.id };
    const id = await createImport(within, fresh, ports.clock.now());
    // With the import or not at all: of a file that is not kept the shop's own orders are not held against it.
    if (fileId !== null && !isDryRun) await keepFile(within, { id: fileId, installationId: installation.id });
    return { id };
  };
  const begun = await insist(() =>
    store.db.transaction().execute((db) => begin({ db, engine: store.engine })),
  );
  if ("id" in begun) await ports.queue.add([importJob({ id: begun.id, installationId: installation.id })]);
  return begun;
}

const isUnfinished = ({ state }: StoredImport): boolean => state === "running" || state === "paused";
