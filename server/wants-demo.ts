import { vendors } from "../plugin/index.ts";

/** True when `npm start` should bring shops and ledgers to try things out with. Never in production. */
export function wantsDemo(env: Readonly<Record<string, string | undefined>>): boolean {
  // Variables that say somebody means business: an operator's role, or a vendor to talk to.
  const serious = ["ROLE", ...vendors.flatMap(({ variables }) => variables.map(({ name }) => name))];
  return env["NODE_ENV"] !== "production" && serious.every((name) => (env[name] ?? "") === "");
}
