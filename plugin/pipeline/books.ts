import type { Ledger } from "../connectors/connector.ts";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { Problem } from "../domain/problem.ts";
import type { Lane, Limiter } from "../ports.ts";
import { type Settings, settingsSchema } from "../settings/schema.ts";
import { type StoredConnection, saveFacts } from "../store/connections.ts";
import { readSettings } from "../store/settings-versions.ts";
import { type Context, connectorOf } from "./context.ts";
import { shelfOf } from "./practice/shelf.ts";
import { vaultOf } from "./setup/vault.ts";

/** How long what was read of the ledger counts as known: lock dates and rates move by the day, accounts hardly. */
const FACTS_MS = 6 * 3_600_000;

/**
 * The ledger of a connection. `checkLease` is asked once more when a call's turn has come: it may have waited behind
 * others for longer than its worker held the order, and must not be made then.
 */
export function openLedger(
  context: Context,
  connection: StoredConnection,
  lane: Lane,
  checkLease: () => void = () => {},
): Ledger {
  const { http, clock, log } = context.ports;
  const limiter: Limiter = {
    ...context.ports.limiter,
    through: (key, limit, ofLane, call) =>
      context.ports.limiter.through(key, limit, ofLane, async () => {
        checkLease();
        return await call();
      }),
  };
  return connectorOf(context, connection.system).open(
    { id: connection.id, installationId: connection.installationId, ledgerTenant: connection.ledgerTenant },
    {
      http,
      clock,
      log,
      limiter,
      lane,
      vault: vaultOf(context, "connections", connection.id),
      settings: async () => (await currentSettings(context, connection)).ledger,
      shelf: shelfOf(context, connection),
    },
  );
}

type FactsResult =
  | { readonly ok: true; readonly value: LedgerFacts }
  | { readonly ok: false; readonly problem: Problem };

/** What is known of the ledger, from the store while it is fresh: no call per order. */
export async function ledgerFacts(
  context: Context,
  connection: StoredConnection,
  ledger: Ledger,
  isFresh = false,
): Promise<FactsResult> {
  const read = await readFacts(context, connection, ledger, isFresh);
  return read.ok ? { ok: true, value: withClosedMonths(read.value, connection) } : read;
}

async function readFacts(
  context: Context,
  connection: StoredConnection,
  ledger: Ledger,
  isFresh: boolean,
): Promise<FactsResult> {
  const known = connection.facts;
  const now = context.ports.clock.now();
  if (!isFresh && known !== null && now - Date.parse(known.readAt) < FACTS_MS)
    return { ok: true, value: known };
  const read = await ledger.facts();
  if (!read.ok) return known === null || read.problem.act === "fix" ? read : { ok: true, value: known };
  await saveFacts(context.store, connection.id, read.value, now);
  return read;
}

/** The later of the ledger's lock and of the months a person of the shop has closed. */
function withClosedMonths(facts: LedgerFacts, { closedUntil }: StoredConnection): LedgerFacts {
  const { lockedUntil } = facts;
  if (closedUntil === null || (lockedUntil !== null && lockedUntil >= closedUntil)) return facts;
  return { ...facts, lockedUntil: closedUntil, closedHere: closedUntil };
}

const parsed = new Map<string, Settings>();
const MAX_PARSED = 2_000;

/** Settings of a version never change, so they are read and parsed once. */
export async function currentSettings(context: Context, connection: StoredConnection): Promise<Settings> {
  const key = `${context.owner}:${connection.id}:${connection.settingsVersion}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const stored = await readSettings(context.store, connection.id, connection.settingsVersion);
  const settings = settingsSchema.parse(stored);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(key, settings);
  return settings;
}
