import { decimalsEqual, isDecimalText, parseDecimal } from "../../domain/money.ts";
import type { FixProblem } from "../../domain/problem.ts";
import { currentSettings } from "../../pipeline/books.ts";
import { askingOf } from "../../pipeline/reports/asking.ts";
import { type Covered, type VatCoverage, vatCoverage } from "../../pipeline/reports/vat-coverage.ts";
import { settingsForm } from "../../settings/form.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { remedyView } from "../causes/cause-row.ts";
import { fixLink } from "../causes/fix-link.ts";
import { remedyOf } from "../causes/remedy.ts";
import { type Answer, type Page, view } from "../page.ts";
import { type Drawn, editorFrame, errorAt, notConnected, UNTOUCHED } from "../settings/editor-frame.ts";
import { rowIndices, rowsIn } from "../settings/settings-form.ts";
import { refusalOf, submitPatch } from "../settings/submit-patch.ts";

const PATH = "/settings/vat";
const COLUMNS = ["treatment", "country", "rate", "account", "vat_code"] as const;
const treatments =
  rowsIn(settingsForm())
    .find((rows) => rows.path === "vat.treatments")
    ?.columns.find((column) => column.path === "treatment")?.options ?? [];

/** One row of the map as typed; empty country or rate means any. */
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const EMPTY: Row = { treatment: "", country: "", rate: "", account: "", vat_code: "" };

/** Country by rate: what the shop really sold, and the account each gets. */
export async function showVatMap(page: Page): Promise<Answer> {
  const { connection, context } = page;
  if (connection === null) return notConnected(page);
  const coverage = await coverageOf(page, connection);
  const { vat } = await currentSettings(context, connection);
  const rows = rowsOf(coverage?.sold ?? [], vat.treatments);
  return await draw(page, connection, page.query.has("add") ? [...rows, EMPTY] : rows, coverage, UNTOUCHED);
}

/** Saves the rows that name an account or a VAT code, or tells what they would change. */
export async function saveVatMap(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const rows = typedRows(page.form);
  const coverage = await coverageOf(page, connection);
  const redraw = (shown: readonly Row[], drawn: Drawn) => draw(page, connection, shown, coverage, drawn);
  if (page.form.has("add")) return await redraw([...rows, EMPTY], { ...UNTOUCHED, isChanged: true });
  const kept = rows.flatMap((row, index) => (row.account === "" && row.vat_code === "" ? [] : [index]));
  const map = kept.map((index) =>
    Object.fromEntries(Object.entries(rows[index] ?? EMPTY).filter(([, value]) => value !== "")),
  );
  const fieldOf = (path: string): string => {
    const [, place = "", field = ""] = /^vat\.treatments\.(\d+)\.?(.*)$/.exec(path) ?? [];
    return place === "" ? path : `rows.${kept[Number(place)]}.${field}`;
  };
  const sent = await submitPatch(page, PATH, { vat: { treatments: map } }, fieldOf);
  if (sent.kind === "answer") return sent.answer;
  if (sent.kind === "wrong")
    return await redraw(rows, { ...UNTOUCHED, errors: sent.errors, isChanged: true });
  return await redraw(rows, { ...UNTOUCHED, rehearsal: sent.rehearsal, isChanged: true });
}

/** What was sold lately; null while the shop or the ledger cannot be asked. */
async function coverageOf(page: Page, connection: StoredConnection): Promise<VatCoverage | null> {
  const [recent, asking] = await Promise.all([
    page.recent.read(page.installation),
    askingOf(page.context, connection),
  ]);
  return recent === null || asking === null ? null : vatCoverage(recent.orders, asking);
}

/** One row for each kind of sale that occurred, then the rows of the settings that say more. */
function rowsOf(sales: readonly Covered[], settings: Settings["vat"]["treatments"]): Row[] {
  const stored = settings.map(
    (row): Row => ({
      treatment: row.treatment,
      country: row.country === "*" ? "" : (row.country ?? ""),
      rate: row.rate ?? "",
      account: row.account ?? "",
      vat_code: row.vat_code ?? "",
    }),
  );
  const sold = sales.map(
    (one): Row =>
      stored.find((row) => isSame(row, one)) ?? {
        ...EMPTY,
        treatment: one.treatment,
        country: one.country,
        rate: one.rate,
      },
  );
  return [...sold, ...stored.filter((row) => !sold.includes(row))];
}

