/** What the app needs in every shop: granted with the installation. `shopify.app.toml` is written from these lists. */
export const requiredScopes = [
  "read_orders",
  "write_orders",
  "read_returns",
  "read_customers",
  "read_products",
  "read_inventory",
  "read_locations",
  "read_payment_terms",
] as const;

/** What switches a feature on, asked for when the merchant wants it. */
export const optionalScopes = [
  "read_all_orders",
  "write_inventory",
  "read_companies",
  "read_shopify_payments_payouts",
  "read_shopify_payments_accounts",
] as const;

export type Scope = (typeof requiredScopes)[number] | (typeof optionalScopes)[number];

/** What a shop granted. `write_x` contains `read_x`. */
export type Granted = (scope: Scope) => boolean;

export function grantedOf(scopes: readonly string[]): Granted {
  return (scope) => scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, "write_"));
}
