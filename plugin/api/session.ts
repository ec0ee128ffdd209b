import type { Context } from "../pipeline/context.ts";
import { proveAccountantLink } from "../pipeline/setup/accountant-links.ts";
import { installationOf } from "../pipeline/setup/adopting.ts";
import { proveApiKey } from "../pipeline/setup/api-keys.ts";
import { shopPorts } from "../pipeline/shop.ts";
import type { Session } from "../platforms/platform.ts";
import { readInstallation, type StoredInstallation } from "../store/installations.ts";

/** As long as the columns that say who changed something. */
const MAX_USER_ID = 191;

/** Who is asking, proven by the platform's session token, by an API key or by a link an owner gave away. */
export interface SignedIn {
  readonly installation: StoredInstallation;
  readonly session: Visitor;
}

/** One model for all who come in: the role says what they may do, `by` how they came. */
export interface Visitor extends Session {
  readonly by: "session" | "key" | "link";
  /** When a link ends, UTC instant; null for who comes otherwise. */
  readonly until: string | null;
  readonly isAdmin: boolean;
}

function visitor(session: Session, by: Visitor["by"], until: string | null = null): Visitor {
  return { ...session, by, until, isAdmin: session.role === "owner" };
}

/**
 * Proves a session token of any platform (platforms.md 3.5): the unproven claims only choose the installation, whose
 * platform then judges the token by what it remembers. Null without any detail when it is not proven or the app is not
 * installed there.
 */
export async function signIn(context: Context, token: string): Promise<SignedIn | null> {
  for (const platform of context.platforms.values()) {
    const claim = platform.sessions.claim(token);
    if (claim === null) continue;
    const installation = await installationOf(context, platform, claim, token);
    if (installation === null) continue;
    const ports = shopPorts(context, installation.id);
    const session = await platform.sessions.verify(token, installation, ports);
    if (session !== null) return { installation, session: visitor(session, "session") };
  }
  return null;
}

/** What a refused token's platform wants to read on the refusal, so that its script comes back with a new one. */
export function retryHeaders(context: Context, token: string | null): Readonly<Record<string, string>> {
  for (const { sessions } of token === null ? [] : context.platforms.values()) {
    if (token !== null && sessions.retryHeaders !== undefined && sessions.claim(token) !== null) {
      return sessions.retryHeaders;
    }
  }
  return {};
}

/** Proves an API key, which opens the merchant API and no page. Null when it is unknown or the app is not installed. */
export async function signInByKey(context: Context, token: string): Promise<SignedIn | null> {
  const key = await proveApiKey(context, token);
  const installation = key === null ? null : await readInstallation(context.store, key.installationId);
  if (key === null || installation === null || installation.status === "uninstalled") return null;
  const userId = `api-key:${key.name}`.slice(0, MAX_USER_ID);
  return { installation, session: visitor({ userId, email: null, locale: null, role: key.role }, "key") };
}

/** Proves a link for an accountant, which opens a part of the panel and no API. Null when it is over or unknown. */
export async function signInByLink(context: Context, token: string): Promise<SignedIn | null> {
  const link = await proveAccountantLink(context, token);
  const installation = link === null ? null : await readInstallation(context.store, link.installationId);
  if (link === null || installation === null || installation.status === "uninstalled") return null;
  const userId = `accountant:${link.label}`.slice(0, MAX_USER_ID);
  const session = { userId, email: null, locale: null, role: "viewer" } as const;
  return { installation, session: visitor(session, "link", link.expiresAt) };
}

/** The token of an `Authorization: Bearer` header; null when there is none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([A-Za-z0-9._-]{20,8000})$/.exec(header ?? "")?.[1] ?? null;
}
