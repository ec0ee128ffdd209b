import type { Visitor } from "../../api/session.ts";
import { hasRole, type Role } from "../../domain/role.ts";

/** Who may open a page of the panel or send a form of it. */
export interface Access {
  /** The least role of a person of the shop. */
  readonly role: Role;
  /** Open to an accountant with a link as well. */
  readonly link: boolean;
}

const reads: Access = { role: "viewer", link: true };
const looks: Access = { role: "viewer", link: false };
const notes: Access = { role: "bookkeeper", link: true };
const acts: Access = { role: "bookkeeper", link: false };
const owns: Access = { role: "owner", link: false };

/** Every address of the panel, as its router names it; what is missing here is for owners alone. */
export const panelAccess: Readonly<Record<string, Access>> = {
  "GET /": reads,
  "GET /orders": reads,
  "GET /orders.csv": reads,
  "GET /orders/:id": reads,
  "GET /orders/:id/specification.csv": reads,
  "GET /reports": reads,
  "GET /reports/unbooked.csv": reads,
  "GET /reports/oss": reads,
  "GET /reports/oss.csv": reads,
  "GET /reports/payouts": reads,
  "GET /reports/payouts/:id": reads,
  "GET /help": reads,
  "GET /help/guides/:name": reads,
  "GET /help/components": reads,

  "POST /orders/:id/note": notes,

  "GET /start": looks,
  "GET /selection": looks,
  "GET /settings": looks,
  "GET /settings.json": looks,
  "GET /settings/vat": looks,
  "GET /settings/payments": looks,
  "GET /settings/rules": looks,
  "GET /settings/rules/edit": looks,
  "GET /settings/flow": looks,
  "GET /settings/history": looks,
  "GET /connections": looks,
  "GET /import": looks,
  "GET /import/samples/:name": looks,
  // Its orders name customers before any of them is in the books.
  "GET /import/files/:id": acts,
  "GET /practice": looks,
  "GET /practice/documents/:number": looks,

  "POST /causes/mend": acts,
  "POST /start/check": acts,
  "POST /orders/selected": acts,
  "POST /orders/try-again": acts,
  "POST /orders/find": acts,
  "POST /orders/:id/sync": acts,
  "POST /orders/:id/accept": acts,
  "POST /orders/:id/leave-out": acts,
  "GET /orders/:id/undo": acts,
  "POST /orders/:id/undo": acts,
  "POST /orders/:id/keep": acts,
  "POST /selection/sync": acts,
  "POST /import/begin": acts,
  "POST /import/:id/:move": acts,
  "POST /import/file": acts,
  "POST /import/files/:id/begin": acts,
  "POST /import/files/:id/drop": acts,
  "POST /practice/take": acts,
  "POST /reports/payouts/:id/sync": acts,
  "POST /reports/close": acts,
  // The ledger's accounts, beside the field of a cause.
  "GET /settings/choices/:list": acts,

  "POST /start/live": owns,
  "POST /settings": owns,
  "POST /settings/import": owns,
  "POST /settings/vat": owns,
  "POST /settings/payments": owns,
  "POST /settings/flow": owns,
  "POST /settings/rules": owns,
  "POST /settings/rules/edit": owns,
  "POST /settings/history/restore": owns,
  "POST /connections/grants": owns,
  "POST /connections/:id/check": owns,
  "POST /connections/:id/pause": owns,
  "POST /connections/:id/remove": owns,
  "POST /practice/open": owns,
  "POST /addresses/renew": owns,
  "GET /api-keys": owns,
  "POST /api-keys/make": owns,
  "POST /api-keys/:id/revoke": owns,
  "GET /webhooks": owns,
  "POST /webhooks/make": owns,
  "GET /webhooks/:id": owns,
  "POST /webhooks/:id": owns,
  "GET /accountants": owns,
  "POST /accountants/make": owns,
  "POST /accountants/:id/revoke": owns,
  "GET /data-requests": owns,
  "GET /data-requests/:id/customer.txt": owns,
  "GET /data-requests/:id/customer.json": owns,
};

/** True when the visitor may; `route` is an address as `panelAccess` names it. */
export function mayOpen({ by, role }: Pick<Visitor, "by" | "role">, route: string): boolean {
  const access = Object.hasOwn(panelAccess, route) ? panelAccess[route] : undefined;
  const { role: needed, link } = access ?? owns;
  return by === "link" ? link : hasRole(role, needed);
}

/** What pages ask before they draw a button. */
export interface Can {
  /** Sync, leave out, mend, import. */
  readonly act: boolean;
  readonly note: boolean;
}

export function canOf(visitor: Pick<Visitor, "by" | "role">): Can {
  return {
    act: mayOpen(visitor, "POST /orders/:id/sync"),
    note: mayOpen(visitor, "POST /orders/:id/note"),
  };
}
