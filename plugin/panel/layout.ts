import { connectorOf } from "../pipeline/context.ts";
import { originsOf } from "./headers.ts";
import type { Page } from "./page.ts";

const PLACES = ["/", "/orders", "/settings", "/connections", "/help"] as const;

/** What every page shows around its own content. */
export function layoutOf(page: Page, root: string): Record<string, unknown> {
  const { context, installation, session, connection, connections, texts, query } = page;
  return {
    root,
    language: page.language,
    shop: installation.tenantName,
    // The only origins the script talks to.
    hosts: originsOf([installation.tenantUrl, installation.issuer]).join(" "),
    isAdmin: session.isAdmin,
    carriedToken: page.carriedToken,
    nav: PLACES.map((path) => ({
      path,
      href: page.href(path === "/" ? "" : path),
      label: texts(`nav.${path === "/" ? "overview" : path.slice(1)}`),
    })),
    notice: noticeOf(page, query.get("notice")),
    connectionNames:
      connections.length < 2
        ? null
        : connections.map((one) => ({
            href: page.href("", { connection: String(one.id) }),
            name: one.companyName ?? connectorOf(context, one.system).name,
            isCurrent: one.id === connection?.id,
          })),
  };
}

const NOTICES = new Set([
  "settings_saved",
  "removed",
  "synced",
  "still_working",
  "tried_again",
  "unknown_order",
]);

/** Addresses carry the name of a notice, never its text: nobody can make our page say something by a link. */
function noticeOf(page: Page, name: string | null): string | null {
  return name !== null && NOTICES.has(name) ? page.texts(`notice.${name}`) : null;
}
