import type { Request } from "express";
import { mayOpen } from "./access/access.ts";
import type { Page } from "./page.ts";
import { practiceBanner } from "./practice/practice-offer.ts";
import { companyName, ledgerTitle } from "./words/ledger-name.ts";
import { LANGUAGES } from "./words/texts.ts";

const PLACES = ["/", "/orders", "/settings", "/connections", "/reports", "/import", "/help"] as const;

/** What every page shows around its own content. */
export function layoutOf(
  page: Page,
  request: Pick<Request, "baseUrl" | "method" | "path">,
): Record<string, unknown> {
  const { installation, session, frame, connection, connections, texts, query } = page;
  return {
    root: request.baseUrl,
    language: page.language,
    shop: installation.tenantName,
    // The only origins the script talks to.
    hosts: frame.ancestors.join(" "),
    metas: Object.entries(frame.metas).map(([name, content]) => ({ name, content })),
    scripts: frame.scripts,
    isAdmin: session.isAdmin,
    can: page.can,
    canLookAfter: mayOpen(session, "GET /connections"),
    carriedToken: page.carriedToken,
    nav: PLACES.filter((path) => mayOpen(session, `GET ${path}`)).map((path) => ({
      path,
      href: page.href(path === "/" ? "" : path),
      label: texts(`nav.${path === "/" ? "overview" : path.slice(1)}`),
    })),
    languages: languageLinks(page, request),
    guest: session.until === null ? null : guestBanner(page, session.until),
    practice: practiceBanner(page, request.path),
    notice: noticeOf(page, query.get("notice")),
    connectionNames:
      connections.length < 2
        ? null
        : connections.map((one) => ({
            href: page.href(samePlace(request), { connection: String(one.id) }),
            name: companyName(page, one) ?? ledgerTitle(page, one),
            isCurrent: one.id === connection?.id,
          })),
  };
}

/** The place somebody is at, for another connection: what stands below a list belongs to this one alone. */
function samePlace({ path }: Pick<Request, "path">): string {
  return PLACES.some((place) => place !== "/" && place === path) ? path : "";
}

/** The same page in the other languages. What answers a form has no address of its own, so it leads to the overview. */
function languageLinks(page: Page, { method, path }: Pick<Request, "method" | "path">): object[] {
  const here = method === "GET" && path !== "/" ? path : "";
  const query = Object.fromEntries(page.query);
  return Object.entries(LANGUAGES).map(([lang, name]) => ({
    lang,
    name,
    href: page.href(here, method === "GET" ? { ...query, notice: null, lang } : { lang }),
    isCurrent: lang === page.language,
  }));
}

/** Who comes by a link stands in no admin that says whose books these are. */
function guestBanner({ texts, format, installation }: Page, until: string): Record<string, unknown> {
  return { text: texts("accountants.guest", { shop: installation.tenantName, day: format.instant(until) }) };
}

// What was done bears a tick, what only is so does not.
const NOTICES: Readonly<Record<string, "booked" | "info">> = {
  settings_saved: "booked",
  removed: "booked",
  synced: "booked",
  tried_again: "booked",
  accepted: "booked",
  orders_synced: "booked",
  left_out: "booked",
  undone: "booked",
  kept: "booked",
  month_closed: "booked",
  month_opened: "booked",
  noted: "booked",
  live: "booked",
  payout_synced: "booked",
  webhook_removed: "booked",
  webhook_on: "booked",
  resent: "booked",
  none_left_out: "info",
  import_begun: "booked",
  import_cancelled: "booked",
  import_paused: "booked",
  import_resumed: "booked",
  paused: "booked",
  resumed: "booked",
  key_revoked: "booked",
  practice_open: "booked",
  practice_taken: "booked",
  practice_none: "info",
  link_revoked: "booked",
  still_working: "info",
  unknown_order: "info",
  shop_away: "info",
};

/** Addresses carry the name of a notice, never its text: nobody can make our page say something by a link. */
function noticeOf(page: Page, name: string | null): Record<string, string> | null {
  const icon = name !== null && Object.hasOwn(NOTICES, name) ? NOTICES[name] : undefined;
  return icon === undefined ? null : { icon, text: page.texts(`notice.${name}`) };
}
