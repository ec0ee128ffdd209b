import { type Context, platformOf } from "../pipeline/context.ts";
import { type ApiRole, proveApiKey } from "../pipeline/setup/api-keys.ts";
import { shopPorts } from "../pipeline/shop.ts";
import type { Session } from "../platforms/platform.ts";
import { findInstallation, readInstallation, type StoredInstallation } from "../store/installations.ts";

/** As long as the columns that say who changed something. */
const MAX_USER_ID = 191;

/** Who is asking, proven by the platform's session token, the only key to the panel, or by an API key. */
export interface SignedIn {
  readonly installation: StoredInstallation;
  readonly session: Session;
}

/**
 * Proves a session token (platforms.md 3.5): the unproven claims only choose the installation, whose stored issuer and
 * keys then judge the token. Null without any detail when it is not proven or the app is not installed there.
 */
export async function signIn(context: Context, token: string): Promise<SignedIn | null> {
  for (const platform of context.platforms.values()) {
    const claim = platform.sessions.claim(token);
    if (claim === null) continue;
    const installation = await findInstallation(context.store, claim.issuer, claim.tenantId);
    if (installation === null || installation.platform !== platform.id) continue;
    // A shop whose access we lost may still see its pages: they say how to mend it.
    if (installation.status === "uninstalled") continue;
    const ports = shopPorts(context, installation.id);
    const session = await platformOf(context, platform.id).sessions.verify(token, installation, ports);
    if (session !== null) return { installation, session };
  }
  return null;
}

/** Proves an API key, which opens the merchant API and no page. Null when it is unknown or the app is not installed. */
export async function signInByKey(
  context: Context,
  token: string,
): Promise<(SignedIn & { readonly role: ApiRole }) | null> {
  const key = await proveApiKey(context, token);
  const installation = key === null ? null : await readInstallation(context.store, key.installationId);
  if (key === null || installation === null || installation.status === "uninstalled") return null;
  const session = {
    userId: `api-key:${key.name}`.slice(0, MAX_USER_ID),
    email: null,
    locale: null,
    isAdmin: key.role === "owner",
  };
  return { installation, session, role: key.role };
}

/** The token of an `Authorization: Bearer` header; null when there is none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([A-Za-z0-9._-]{20,8000})$/.exec(header ?? "")?.[1] ?? null;
}
