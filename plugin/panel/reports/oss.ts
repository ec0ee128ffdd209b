import { csv } from "../../api/merchant/csv.ts";
import { dayIn } from "../../decision/dates.ts";
import { daysOf, type OssReport, ossReport, quarterOf } from "../../pipeline/reports/oss-report.ts";
import { type Answer, type Page, view } from "../page.ts";
import { reportTabs } from "./report-tabs.ts";

/** VAT of other member states on one quarter's documents, as the One Stop Shop's return asks for it. */
export async function showOss(page: Page): Promise<Answer> {
  const { texts } = page;
  const quarter = quarterIn(page);
  const report = await reportOf(page, quarter);
  const name = quarterName(page, quarter);
  const isEmpty = report.supplies.length === 0 && report.corrections.length === 0;
  return view("oss", {
    title: texts("reports.title"),
    here: "/reports",
    tabs: reportTabs(page, "/oss"),
    answer: { tone: null, text: texts(isEmpty ? "oss.answer.none" : "oss.answer.some", { quarter: name }) },
    quarter,
    name,
    from: report.from,
    to: report.to,
    before: page.href("/reports/oss", { quarter: quarterBeside(quarter, -1) }),
    after: page.href("/reports/oss", { quarter: quarterBeside(quarter, 1) }),
    parts: [
      { title: texts("oss.supplies"), lines: report.supplies.map((line) => shown(page, line)) },
      {
        title: texts("oss.corrections"),
        isCorrection: true,
        lines: report.corrections.map((line) => shown(page, line)),
      },
    ].filter(({ lines }) => lines.length > 0),
    exportHref: isEmpty ? null : page.href("/reports/oss.csv", { quarter }),
  });
}

/** The same for a spreadsheet; a correction names the quarter it corrects. */
export async function exportOss(page: Page): Promise<Answer> {
  const quarter = quarterIn(page);
  const { supplies, corrections } = await reportOf(page, quarter);
  const lines = [...supplies.map((line) => ({ quarter, ...line })), ...corrections];
  const columns = ["quarter", "country", "currency", "rate", "nature", "net", "vat", "documents"] as const;
  const content = csv(
    columns.map((name) => page.texts(`oss.column.${name}`)),
    lines.map((line) => columns.map((name) => line[name])),
  );
  return { kind: "file", name: `oss-${quarter}.csv`, type: "text/csv", content };
}

async function reportOf({ context, installation, connection }: Page, quarter: string): Promise<OssReport> {
  const books = { installationId: installation.id, connectionId: connection?.id ?? 0 };
  return await ossReport(context, books, quarter);
}

/** "2026-Q4" as one says it. */
function quarterName({ texts }: Page, quarter: string): string {
  const [year, number] = quarter.split("-Q");
  return texts("oss.quarter", { year, number });
}

function quarterIn({ query, context, installation }: Page): string {
  const named = query.get("quarter") ?? "";
  if (/^20\d{2}-Q[1-4]$/.test(named)) return named;
  return quarterOf(dayIn(installation.timeZone, new Date(context.ports.clock.now()).toISOString()));
}

function quarterBeside(quarter: string, step: -1 | 1): string {
  const date = new Date(`${daysOf(quarter).from}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 3 * step);
  return quarterOf(date.toISOString().slice(0, 10));
}

function shown(page: Page, line: OssReport["corrections"][number] | OssReport["supplies"][number]) {
  return {
    ...line,
    countryName: page.format.country(line.country),
    natureName: page.texts(`oss.nature.${line.nature}`),
    of: "quarter" in line ? quarterName(page, line.quarter) : null,
  };
}
