import { createImport, listImports, type StoredImport } from "../../store/incoming/imports.ts";
import type { StoredInstallation } from "../../store/installations.ts";
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
  const unfinished = (await listImports(store, books, LISTED)).find(isUnfinished);
  if (unfinished !== undefined) return { unfinished: unfinished.id };
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
  const id = await createImport(store, fresh, ports.clock.now());
  await ports.queue.add([importJob({ id, installationId: installation.id })]);
  return { id };
}

const isUnfinished = ({ state }: StoredImport): boolean => state === "running" || state === "paused";
