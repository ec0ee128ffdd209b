import type { Page } from "../page.ts";

const PLACES = ["", "/flow", "/vat", "/payments", "/rules", "/history"] as const;

/** The settings as a whole, and their parts that have an editor of their own. */
export function settingsTabs(page: Page, current: (typeof PLACES)[number]): Record<string, unknown>[] {
  return PLACES.map((path) => ({
    label: page.texts(`settings.tab.${path === "" ? "all" : path.slice(1)}`),
    href: page.href(`/settings${path}`),
    isCurrent: path === current,
  }));
}
