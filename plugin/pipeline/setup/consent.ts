import { z } from "zod";
import type { ConsentDone } from "../../connectors/connector.ts";
import {
  deleteConnection,
  listConnections,
  readConnection,
  removedConnections,
  type StoredConnection,
  setConnected,
} from "../../store/connections.ts";
import { inheritConnection } from "../../store/inheritance.ts";
import { readInstallation, restartSweep } from "../../store/installations.ts";
import { releaseTransfers } from "../../store/transfer-demand.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { newState, recallState, storeState } from "./installing.ts";
import { needsOf } from "./needs.ts";
import { putSecrets } from "./vault.ts";

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
  const { auth } = connectorOf(context, connection.system);
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

export type Connected =
  | {
      readonly ok: true;
      readonly companyName: string;
      readonly systemName: string;
      readonly returnTo: string | null;
    }
  | { readonly ok: false; readonly message: string };

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
  const { auth, name } = connectorOf(context, system);
  const done = await auth.finish(query, redirectUri(context, system), context.ports);
  if (!done.ok) return failed(done.problem.message);
  if (isBound) return await connect(context, connection, done.value, begun.return_to);
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
  return await connect(context, connection, consent, begun.return_to);
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

/** Keeps the credentials, reads what the ledger is like, and lets waiting orders go. */
async function connect(
  context: Context,
  connection: StoredConnection,
  consent: ConsentDone,
  returnTo: string,
): Promise<Connected> {
  const { store, ports } = context;
  const { installationId, system } = connection;
  const { secrets, ledgerTenant, companyName } = consent;
  if (connection.ledgerTenant !== null && connection.ledgerTenant !== ledgerTenant) {
    return failed(
      `This connection belongs to ${connection.companyName ?? "another company"}, but you signed in to ${companyName}. Make a new connection for it.`,
    );
  }
  const twin = (await listConnections(store, installationId)).find(
    (other) => other.id !== connection.id && other.system === system && other.ledgerTenant === ledgerTenant,
  );
  if (twin !== undefined) {
    // Two connections to the same books would book every order twice.
    await deleteConnection(store, installationId, connection.id);
    return failed(`${companyName} is connected already. Nothing was changed.`);
  }
  for (const earlier of await removedConnections(store, installationId, { system, ledgerTenant })) {
    await inheritConnection(store, installationId, earlier, connection.id, ports.clock.now());
  }
  await putSecrets(context, "connections", connection.id, secrets);
  await setConnected(store, connection.id, { ledgerTenant, name: companyName }, ports.clock.now());
  await afterConnecting(context, installationId, connection.id);
  ports.log.info("a ledger was connected", {
    installation: installationId,
    connection: connection.id,
    system,
  });
  return {
    ok: true,
    companyName,
    systemName: connectorOf(context, system).name,
    returnTo: returnTo || null,
  };
}

async function afterConnecting(
  context: Context,
  installationId: number,
  connectionId: number,
): Promise<void> {
  const { store, ports } = context;
  const connection = await readConnection(store, installationId, connectionId);
  if (connection !== null) {
    const facts = await ledgerFacts(context, connection, openLedger(context, connection, "people"), true);
    if (!facts.ok) ports.log.info("the ledger could not be read yet", { message: facts.problem.message });
  }
  await releaseTransfers(store, installationId, connectionId, ["waiting", "held"], ports.clock.now());
  await restartSweep(store, installationId, ports.clock.now());
}

function redirectUri(context: Context, system: string): string {
  return `${context.publicUrl}/connect/${system}/callback`;
}

function failed(message: string): Connected {
  return { ok: false, message };
}
