/** Variables that say somebody means business: an operator's role, or a vendor to talk to. */
const serious = ["ROLE", "FORTNOX_CLIENT_ID", "FORTNOX_CLIENT_SECRET", "FORTNOX_API_URL", "FORTNOX_AUTH_URL"];

/** True when `npm start` should bring a shop and a ledger to try things out with. Never in production. */
export function wantsDemo(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["NODE_ENV"] !== "production" && serious.every((name) => (env[name] ?? "") === "");
}
