import { z } from "zod";
import type { ConsentFlow } from "../../connectors/connector.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { currentSettings } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { newState, recallState, storeState } from "./installing.ts";
import { type Connected, failed, keepConnected } from "./keep-connected.ts";
import { needsOf } from "./needs.ts";

export interface ConsentBegun {
  /** The ledger's consent screen. */
  readonly address: string;
  /** Comes back with the browser; whoever binds the browser to the consent keeps it there. */
  readonly state: string;
}

/** Begins a consent for a connection, also to renew a lost one. */
export async function beginConsent(
  context: Context,
  connection: StoredConnection,
  returnTo: string | null,
): Promise<ConsentBegun> {
  const state = newState();
  await storeState(context, state, "connect", {
    connection_id: String(connection.id),
    installation_id: String(connection.installationId),
    return_to: returnTo ?? "",
  });
  const { auth } = consentOf(context, connection.system);
  const needs = needsOf(await currentSettings(context, connection));
  const address = auth.authorizeUrl({ redirectUri: redirectUri(context, connection.system), state, needs });
  return { address, state };
}

/** Address of the ledger's consent screen for a connection. */
export async function authorizeUrl(
  context: Context,
  connection: StoredConnection,
  returnTo: string | null,
): Promise<string> {
  return (await beginConsent(context, connection, returnTo)).address;
}

/** Consent was given, but perhaps by somebody who was sent the address: that person says whose shop gets the books. */
export interface Unconfirmed {
  readonly ok: "ask";
  /** Opens `confirmConsent` once, for ten minutes. */
  readonly ticket: string;
  readonly companyName: string;
  readonly systemName: string;
  readonly shopName: string;
  readonly shopUrl: string;
}

/** After the consent: keeps the credentials, or asks first when `isBound` does not prove who began it. */
export async function finishConsent(
  context: Context,
  system: string,
  query: Readonly<Record<string, string>>,
  isBound: boolean,
): Promise<Connected | Unconfirmed> {
  const memory = await recallState(context, query["state"] ?? "", "connect");
  if (memory === null) return failed("The sign-in took too long or was used already. Please start it again.");
  const begun = begunSchema.parse(memory);
  const connection = await readConnection(context.store, begun.installation_id, begun.connection_id);
  if (connection === null || connection.system !== system)
    return failed("This connection was removed meanwhile.");
  const { auth, name } = consentOf(context, system);
  const done = await auth.finish(query, redirectUri(context, system), context.ports);
  if (!done.ok) return failed(done.problem.message);
  if (isBound) return await keepConnected(context, connection, done.value, begun.return_to);
  const installation = await readInstallation(context.store, begun.installation_id);
  if (installation === null) return failed("The shop has removed the app meanwhile.");
  const ticket = newState();
  await storeState(context, ticket, "confirm", { ...memory, consent: JSON.stringify(done.value) });
  return {
    ok: "ask",
    ticket,
    companyName: done.value.companyName,
    systemName: name,
    shopName: installation.tenantName,
    shopUrl: installation.tenantUrl,
  };
}

/** The person who gave the consent has seen which shop asked, and agrees. */
export async function confirmConsent(context: Context, system: string, ticket: string): Promise<Connected> {
  const memory = await recallState(context, ticket, "confirm");
  if (memory === null) return failed("The page was open too long or was used already. Please start again.");
  const begun = begunSchema.parse(memory);
  const connection = await readConnection(context.store, begun.installation_id, begun.connection_id);
  if (connection === null || connection.system !== system)
    return failed("This connection was removed meanwhile.");
  const consent = consentSchema.parse(JSON.parse(memory["consent"] ?? ""));
  return await keepConnected(context, connection, consent, begun.return_to);
}

const begunSchema = z.object({
  connection_id: z.coerce.number(),
  installation_id: z.coerce.number(),
  return_to: z.string(),
});

const consentSchema = z.object({
  secrets: z.record(z.string(), z.string()),
  ledgerTenant: z.string(),
  companyName: z.string(),
});

function redirectUri(context: Context, system: string): string {
  return `${context.publicUrl}/connect/${system}/callback`;
}

function consentOf(context: Context, system: string): { auth: ConsentFlow; name: string } {
  const { auth, name } = connectorOf(context, system);
  if (auth.kind !== "consent") throw new Error(`${system} has no consent screen`);
  return { auth, name };
}
