import { z } from "zod";
import type { Context } from "../../pipeline/context.ts";
import { beginImport } from "../../pipeline/imports/begin-import.ts";
import { importJob } from "../../pipeline/imports/import.ts";
import { reportOf } from "../../pipeline/imports/import-dry-run.ts";
import { importCounts } from "../../pipeline/imports/import-progress.ts";
import { fileReport } from "../../pipeline/order-files/hand-in.ts";
import { countKnown } from "../../store/incoming/file-orders.ts";
import { listImports, moveImport, readImport, type StoredImport } from "../../store/incoming/imports.ts";
import { readFile } from "../../store/incoming/order-files.ts";
import { component } from "./components.ts";
import { type Call, endpoint, noBody, noQuery } from "./endpoint.ts";
import { importFile, newFile } from "./import-file.ts";
import { amount, code, day, state } from "./order-answer.ts";
import { connectionMeant, whichConnection } from "./orders.ts";
import { notConnected } from "./pipeline-problem.ts";
import { ApiProblem } from "./problem.ts";

const LISTED = 50;

const report = component(
  "DryRunReport",
  z.strictObject({
    orders: z.int(),
    already_booked: z.int().meta({ description: "Orders of which everything is in the ledger already." }),
    invoices: z.int().meta({ description: "Documents that would be made." }),
    credit_notes: z.int(),
    outcomes: z
      .array(
        z.strictObject({
          state,
          code: code.nullable(),
          currency: z.string().nullable(),
          count: z.int(),
          sum: amount.nullable().meta({ description: "What the shop keeps of these orders." }),
        }),
      )
      .meta({ description: "How the orders would stand." }),
  }),
);

