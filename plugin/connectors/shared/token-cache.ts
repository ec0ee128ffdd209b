import type { LedgerResult } from "../connector.ts";

/** An access token and when it stops working, in milliseconds since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
}

export interface TokenCache {
  /** The token kept under `key`, or the one `obtain` brings; callers at the same time share one request. */
  get(
    key: string,
    now: () => number,
    obtain: () => Promise<LedgerResult<AccessToken>>,
  ): Promise<LedgerResult<AccessToken>>;
  /** Forgets `token`; a newer one under the same key stays. */
  forget(key: string, token: string): void;
}

/** A token is given up this long before its end, so that none expires on the way. */
const EARLY_MS = 60_000;

/** Keeps access tokens in this process's memory only. */
export function createTokenCache(): TokenCache {
  const kept = new Map<string, AccessToken>();
  const underway = new Map<string, Promise<LedgerResult<AccessToken>>>();

  return {
    async get(key, now, obtain) {
      const token = kept.get(key);
      if (token !== undefined && token.expiresAt - EARLY_MS > now()) return { ok: true, value: token };
      const running = underway.get(key);
      if (running !== undefined) return running;
      const request = obtain();
      underway.set(key, request);
      try {
        const result = await request;
        if (result.ok) kept.set(key, result.value);
        return result;
      } finally {
        underway.delete(key);
      }
    },
    forget(key, token) {
      if (kept.get(key)?.token === token) kept.delete(key);
    },
  };
}
