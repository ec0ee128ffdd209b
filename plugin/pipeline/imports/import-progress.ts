import type { TransferState } from "../../domain/problem.ts";
import { countImportOrders, type StoredImport } from "../../store/incoming/imports.ts";
import type { Context } from "../context.ts";
import { reportOf } from "./import-dry-run.ts";

/** How far an import is: its orders by how they stand now; of a dry run, by how they would stand. */
export interface ImportCounts {
  readonly found: number;
  /** Found and not looked at yet. */
  readonly queued: number;
  readonly states: Readonly<Record<TransferState, number>>;
}

export async function importCounts(context: Context, one: StoredImport): Promise<ImportCounts> {
  const counts = one.isDryRun ? plannedCounts(one) : await countImportOrders(context.store, one);
  const count = (state: TransferState): number => counts.get(state) ?? 0;
  const looked = [...counts.values()].reduce((all, some) => all + some, 0);
  const { found } = one.progress;
  return {
    found,
    // Once all is done, what was never looked at is an order the shop does not know any more.
    queued: one.state === "done" ? 0 : Math.max(0, found - looked),
    states: {
      booked: count("booked"),
      skipped: count("skipped"),
      waiting: count("waiting"),
      held: count("held"),
    },
  };
}

function plannedCounts({ progress }: StoredImport): Map<TransferState, number> {
  const counts = new Map<TransferState, number>();
  for (const { state, count } of reportOf(progress).outcomes) {
    counts.set(state, (counts.get(state) ?? 0) + count);
  }
  return counts;
}
