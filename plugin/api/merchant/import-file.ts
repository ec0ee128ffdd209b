import { z } from "zod";
import { namePlace } from "../../order-files/name-place.ts";
import type { Context } from "../../pipeline/context.ts";
import { beginFileImport } from "../../pipeline/order-files/begin-file.ts";
import { handInFile } from "../../pipeline/order-files/hand-in.ts";
import { dropFile, readFile } from "../../store/incoming/order-files.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import { component } from "./components.ts";
import { ApiProblem } from "./problem.ts";

/** A file of orders in a call; docs/reference/order-files.md says what it may hold. */
export const newFile = component(
  "NewOrderFile",
  z.strictObject({
    name: z.string().min(1).max(200),
    format: z.enum(["csv", "xml"]).optional().meta({ description: "By its content where it is left out." }),
    content: z.string().meta({ description: "Its text, at most 10 MB." }),
    decimal_sign: z
      .enum(["point", "comma"])
      .optional()
      .meta({ description: "Of a CSV file whose numbers could be read in two ways." }),
    only_good: z.boolean().optional().meta({
      description: "Import the orders in which nothing is wrong; without it a mistake refuses all.",
    }),
  }),
);

interface Wanted {
  readonly connectionId: number;
  readonly isDryRun: boolean;
  readonly by: string;
}

/** Reads a file and begins to import it. Where something is wrong in it, nothing begins and each place is told. */
export async function importFile(
  context: Context,
  installation: StoredInstallation,
  given: z.output<typeof newFile>,
  wanted: Wanted,
): Promise<{ readonly id: number } | { readonly unfinished: number }> {
  const handedIn = await handInFile(context, installation, {
    name: given.name,
    content: given.content,
    format: given.format ?? null,
    decimalSign: given.decimal_sign ?? null,
    by: wanted.by,
  });
  if ("message" in handedIn) throw refused(handedIn.message);
  const { id, report } = handedIn;
  const file = await readFile(context.store, installation.id, id);
  const isGood = report.complaintCount === 0 || given.only_good === true;
  const begun =
    isGood && file !== null ? await beginFileImport(context, installation, file, wanted) : "no orders";
  if (begun !== "no orders" && !("unfinished" in begun)) return begun;
  await dropFile(context.store, installation.id, id);
  if (begun !== "no orders") return begun;
  const errors = report.complaints.map(({ place, column, message }) => ({
    path: `file.content: ${namePlace(place)}${column === null ? "" : `, ${column}`}`,
    code: "invalid_file",
    message,
  }));
  throw new ApiProblem("INVALID", { errors });
}

const refused = (message: string): ApiProblem =>
  new ApiProblem("INVALID", { errors: [{ path: "file.content", code: "unreadable_file", message }] });
