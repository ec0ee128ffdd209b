import type { Page } from "../page.ts";

const REPORTS = ["", "/oss", "/payouts"] as const;

/** The reports beside each other. */
export function reportTabs(page: Page, current: (typeof REPORTS)[number]): Record<string, unknown>[] {
  return REPORTS.map((path) => ({
    label: page.texts(`reports.tab.${path === "" ? "reconciliation" : path.slice(1)}`),
    href: page.href(`/reports${path}`),
    isCurrent: path === current,
  }));
}
