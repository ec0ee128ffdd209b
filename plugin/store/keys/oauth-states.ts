import type { OauthStatesTable, Store } from "../database.ts";
import { instant } from "../time.ts";

export type StatePurpose = OauthStatesTable["purpose"];

/** What we remember between sending a browser away and its return. Single use, 10 minutes. */
export async function rememberState(
  store: Store,
  state: { readonly hash: string; readonly purpose: StatePurpose; readonly sealed: string },
  nowMs: number,
  expiresMs: number,
): Promise<void> {
  await store.db.deleteFrom("oauth_states").where("expires_at", "<", instant(nowMs)).execute();
  await store.db
    .insertInto("oauth_states")
    .values({
      state_hash: state.hash,
      purpose: state.purpose,
      memory: state.sealed,
      expires_at: instant(expiresMs),
    })
    .execute();
}

/** Gives the sealed memory once; null when unknown, used or expired. */
export async function takeState(
  store: Store,
  hash: string,
  purpose: StatePurpose,
  nowMs: number,
): Promise<string | null> {
  const row = await store.db
    .selectFrom("oauth_states")
    .select(["memory", "expires_at"])
    .where("state_hash", "=", hash)
    .where("purpose", "=", purpose)
    .executeTakeFirst();
  if (row === undefined) return null;
  const taken = await store.db.deleteFrom("oauth_states").where("state_hash", "=", hash).executeTakeFirst();
  return taken.numDeletedRows > 0n && row.expires_at > instant(nowMs) ? row.memory : null;
}
