import { fileOrders } from "../../store/incoming/file-orders.ts";
import type { ImportProgress, StoredImport } from "../../store/incoming/imports.ts";
import type { Context } from "../context.ts";
import type { Slice } from "../imports/import-slice.ts";

const PAGE = 200;

/** The next orders of an import's file, as a page of the shop's list would be. */
export async function readFilePage(
  { store }: Pick<Context, "store">,
  { installationId }: StoredImport,
  fileId: number,
  progress: ImportProgress,
): Promise<Slice> {
  const page = await fileOrders(store, installationId, fileId, Number(progress.cursor ?? "0"), PAGE);
  const cursor = page.at(-1)?.place;
  return {
    kind: "on",
    progress: {
      ...progress,
      pending: page.map((one) => one.orderId),
      cursor: cursor === undefined ? progress.cursor : String(cursor),
      isLastPage: page.length < PAGE,
    },
  };
}
