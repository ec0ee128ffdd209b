import { type Finding, preflight } from "../../pipeline/reports/preflight.ts";
import { checkConnection } from "../../pipeline/setup/connecting.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import { type Mending, remedyView } from "../causes/cause-row.ts";
import { fixLink } from "../causes/fix-link.ts";
import { remedyOf } from "../causes/remedy.ts";
import type { Page } from "../page.ts";

/** What the shop sold against what the ledger and the settings know: each gap with the field or button that closes it. */
export async function gapsView(
  page: Page,
  connection: StoredConnection,
  mending: Mending | null,
): Promise<Record<string, unknown>> {
  const { context, installation } = page;
  const problems = await checkConnection(context, connection);
  const fresh = (await readConnection(context.store, installation.id, connection.id)) ?? connection;
  const recent = await page.recent.read(installation);
  const findings = recent === null ? [] : await preflight(context, fresh, recent);
  return {
    isRead: recent !== null && problems.length === 0,
    isReading: recent === null,
    orders: recent?.orders.length ?? 0,
    problems: problems.map((problem) => ({
      message: page.say(problem.message),
      fix: problem.act === "fix" ? fixLink(page, problem.fix, null) : null,
    })),
    gaps: await Promise.all(findings.map((finding, place) => gapView(page, finding, place, mending))),
  };
}

async function gapView(
  page: Page,
  finding: Finding,
  place: number,
  mending: Mending | null,
): Promise<Record<string, unknown>> {
  const { count, fix } = finding;
  const message = page.say(finding.message);
  const remedy = page.can.act ? remedyOf(fix) : null;
  return {
    message: count === 0 ? message : page.texts("connections.finding", { message, count }),
    remedy: remedy === null ? null : await remedyView(page, remedy, `gap-${place + 1}`, null, mending),
    fix: fixLink(page, fix, null),
  };
}
