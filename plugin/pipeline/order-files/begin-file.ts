import type { StoredFile } from "../../store/incoming/order-files.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { beginImport, type WantedImport } from "../imports/begin-import.ts";
import { fileReport } from "./hand-in.ts";

/**
 * Begins to import the good orders of a file, or tries them. "no orders" when there is none; the id of another import
 * of the same ledger while that is not done.
 */
export async function beginFileImport(
  context: Context,
  installation: StoredInstallation,
  file: StoredFile,
  wanted: Pick<WantedImport, "connectionId" | "isDryRun" | "by">,
): Promise<{ readonly id: number } | { readonly unfinished: number } | "no orders"> {
  const { from, to } = fileReport(file);
  if (from === null || to === null) return "no orders";
  return await beginImport(context, installation, { ...wanted, from, to, fileId: file.id });
}
