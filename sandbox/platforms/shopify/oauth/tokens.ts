import { randomBytes } from "node:crypto";
import type { ShopClock } from "../clock.ts";
import type { Store } from "../store.ts";

/** One access token, with the refresh token that came with it. Times are milliseconds since 1970. */
export interface Grant {
  accessToken: string;
  isOnline: boolean;
  /** `null`: never. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number;
  /** The refresh token this pair was given for. */
  from: string | null;
  /** When the refresh token was first used. */
  usedAt: number | null;
  scopes: string[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ACCESS_LIFE_MS = 60 * MINUTE;
const REFRESH_LIFE_MS = 90 * DAY;
/** How long a refresh token that was used may be tried again, should its answer have been lost. */
const RETRY_LIFE_MS = 30 * DAY;

export type TokenDesk = ReturnType<typeof openTokenDesk>;

/** Issues and checks access tokens as Shopify does since expiring offline tokens. */
export function openTokenDesk({ state, changed }: Store, clock: ShopClock) {
  const now = () => clock.now().getTime();

  function issue(kind: { isOnline: boolean; expiring: boolean; from: string | null }): Grant {
    const grant: Grant = {
      accessToken: `shpat_${randomBytes(16).toString("hex")}`,
      isOnline: kind.isOnline,
      expiresAt: kind.isOnline ? now() + DAY : kind.expiring ? now() + ACCESS_LIFE_MS : null,
      refreshToken: kind.expiring && !kind.isOnline ? `shprt_${randomBytes(16).toString("hex")}` : null,
      refreshExpiresAt: now() + REFRESH_LIFE_MS,
      from: kind.from,
      usedAt: null,
      scopes: [...(state.installation?.scopes ?? [])],
    };
    state.grants.push(grant);
    changed();
    return grant;
  }

  /**
   * A new pair for a refresh token. The same one may be used again until the pair it gave is used in its turn, at
   * most 30 days after its first use; afterwards, and when it expired, there is none.
   */
  function refresh(refreshToken: string): Grant | undefined {
    const grant = state.grants.find((each) => each.refreshToken === refreshToken);
    if (grant === undefined || state.installation === null || grant.refreshExpiresAt <= now())
      return undefined;
    const isReplaced = state.grants.some((each) => each.from === refreshToken && each.usedAt !== null);
    if (isReplaced || (grant.usedAt !== null && grant.usedAt + RETRY_LIFE_MS <= now())) return undefined;
    grant.usedAt ??= now();
    return issue({ isOnline: false, expiring: true, from: refreshToken });
  }

  /** The grant behind an access token that is good now. */
  function behind(accessToken: string): Grant | undefined {
    const grant = state.grants.find((each) => each.accessToken === accessToken);
    const isGood = grant !== undefined && (grant.expiresAt === null || grant.expiresAt > now());
    return isGood && state.installation !== null ? grant : undefined;
  }

  function expireAccessTokens(): void {
    for (const grant of state.grants) grant.expiresAt = Math.min(grant.expiresAt ?? now(), now());
    changed();
  }

  function withdrawAll(): void {
    state.grants = [];
    changed();
  }

  return { issue, refresh, behind, expireAccessTokens, withdrawAll };
}
