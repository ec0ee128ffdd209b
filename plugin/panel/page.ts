import type { Visitor } from "../api/session.ts";
import type { Context } from "../pipeline/context.ts";
import type { AdminFrame } from "../platforms/platform.ts";
import type { StoredConnection } from "../store/connections.ts";
import type { StoredInstallation } from "../store/installations.ts";
import type { Can } from "./access/access.ts";
import type { Choices } from "./remembered/choices.ts";
import type { RecentOrders } from "./remembered/recent.ts";
import type { Format } from "./words/format.ts";
import type { Language } from "./words/texts.ts";

/** One request of a person who is signed in. */
export interface Page extends Language {
  readonly context: Context;
  readonly installation: StoredInstallation;
  readonly session: Visitor;
  readonly can: Can;
  /** What stands around the page in the platform's admin. */
  readonly frame: AdminFrame;
  /** The connection the page is about; null while there is none. */
  readonly connection: StoredConnection | null;
  readonly connections: readonly StoredConnection[];
  readonly format: Format;
  readonly choices: Choices;
  readonly recent: RecentOrders;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** The session token to carry in links and forms; null when the script sends it in a header. */
  readonly carriedToken: string | null;
  /** Address of a page of the panel, which keeps the connection and the session. */
  href(path: string, params?: Readonly<Record<string, string | null | undefined>>, anchor?: string): string;
}

/** What a page's function answers: something to show, or where to go. */
export type Answer =
  | {
      readonly kind: "view";
      readonly status: number;
      readonly view: string;
      readonly model: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "redirect"; readonly to: string }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly type: "text/csv" | "application/json" | "application/xml" | "text/plain";
      readonly content: string;
    };

export type ShowPage = (page: Page, params: Readonly<Record<string, string>>) => Promise<Answer>;

export function view(name: string, model: Readonly<Record<string, unknown>>, status = 200): Answer {
  return { kind: "view", status, view: name, model };
}

export function redirect(to: string): Answer {
  return { kind: "redirect", to };
}

/** A page that only says why there is nothing else to see. */
export function refusal(reason: "forbidden" | "not_found" | "form_expired"): Answer {
  const status = { forbidden: 403, not_found: 404, form_expired: 403 }[reason];
  return view("refusal", { reason }, status);
}
