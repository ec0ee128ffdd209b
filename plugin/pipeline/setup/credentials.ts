import type { Choice, CredentialsFlow } from "../../connectors/connector.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Context, connectorOf } from "../context.ts";
import { type Connected, keepConnected } from "./keep-connected.ts";

export type CredentialsChecked =
  | Connected
  /** A field is absent, unknown or not one of its choices. */
  | { readonly ok: "fields"; readonly errors: readonly CredentialError[] }
  /** The keys are right and open several companies: one has to be named. */
  | { readonly ok: "company"; readonly companies: readonly Choice[] };

export interface CredentialError {
  readonly field: string;
  readonly code: "required" | "unknown" | "invalid";
}

/** How a ledger is connected by keys; null where it has a consent screen instead. */
export function credentialsFlow(context: Context, system: string): CredentialsFlow | null {
  const auth = context.connectors.get(system)?.auth;
  return auth?.kind === "credentials" ? auth : null;
}

/** Proves the keys by a real call and keeps them; also renews those of a connection that lost its own. */
export async function connectByCredentials(
  context: Context,
  connection: StoredConnection,
  given: Readonly<Record<string, string>>,
): Promise<CredentialsChecked> {
  const { auth } = connectorOf(context, connection.system);
  if (auth.kind !== "credentials") throw new Error(`${connection.system} is connected by a consent`);
  const credentials = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value.trim()]])),
  );
  const errors = mistakesIn(auth, credentials);
  if (errors.length > 0) return { ok: "fields", errors };
  const done = await auth.connect(credentials, context.ports);
  if (!done.ok) return { ok: false, message: done.problem.message };
  if ("companies" in done.value) return { ok: "company", companies: done.value.companies };
  return await keepConnected(context, connection, done.value, "");
}

function mistakesIn(auth: CredentialsFlow, given: Readonly<Record<string, string>>): CredentialError[] {
  const known = ["company", ...auth.fields.map(({ name }) => name)];
  const needed = auth.needed?.(given) ?? [];
  return [
    ...Object.keys(given)
      .filter((name) => !known.includes(name))
      .map((field) => ({ field, code: "unknown" as const })),
    ...auth.fields.flatMap(({ name, isOptional, options }): CredentialError[] => {
      const value = given[name];
      if (value === undefined) {
        return isOptional === true && !needed.includes(name) ? [] : [{ field: name, code: "required" }];
      }
      const isChoice = options === undefined || options.some((option) => option.value === value);
      return isChoice ? [] : [{ field: name, code: "invalid" }];
    }),
  ];
}
