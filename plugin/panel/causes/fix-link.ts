import type { FixPlace } from "../../domain/problem.ts";
import { settingsPlace } from "../../settings/settings-place.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import { mayOpen } from "../access/access.ts";
import type { Page } from "../page.ts";

/** A way to mend a cause: what it is called and where it leads. */
export interface FixLink {
  readonly label: string;
  readonly href: string;
  /** `_top` leaves the frame within the admin, `_blank` opens the ledger beside it. */
  readonly target: "_top" | "_blank" | null;
}

// A rule is missing there more often than wrong, so the page opens with an empty row.
const ROW_PLACES = new Set(["payments.methods", "products.account_by_rate"]);

/** Where a person mends it; null when the order's own page is the place and the person is there already. */
export function fixLink(page: Page, fix: FixPlace, transfer: Transfer | null): FixLink | null {
  const { texts } = page;
  switch (fix.place) {
    case "settings":
      return settingsLink(page, fix.field);
    case "connection":
      if (!mayOpen(page.session, "GET /connections")) return null;
      return { label: texts("fix.connection"), href: page.href("/connections"), target: null };
    case "shop":
      if (!transfer?.platformUrl) return null;
      return { label: texts("fix.shop"), href: transfer.platformUrl, target: "_top" };
    case "ledger":
      return fix.url === undefined ? null : { label: texts("fix.ledger"), href: fix.url, target: "_blank" };
    case "order":
      return null;
  }
}

/** Null for a visitor who sees no settings. */
export function settingsLink(page: Page, field: string): FixLink | null {
  if (!mayOpen(page.session, "GET /settings")) return null;
  const label = page.texts([`fix.settings.${field}`, "fix.setting"]);
  // It has an editor of its own, which shows what is missing first.
  if (field === "vat.treatments") return { label, href: page.href("/settings/vat"), target: null };
  const add = ROW_PLACES.has(field) ? field : null;
  const { path, params, anchor } = settingsPlace(field);
  return { label, href: page.href(path, { ...params, add }, anchor), target: null };
}
