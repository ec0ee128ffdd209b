import { createHash, randomBytes } from "node:crypto";
import type { InstallDone, InstallPorts, InstallRefused } from "../../platforms/platform.ts";
import type { Secrets } from "../../ports.ts";
import { listConnections } from "../../store/connections.ts";
import { restartSweep, saveInstallation } from "../../store/installations.ts";
import { rememberState, type StatePurpose, takeState } from "../../store/keys/oauth-states.ts";
import { releaseTransfers } from "../../store/transfers/releases.ts";
import type { Context } from "../context.ts";
import { putSecrets } from "./vault.ts";

const STATE_MS = 10 * 60_000;

export type Begun = { readonly ok: true; readonly redirect: string; readonly state: string } | InstallRefused;
export type Finished =
  | {
      readonly ok: true;
      readonly installationId: number;
      readonly redirect: string | null;
      readonly tenantName: string;
    }
  | InstallRefused;

/**
 * Starts an installation by redirects, of the platform the address names, else of the first that installs so: checks who
 * asks, remembers the handshake sealed, gives the address to visit.
 */
export async function beginInstall(
  context: Context,
  query: Readonly<Record<string, string>>,
): Promise<Begun> {
  const named = query["platform"];
  const platform = [...context.platforms.values()].find(
    ({ id, install }) => install !== null && (named === undefined || named === id),
  );
  if (platform === undefined || platform.install === null) {
    return refused("This platform is not installed by a link.");
  }
  const state = newState();
  const begun = await platform.install.begin(query, installPorts(context, state));
  if (!begun.ok) return begun;
  await storeState(context, state, "install", { ...begun.memory, platform: platform.id });
  return { ok: true, redirect: begun.redirect, state };
}

/** Ends it: one installation per shop; a second install renews tokens and keeps settings and history. */
export async function finishInstall(
  context: Context,
  query: Readonly<Record<string, string>>,
  boundState: string | null,
): Promise<Finished> {
  const state = query["state"] ?? "";
  if (boundState === null || boundState !== state) {
    return refused("The installation was started in another browser or is too old. Please start it again.");
  }
  const memory = await recallState(context, state, "install");
  if (memory === null)
    return refused("The installation took too long or was used already. Please start it again.");
  const platform = context.platforms.get(memory["platform"] ?? "");
  if (platform?.install === null || platform === undefined)
    return refused("This platform is not known any more.");
  const done = await platform.install.finish(query, memory, installPorts(context, state));
  if (!done.ok) return done;
  const installationId = await keepInstallation(context, done);
  return {
    ok: true,
    installationId,
    redirect: done.redirect,
    tenantName: done.installation.tenantName,
  };
}

/** Stores what an installation brought and lets everything that waited for it go on. Gives the installation's id. */
export async function keepInstallation(context: Context, done: InstallDone): Promise<number> {
  const now = context.ports.clock.now();
  const fresh = { ...done.installation, adminUrl: done.redirect };
  const id = await saveInstallation(context.store, fresh, now);
  await putSecrets(context, "installations", id, done.secrets);
  await restartSweep(context.store, id, now);
  for (const connection of await listConnections(context.store, id)) {
    await releaseTransfers(context.store, id, connection.id, ["waiting"], now);
  }
  context.ports.log.info("a shop installed the app", {
    installation: id,
    tenant: done.installation.tenantName,
  });
  return id;
}

export function newState(): string {
  return randomBytes(32).toString("base64url");
}

/** Only the hash is stored: who reads the table cannot end somebody's handshake. */
export async function storeState(
  context: Context,
  state: string,
  purpose: StatePurpose,
  memory: Secrets,
): Promise<void> {
  const now = context.ports.clock.now();
  const hash = hashOf(state);
  const sealed = await context.ports.secrets.seal(JSON.stringify(memory), `oauth_states:${hash}`);
  await rememberState(context.store, { hash, purpose, sealed }, now, now + STATE_MS);
}

export async function recallState(
  context: Context,
  state: string,
  purpose: StatePurpose,
): Promise<Secrets | null> {
  const hash = hashOf(state);
  const sealed = await takeState(context.store, hash, purpose, context.ports.clock.now());
  if (sealed === null) return null;
  return JSON.parse(await context.ports.secrets.open(sealed, `oauth_states:${hash}`)) as Secrets;
}

const hashOf = (state: string): string => createHash("sha256").update(state).digest("hex");

function installPorts(context: Context, state: string): InstallPorts {
  const { http, clock, log } = context.ports;
  return { http, clock, log, app: context.app, state };
}

function refused(message: string): InstallRefused {
  return { ok: false, status: 400, message };
}
