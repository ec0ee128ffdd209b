import { randomUUID } from "node:crypto";
import type { Secrets, Vault } from "../../ports.ts";
import {
  claimSecrets,
  readSealed,
  releaseSecrets,
  replaceSecrets,
  type SecretsOwner,
} from "../../store/keys/secrets.ts";
import type { Context } from "../context.ts";

const LEASE_MS = 30_000;
const PATIENCE_MS = 45_000;
const POLL_MS = 100;

/**
 * The secrets of one installation or connection. `update` holds a lease in SQL, so that over all processes one
 * rotates a token at a time and nobody stores a refused refresh over a good one (fortnox.md 1.4).
 */
export function vaultOf(context: Context, table: SecretsOwner, id: number): Vault {
  const { store, ports } = context;
  const binding = `${table}:${id}`;
  const read = async (): Promise<Secrets> => {
    const sealed = await readSealed(store, table, id);
    return sealed === null ? {} : (JSON.parse(await ports.secrets.open(sealed, binding)) as Secrets);
  };
  return {
    read,
    async update(change) {
      const owner = randomUUID();
      const deadline = ports.clock.now() + PATIENCE_MS;
      for (;;) {
        const now = ports.clock.now();
        if (await claimSecrets(store, table, id, owner, now, now + LEASE_MS)) break;
        if (now > deadline) throw new Error(`the secrets of ${binding} stay locked`);
        await ports.clock.sleep(POLL_MS);
      }
      let sealed: string | null = null;
      try {
        const changed = await change(await read());
        sealed = await ports.secrets.seal(JSON.stringify(changed), binding);
        return changed;
      } finally {
        const kept = await releaseSecrets(store, table, id, owner, sealed);
        if (!kept) ports.log.warn("the lease on secrets was lost while they were changed", { binding });
      }
    },
  };
}

/** A new installation or consent: whatever was there is replaced. */
export async function putSecrets(
  context: Context,
  table: SecretsOwner,
  id: number,
  secrets: Secrets,
): Promise<void> {
  await replaceSecrets(context.store, table, id, await sealSecrets(context, table, id, secrets));
}

/** As they are kept: a text that opens for this installation or connection alone. */
export async function sealSecrets(
  context: Context,
  table: SecretsOwner,
  id: number,
  secrets: Secrets,
): Promise<string> {
  return await context.ports.secrets.seal(JSON.stringify(secrets), `${table}:${id}`);
}