const importAnswer = component(
  "Import",
  z.strictObject({
    id: z.string(),
    connection_id: z.string(),
    from: day,
    to: day,
    dry_run: z.boolean(),
    file: z
      .strictObject({
        name: z.string(),
        orders: z.int().meta({ description: "Orders in which nothing is wrong." }),
        wrong_orders: z.int().meta({ description: "Orders left out because something is wrong in them." }),
        known_orders: z.int().meta({ description: "Orders left alone because the shop relays them itself." }),
      })
      .nullable()
      .meta({ description: "Of an import from a file." }),
    state: z.enum(["running", "paused", "cancelled", "done"]).meta({
      description:
        "done: every order of these days has been looked at. paused by itself: `message` says why.",
    }),
    message: z.string().nullable(),
    found: z.int().meta({ description: "Orders found so far." }),
    queued: z.int().meta({ description: "Found and not looked at yet." }),
    booked: z.int(),
    skipped: z.int(),
    waiting: z.int(),
    held: z.int(),
    report: report.nullable().meta({ description: "Of a dry run, whose counts say how orders would stand." }),
    created_by: z.string(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  }),
);

const path = "/imports";

export const importEndpoints = [
  endpoint({
    method: "post",
    path,
    summary: "Relay the orders of these days or of a file, also those before the start date",
    needsAdmin: false,
    query: whichConnection,
    body: component(
      "NewImport",
      z
        .strictObject({
          from: day.optional().meta({ description: "First day, in the shop's time zone." }),
          to: day.optional().meta({ description: "Last day, which belongs to it." }),
          file: newFile.optional().meta({ description: "Instead of days." }),
          dry_run: z.boolean().optional().meta({ description: "Only tells what would be done." }),
        })
        .superRefine(isDaysOrFile),
    ),
    // Ten megabytes of text, each sign of which JSON may write with two.
    largestBody: "24mb",
    status: 201,
    answer: importAnswer,
    problems: [404, 409],
    async handle(call) {
      const { context, installation, session, body } = call;
      const connection = await connectionMeant(call);
      if (connection === null || connection.status === "connecting") throw notConnected(context);
      const wanted = {
        connectionId: connection.id,
        isDryRun: body.dry_run === true,
        by: session.userId,
      };
      const { from = "", to = "", file } = body;
      const begun =
        file === undefined
          ? await beginImport(context, installation, { ...wanted, from, to })
          : await importFile(context, installation, file, wanted);
      if ("unfinished" in begun) {
        const detail = `Import ${begun.unfinished} is not done. Cancel it, or wait for it.`;
        throw new ApiProblem("CONFLICT", { detail });
      }
      return await show(context, await found(context, installation.id, begun.id));
    },
  }),
  endpoint({
    method: "get",
    path,
    summary: `Imports, the newest first, at most ${LISTED}`,
    needsAdmin: false,
    query: whichConnection,
    body: noBody,
    status: 200,
    answer: component("Imports", z.strictObject({ data: z.array(importAnswer) })),
    problems: [404],
    async handle(call) {
      const { context, installation } = call;
      const connection = await connectionMeant(call);
      const books = { installationId: installation.id, connectionId: connection?.id ?? 0 };
      const all = await listImports(context.store, books, LISTED);
      return { data: await Promise.all(all.map((one) => show(context, one))) };
    },
  }),
  endpoint({
    method: "get",
    path: `${path}/{id}`,
    summary: "How far an import has come, and how its orders stand now",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: importAnswer,
    problems: [404],
    handle: async (call) => show(call.context, await importOf(call)),
  }),
  moving("pause", "Let an import rest; what has entered goes on", ["running"], "paused"),
  moving("resume", "Go on with a paused import", ["paused"], "running"),
  moving("cancel", "End an import; what has entered stays", ["running", "paused"], "cancelled"),
];

/** Days or a file: the two are never both meant. */
function isDaysOrFile(
  { from, to, file }: { from?: string | undefined; to?: string | undefined; file?: object | undefined },
  context: z.RefinementCtx,
): void {
  const complain = (path: string, message: string): void =>
    context.addIssue({ code: "custom", path: [path], message });
  if (file !== undefined) {
    if (from !== undefined || to !== undefined) complain("file", "stands instead of days");
    return;
  }
  if (from === undefined) complain("from", "is missing");
  if (to === undefined) complain("to", "is missing");
  if (from !== undefined && to !== undefined && to < from) complain("to", "is before `from`");
}

function moving(
  verb: string,
  summary: string,
  from: readonly StoredImport["state"][],
  to: StoredImport["state"],
) {
  return endpoint({
    method: "post",
    path: `${path}/{id}/${verb}`,
    summary,
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: importAnswer,
    problems: [404, 409],
    async handle(call) {
      const { context, installation } = call;
      const { store, ports } = context;
      const { id } = await importOf(call);
      if (!(await moveImport(store, id, from, to, ports.clock.now()))) {
        throw new ApiProblem("CONFLICT", {
          detail: `Only an import that is ${from.join(" or ")} can do this.`,
        });
      }
      if (to === "running") await ports.queue.add([importJob({ id, installationId: installation.id })]);
      return await show(context, await found(context, installation.id, id));
    },
  });
}

/** The import named in the path; another tenant's is as unknown as one that never was. */
async function importOf(call: Call<unknown, unknown>): Promise<StoredImport> {
  const wanted = call.params["id"] ?? "";
  if (!/^\d{1,15}$/.test(wanted)) throw new ApiProblem("NOT_FOUND");
  return await found(call.context, call.installation.id, Number(wanted));
}

async function found(context: Context, installationId: number, id: number): Promise<StoredImport> {
  const one = await readImport(context.store, installationId, id);
  if (one === null) throw new ApiProblem("NOT_FOUND");
  return one;
}

async function show(context: Context, one: StoredImport): Promise<z.output<typeof importAnswer>> {
  const { found: all, queued, states } = await importCounts(context, one);
  return {
    id: String(one.id),
    connection_id: String(one.connectionId),
    from: one.from,
    to: one.to,
    dry_run: one.isDryRun,
    file: await showFile(context, one),
    state: one.state,
    message: one.message,
    found: all,
    queued,
    ...states,
    report: one.isDryRun ? showReport(one) : null,
    created_by: one.createdBy,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
  };
}

async function showFile(
  { store }: Context,
  { installationId, fileId }: StoredImport,
): Promise<z.output<typeof importAnswer>["file"]> {
  const file = fileId === null ? null : await readFile(store, installationId, fileId);
  if (file === null) return null;
  const { orders, wrongOrders } = fileReport(file);
  return {
    name: file.name,
    orders,
    wrong_orders: wrongOrders,
    known_orders: await countKnown(store, installationId, file.id),
  };
}

function showReport({ progress }: StoredImport): z.output<typeof report> {
  const { orders, alreadyBooked, invoices, creditNotes, outcomes } = reportOf(progress);
  return {
    orders,
    already_booked: alreadyBooked,
    invoices,
    credit_notes: creditNotes,
    outcomes: outcomes.map((one) => ({ ...one })),
  };
}
