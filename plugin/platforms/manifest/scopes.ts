/** What we ask a platform for. A test compares this list with `scope` of manifest.json. */
export const wantedScopes = [
  "offline_access",
  "orders:read",
  "orders:write",
  "refunds:read",
  "customers:read",
  "products:read",
  "payments:read",
  "payments:write",
  "payouts:read",
  "stock:read",
  "stock:write",
] as const;

/** Without it there is nothing to relay; every other scope only switches a feature off. */
export const requiredScope = "orders:read";

/** Lets us show the accounting state on the order. */
export const showStateScope = "orders:write";

/** Lets us read the catalogue. */
export const readProductsScope = "products:read";

/** Lets us pass the ledger's stock on. */
export const setStockScope = "stock:write";

/** Lets us take reserved money. */
export const captureScope = "payments:write";

/** Lets us read what payment providers paid out. */
export const payoutsScope = "payouts:read";

/**
 * The wanted scopes this platform knows; a strict platform refuses a request with an unknown one.
 * `offered` null means the platform does not say, so all are asked for. `offline_access` belongs to OAuth rather than
 * to the contract and may be listed among the server's own scopes instead.
 */
export function scopesToAskFor(offered: readonly string[] | null, serverScopes: readonly string[]): string[] {
  if (offered === null) return [...wantedScopes];
  return wantedScopes.filter(
    (scope) => offered.includes(scope) || (scope === "offline_access" && serverScopes.includes(scope)),
  );
}

/** The scopes of a space separated list. */
export function scopesOf(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((scope) => scope !== ""))];
}
