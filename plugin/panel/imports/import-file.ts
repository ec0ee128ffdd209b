import type { Complaint } from "../../order-files/complaint.ts";
import { LARGEST_FILE } from "../../order-files/decode.ts";
import { toOrder } from "../../order-files/file-order.ts";
import { beginFileImport } from "../../pipeline/order-files/begin-file.ts";
import { type FileReport, fileReport, handInFile } from "../../pipeline/order-files/hand-in.ts";
import { previewFileOrders } from "../../pipeline/order-files/preview-file.ts";
import { storedOrder } from "../../pipeline/order-files/stored-order.ts";
import { fileOrders } from "../../store/incoming/file-orders.ts";
import { dropFile, readFile, type StoredFile } from "../../store/incoming/order-files.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { previewedOrder } from "../order/previewed-order.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { showImports } from "./imports.ts";

const SHOWN = 5;
const MOST_SHOWN_COMPLAINTS = 50;
type Params = Readonly<Record<string, string>>;

/** A file is handed in: it is read and kept, and its page says what would be booked. */
export async function handIn(page: Page): Promise<Answer> {
  const { context, installation, session, form, texts } = page;
  const content = Buffer.from(form.get("file") ?? "", "base64url");
  const pasted = form.get("pasted") ?? "";
  if (content.length > LARGEST_FILE) return await showImports(page, { file: texts("import.file.too_large") });
  if (!(await isFormTokenValid(page, "import:file"))) return refusal("form_expired");
  if (content.length === 0 && pasted.trim() === "") {
    return await showImports(page, { file: texts("import.file.choose_first") });
  }
  const sign = form.get("decimal_sign");
  const handedIn = await handInFile(context, installation, {
    name: content.length === 0 ? texts("import.file.pasted_name") : form.get("file_name") || "orders",
    content: content.length === 0 ? pasted : content,
    format: null,
    decimalSign: sign === "point" || sign === "comma" ? sign : null,
    by: session.userId,
  });
  if ("message" in handedIn) return await showImports(page, { file: page.say(handedIn.message) });
  return redirect(page.href(`/import/files/${handedIn.id}`));
}

export async function showFile(page: Page, params: Params, error: string | null = null): Promise<Answer> {
  const { connection, texts } = page;
  const file = await fileNamed(page, params);
  if (file === null) return refusal("not_found");
  const report = fileReport(file);
  const isConnected = connection !== null && connection.status !== "connecting";
  const complaints = report.complaints.slice(0, MOST_SHOWN_COMPLAINTS);
  const model = {
    title: file.name,
    here: "/import",
    answer: answerOf(page, report),
    error,
    isConnected,
    facts: factsOf(page, report),
    columns: report.columns,
    complaints: complaints.map((one) => complaintView(page, one)),
    more: report.complaintCount - complaints.length,
    previews: isConnected ? await previewsOf(page, file, connection) : [],
    orders: report.orders,
    // Everything, or what is left of it when somebody has read what is wrong.
    beginLabel: texts(report.wrongOrders === 0 ? "import.file.begin" : "import.file.begin_good", {
      count: report.orders,
    }),
    beginAction: page.can.act && isConnected ? page.href(`/import/files/${file.id}/begin`) : null,
    dropAction: file.hasBegun || !page.can.act ? null : page.href(`/import/files/${file.id}/drop`),
    token: await formToken(page, `import:file:${file.id}`),
    back: page.href("/import"),
  };
  return view("import-file", model, error === null ? 200 : 422);
}

export async function beginFile(page: Page, params: Params): Promise<Answer> {
  const { context, installation, connection, session, form, texts } = page;
  const file = await fileNamed(page, params);
  if (file === null || connection === null || connection.status === "connecting") return refusal("not_found");
  if (!(await isFormTokenValid(page, `import:file:${file.id}`))) return refusal("form_expired");
  const begun = await beginFileImport(context, installation, file, {
    connectionId: connection.id,
    isDryRun: form.get("trial") !== null,
    by: session.userId,
  });
  if (begun === "no orders") return await showFile(page, params, texts("import.file.nothing"));
  if ("unfinished" in begun) return await showFile(page, params, texts("import.error.unfinished"));
  return redirect(page.href("/import", { notice: "import_begun" }));
}

export async function dropOne(page: Page, params: Params): Promise<Answer> {
  const file = await fileNamed(page, params);
  if (file === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `import:file:${file.id}`))) return refusal("form_expired");
  await dropFile(page.context.store, page.installation.id, file.id);
  return redirect(page.href("/import", { notice: "file_dropped" }));
}

async function fileNamed(page: Page, params: Params): Promise<StoredFile | null> {
  const id = params["id"] ?? "";
  return /^\d{1,15}$/.test(id) ? await readFile(page.context.store, page.installation.id, Number(id)) : null;
}

function answerOf({ texts }: Page, { orders, wrongOrders, complaintCount }: FileReport): object {
  if (complaintCount === 0) return { tone: null, text: texts("import.file.all_good", { count: orders }) };
  const all = orders + wrongOrders;
  const text = texts(orders === 0 ? "import.file.none_good" : "import.file.some_wrong", {
    count: wrongOrders,
    all,
    good: orders,
  });
  return { tone: "held", text };
}

function factsOf({ texts, format }: Page, report: FileReport): object[] {
  const { delimiter, decimalSign, unused, from, to } = report;
  const days =
    from === null || to === null
      ? null
      : from === to
        ? format.day(from)
        : `${format.day(from)} – ${format.day(to)}`;
  const facts: [string, string | null][] = [
    ["rows", String(report.rows)],
    ["days", days],
    ["delimiter", delimiter === null ? null : texts(`import.file.delimiter.${NAMES[delimiter] ?? "comma"}`)],
    ["decimal", decimalSign === null ? null : texts(`import.file.sign.${decimalSign}`)],
    ["unused", unused.length === 0 ? null : unused.join(", ")],
  ];
  return facts.flatMap(([name, value]) =>
    value === null ? [] : [{ name: texts(`import.file.fact.${name}`), value }],
  );
}

const NAMES: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

function complaintView({ texts, say }: Page, { place, column, message }: Complaint): object {
  const where =
    "row" in place
      ? texts("import.file.place.row", { row: place.row })
      : place.line === null
        ? texts("import.file.place.order", { order: place.order })
        : texts("import.file.place.line", { order: place.order, line: place.line });
  return { where, column, message: say(message) };
}

async function previewsOf(
  page: Page,
  file: StoredFile,
  connection: NonNullable<Page["connection"]>,
): Promise<object[]> {
  const { context, installation } = page;
  const first = await fileOrders(context.store, installation.id, file.id, 0, SHOWN);
  const ids = first.map((one) => one.orderId);
  const previews = await previewFileOrders(context, installation, connection, file.id, ids);
  return first.map((one, index) => {
    const order = toOrder(storedOrder(one.content), installation);
    const preview = previews[index]?.preview ?? "known";
    const shown = previewedOrder(page, order, preview === "known" ? null : preview);
    const known = { state: "skipped", reason: page.texts("import.file.shop_has_it"), preview: null };
    return { ...shown, ...(preview === "known" ? known : {}), isOpen: index === 0 };
  });
}