function typedRows(form: URLSearchParams): Row[] {
  const read = (index: number, name: string): string => (form.get(`rows.${index}.${name}`) ?? "").trim();
  return rowIndices(form, "rows").map((index) => ({
    treatment: read(index, "treatment"),
    country: read(index, "country").toUpperCase(),
    rate: read(index, "rate").replace(",", "."),
    account: read(index, "account"),
    vat_code: read(index, "vat_code"),
  }));
}

async function draw(
  page: Page,
  connection: StoredConnection,
  rows: readonly Row[],
  coverage: VatCoverage | null,
  drawn: Drawn,
): Promise<Answer> {
  const open = coverage?.sold.filter((one) => !one.isMapped) ?? [];
  const gaps = open.length + (coverage?.refused.length ?? 0);
  const frame = await editorFrame(page, connection, "/vat", drawn);
  const isTouched = drawn.isChanged || drawn.errors.length > 0;
  const model = {
    ...frame,
    ...(isTouched || coverage === null || gaps === 0
      ? {}
      : { answer: { tone: "held", text: page.texts("settings.vat.gaps", { count: gaps }) } }),
    isReading: coverage === null,
    refused: await Promise.all(
      (coverage?.refused ?? []).map(({ problem, orders }, place) =>
        refusedView(page, problem, orders, place),
      ),
    ),
    action: page.href(PATH),
    rows: rows.map((row, index) => rowView(page, row, index, coverage, drawn)),
    allSettings: page.href("/settings", {}, "vat"),
  };
  return view("settings-vat", model, drawn.errors.length === 0 ? 200 : 422);
}

async function refusedView(
  page: Page,
  { message, fix }: FixProblem,
  orders: number,
  place: number,
): Promise<Record<string, unknown>> {
  const remedy = page.can.act ? remedyOf(fix) : null;
  return {
    message: page.texts("connections.finding", { message: page.say(message), count: orders }),
    remedy: remedy === null ? null : await remedyView(page, remedy, `gap-${place + 1}`, null, null),
    fix: fixLink(page, fix, null),
  };
}

function rowView(
  page: Page,
  row: Row,
  index: number,
  coverage: VatCoverage | null,
  { errors }: Drawn,
): Record<string, unknown> {
  const { texts, format } = page;
  const sold = coverage?.sold.find((one) => isSame(row, one));
  const name = (column: string): string => `rows.${index}.${column}`;
  const cell = (column: (typeof COLUMNS)[number]) => ({
    name: name(column),
    value: row[column],
    error: errorAt(page, errors, name(column), `vat.treatments.${column}`),
  });
  const isWrong = errors.some((one) =>
    ["treatment", "country", "rate"].some((part) => one.field === name(part)),
  );
  return {
    number: index + 1,
    isFixed: row.treatment !== "" && !isWrong,
    treatment: {
      ...cell("treatment"),
      label: row.treatment === "" ? "" : texts(`option.${row.treatment}`),
      options: treatments.map((value) => ({
        value,
        label: texts(`option.${value}`),
        isChosen: value === row.treatment,
      })),
    },
    country: {
      ...cell("country"),
      label: row.country === "" ? texts("settings.vat.any") : format.country(row.country),
    },
    rate: {
      ...cell("rate"),
      label: row.rate === "" ? texts("settings.vat.any") : `${format.number(row.rate)} %`,
    },
    account: {
      ...cell("account"),
      list: "accounts",
      usual: row.account === "" ? (sold?.account ?? null) : null,
    },
    vatCode: {
      ...cell("vat_code"),
      list: "vat_codes",
      usual: row.vat_code === "" ? (sold?.vatCode ?? null) : null,
    },
    orders: sold?.orders ?? null,
    state: sold === undefined ? null : sold.isMapped ? "booked" : "held",
    why: sold === undefined ? null : page.say(sold.why),
  };
}

function isSame(row: Row, sold: Covered): boolean {
  const isRate = isDecimalText(row.rate) && decimalsEqual(parseDecimal(row.rate), parseDecimal(sold.rate));
  return row.treatment === sold.treatment && row.country === sold.country && isRate;
}
