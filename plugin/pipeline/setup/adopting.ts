import type { Platform } from "../../platforms/platform.ts";
import { findInstallation, readInstallation, type StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { keepInstallation } from "./installing.ts";

// A page asks for several things at once with one token: its shop is adopted once.
const underWay = new WeakMap<Context, Map<string, Promise<StoredInstallation | null>>>();

/** Whom a session token names without having proven it. */
interface Claim {
  readonly issuer: string;
  readonly tenantId: string;
}

/**
 * The installation a session token speaks of, adopted by the token where the platform installs that way. Null when the
 * app is not installed there; one whose access was lost and did not come back is given as it is.
 */
export async function installationOf(
  context: Context,
  platform: Platform,
  claim: Claim,
  token: string,
): Promise<StoredInstallation | null> {
  const known = await findInstallation(context.store, claim.issuer, claim.tenantId);
  if (known !== null && known.platform !== platform.id) return null;
  if (known?.status === "installed") return known;
  const adopted = await adoptOnce(context, platform, token);
  if (adopted !== null) return adopted;
  // A shop whose access we lost may still see its pages: they say how to mend it.
  return known?.status === "disconnected" ? known : null;
}

function adoptOnce(context: Context, platform: Platform, token: string): Promise<StoredInstallation | null> {
  if (platform.sessions.adopt === undefined) return Promise.resolve(null);
  const mine = underWay.get(context) ?? new Map<string, Promise<StoredInstallation | null>>();
  underWay.set(context, mine);
  const begun = mine.get(token) ?? adopt(context, platform, token).finally(() => mine.delete(token));
  mine.set(token, begun);
  return begun;
}

async function adopt(
  context: Context,
  platform: Platform,
  token: string,
): Promise<StoredInstallation | null> {
  const { http, clock, log } = context.ports;
  const done = await platform.sessions.adopt?.(token, { http, clock, log, app: context.app });
  if (done === undefined || done === null) return null;
  return await readInstallation(context.store, await keepInstallation(context, done));
}
