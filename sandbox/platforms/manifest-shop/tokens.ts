import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { ShopClock } from "./clock.ts";
import type { Store } from "./store.ts";

/** What a merchant allowed one app: lives until revoked, hands out tokens. */
export interface Grant {
  id: string;
  client_id: string;
  scopes: string[];
  refresh_token: string | null;
  /** Refresh tokens already exchanged: to see one again means that it leaked. */
  spent_refresh_tokens: string[];
  access_tokens: { token: string; expires_at: number }[];
}

/** What was asked for when a code was given out; the token call has to match it. */
export interface CodeTerms {
  client_id: string;
  redirect_uri: string;
  code_challenge: string;
  scopes: string[];
}

export interface Tokens {
  access_token: string;
  expires_in: number;
  refresh_token: string | undefined;
  scope: string;
}

export type TokenDesk = ReturnType<typeof openTokenDesk>;

const CODE_LIFE_MS = 60_000;
const ACCESS_LIFE_SECONDS = 3_600;

/** Gives out codes and tokens and takes them back. `undefined` always means: not (or no longer) good. */
export function openTokenDesk(store: Store, clock: ShopClock) {
  const { state } = store;
  const codes = new Map<string, CodeTerms & { expires_at: number; grant_id: string | undefined }>();

  function giveCode(terms: CodeTerms): string {
    const code = secret("code");
    codes.set(code, { ...terms, expires_at: clock.now().getTime() + CODE_LIFE_MS, grant_id: undefined });
    return code;
  }

  /** Redeems a code once. A second use also withdraws what the first one gave (RFC 6749, 4.1.2). */
  function redeemCode(
    code: string,
    proof: { client_id: string; redirect_uri: string; code_verifier: string },
  ): { grant: Grant; tokens: Tokens } | undefined {
    const terms = codes.get(code);
    if (terms === undefined) return undefined;
    if (terms.grant_id !== undefined) {
      revokeGrant(terms.grant_id);
      return undefined;
    }
    const isMatch =
      terms.expires_at > clock.now().getTime() &&
      terms.client_id === proof.client_id &&
      terms.redirect_uri === proof.redirect_uri &&
      terms.code_challenge === challengeOf(proof.code_verifier);
    if (!isMatch) return undefined;
    const grant: Grant = {
      id: randomUUID(),
      client_id: terms.client_id,
      scopes: terms.scopes,
      refresh_token: null,
      spent_refresh_tokens: [],
      access_tokens: [],
    };
    terms.grant_id = grant.id;
    state.grants = [...state.grants.filter((each) => each.client_id !== grant.client_id), grant];
    return { grant, tokens: giveTokens(grant) };
  }

  /** Exchanges a refresh token for new tokens. A spent one withdraws the whole grant (RFC 9700, 4.14). */
  function refresh(token: string, clientId: string, withheld: string[]): Tokens | undefined {
    const leaked = state.grants.find((each) => each.spent_refresh_tokens.includes(token));
    if (leaked !== undefined) revokeGrant(leaked.id);
    const grant = state.grants.find((each) => each.refresh_token === token && each.client_id === clientId);
    if (grant === undefined) return undefined;
    grant.spent_refresh_tokens.push(token);
    grant.scopes = grant.scopes.filter((scope) => !withheld.includes(scope));
    return giveTokens(grant);
  }

  function giveTokens(grant: Grant): Tokens {
    const now = clock.now().getTime();
    const accessToken = secret("at");
    grant.refresh_token = grant.scopes.includes("offline_access") ? secret("rt") : null;
    grant.access_tokens = [
      ...grant.access_tokens.filter((each) => each.expires_at > now),
      { token: accessToken, expires_at: now + ACCESS_LIFE_SECONDS * 1_000 },
    ];
    store.changed();
    return {
      access_token: accessToken,
      expires_in: ACCESS_LIFE_SECONDS,
      refresh_token: grant.refresh_token ?? undefined,
      scope: grant.scopes.join(" "),
    };
  }

  /** The scopes of a living access token. */
  function scopesBehind(accessToken: string): string[] | undefined {
    const now = clock.now().getTime();
    const grant = state.grants.find((each) =>
      each.access_tokens.some((access) => access.token === accessToken && access.expires_at > now),
    );
    return grant?.scopes;
  }

  function expireAccessTokens(): void {
    for (const grant of state.grants) grant.access_tokens = [];
    store.changed();
  }

  /** RFC 7009: withdraws the grant behind either kind of token; an unknown token is no error. */
  function revokeToken(token: string, clientId: string): void {
    const grant = state.grants.find(
      (each) =>
        each.client_id === clientId &&
        (each.refresh_token === token || each.access_tokens.some((access) => access.token === token)),
    );
    if (grant !== undefined) revokeGrant(grant.id);
  }

  function revokeGrant(id: string): void {
    state.grants = state.grants.filter((each) => each.id !== id);
    store.changed();
  }

  function revokeEverything(): void {
    codes.clear();
    state.grants = [];
    store.changed();
  }

  return { giveCode, redeemCode, refresh, scopesBehind, expireAccessTokens, revokeToken, revokeEverything };
}

function secret(kind: string): string {
  return `${kind}_${randomBytes(32).toString("base64url")}`;
}

/** RFC 7636, S256. */
function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
