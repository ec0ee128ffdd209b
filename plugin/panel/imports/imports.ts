import { beginImport } from "../../pipeline/imports/begin-import.ts";
import { importJob } from "../../pipeline/imports/import.ts";
import { type DryRunOutcome, type DryRunReport, reportOf } from "../../pipeline/imports/import-dry-run.ts";
import { importCounts } from "../../pipeline/imports/import-progress.ts";
import { countKnown } from "../../store/incoming/file-orders.ts";
import { listImports, moveImport, readImport, type StoredImport } from "../../store/incoming/imports.ts";
import { readFile } from "../../store/incoming/order-files.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { lacksView } from "../connections/lacks.ts";
import { codeSentence } from "../orders/order-row.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { isDay } from "../words/days.ts";
import { sampleNames } from "./import-samples.ts";

const LISTED = 20;
const STATES = ["booked", "waiting", "held", "skipped"] as const;

/** History: which days to relay, first as a trial if one likes, and how far each import is. */
export async function showImports(
  page: Page,
  errors: { readonly to?: string; readonly file?: string } = {},
): Promise<Answer> {
  const { context, installation, connection, texts, form } = page;
  const isConnected = connection !== null && connection.status !== "connecting";
  const books = { installationId: installation.id, connectionId: connection?.id ?? 0 };
  const imports = await listImports(context.store, books, LISTED);
  const dayField = (name: "from" | "to") => ({
    name,
    kind: "day",
    title: texts(`import.${name}`),
    help: texts(`import.${name}_help`),
    value: form.get(name) ?? "",
    error: name === "to" ? (errors.to ?? null) : null,
  });
  const model = {
    title: texts("import.title"),
    here: "/import",
    answer: { tone: null, text: texts(isConnected ? "import.answer" : "import.not_connected") },
    isConnected,
    beginToken: await formToken(page, "import:begin"),
    fields: [dayField("from"), dayField("to")],
    fileAction: page.href("/import/file"),
    fileToken: await formToken(page, "import:file"),
    fileError: errors.file ?? null,
    signs: ["", "point", "comma"].map((value) => ({
      value,
      label: texts(`import.file.sign.${value === "" ? "by_itself" : value}`),
      isChosen: (form.get("decimal_sign") ?? "") === value,
    })),
    samples: sampleNames.map((name) => ({ name, href: page.href(`/import/samples/${name}`) })),
    lacks: await lacksView(page, ["older_orders"]),
    imports: await Promise.all(imports.map((one) => importView(page, one))),
  };
  return view("import", model, Object.keys(errors).length === 0 ? 200 : 422);
}

export async function begin(page: Page): Promise<Answer> {
  const { context, installation, connection, session, form, texts } = page;
  if (!(await isFormTokenValid(page, "import:begin"))) return refusal("form_expired");
  if (connection === null || connection.status === "connecting") return refusal("not_found");
  const from = form.get("from") ?? "";
  const to = form.get("to") ?? "";
  if (!isDay(from) || !isDay(to)) return await showImports(page, { to: texts("import.error.days") });
  if (to < from) return await showImports(page, { to: texts("import.error.backwards") });
  const isDryRun = form.get("trial") !== null;
  const wanted = { connectionId: connection.id, from, to, isDryRun, by: session.userId };
  const begun = await beginImport(context, installation, wanted);
  if ("unfinished" in begun) return await showImports(page, { to: texts("import.error.unfinished") });
  return redirect(page.href("/import", { notice: "import_begun" }));
}

/** The buttons of an import: rest, go on, end. */
const MOVES = {
  pause: { from: ["running"], to: "paused", notice: "import_paused" },
  resume: { from: ["paused"], to: "running", notice: "import_resumed" },
  cancel: { from: ["running", "paused"], to: "cancelled", notice: "import_cancelled" },
} as const;

export async function moveOne(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const { context, installation } = page;
  const id = params["id"] ?? "";
  const name = (["pause", "resume", "cancel"] as const).find((one) => one === params["move"]);
  if (name === undefined) return refusal("not_found");
  if (!(await isFormTokenValid(page, `import:${id}`))) return refusal("form_expired");
  const one = /^\d{1,15}$/.test(id) ? await readImport(context.store, installation.id, Number(id)) : null;
  if (one === null) return refusal("not_found");
  const { from, to, notice } = MOVES[name];
  const isMoved = await moveImport(context.store, one.id, from, to, context.ports.clock.now());
  if (isMoved && to === "running") await context.ports.queue.add([importJob(one)]);
  return redirect(page.href("/import", { notice: isMoved ? notice : null }));
}

async function importView(page: Page, one: StoredImport): Promise<Record<string, unknown>> {
  const { texts } = page;
  const { found, queued, states } = await importCounts(page.context, one);
  const isUnfinished = one.state === "running" || one.state === "paused";
  const { store } = page.context;
  const file = one.fileId === null ? null : await readFile(store, one.installationId, one.fileId);
  const known = file === null ? 0 : await countKnown(store, one.installationId, file.id);
  const of =
    file === null ? { from: page.format.day(one.from), to: page.format.day(one.to) } : { name: file.name };
  return {
    heading: texts(`import.${file === null ? "" : "file."}${one.isDryRun ? "trial_of" : "import_of"}`, of),
    file: file === null ? null : { name: file.name, href: page.href(`/import/files/${file.id}`) },
    known: known === 0 ? null : texts("import.file.known", { count: known }),
    createdAt: one.createdAt,
    sentence: texts(`import.state.${one.state}`, { found, looked: found - queued }),
    message: one.message === null ? null : page.say(one.message),
    // A paused one needs somebody; what is said of a running one passes by itself.
    ...(one.state === "paused" ? { tone: "held", icon: "held" } : { tone: "waiting", icon: "info" }),
    counts: STATES.map((state) => ({
      state,
      count: String(states[state]),
      href: one.isDryRun ? null : page.href("/orders", { state, from: one.from, to: one.to }),
    })),
    outcomes: one.isDryRun ? outcomes(page, reportOf(one.progress)) : null,
    id: `import-${one.id}`,
    // Of a list that is still being read nobody knows the length.
    progress: isUnfinished ? { looked: found - queued, found: Math.max(1, found) } : null,
    isRunning: one.state === "running",
    moves:
      isUnfinished && page.can.act
        ? [one.state === "running" ? "pause" : "resume", "cancel"].map((move) => ({
            label: texts(`import.${move}`),
            action: page.href(`/import/${one.id}/${move}`),
          }))
        : [],
    token: isUnfinished ? await formToken(page, `import:${one.id}`) : null,
  };
}

function outcomes(page: Page, report: DryRunReport): Record<string, unknown>[] {
  // In one order, whichever of them was looked at first.
  const place = ({ state, code, currency }: DryRunOutcome) =>
    `${STATES.indexOf(state)} ${code ?? ""} ${currency ?? ""}`;
  const sorted = [...report.outcomes].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return sorted.map(({ state, code, currency, count, sum }) => ({
    state,
    reason: code === null ? null : codeSentence(page, code),
    count: String(count),
    sum,
    currency,
  }));
}
