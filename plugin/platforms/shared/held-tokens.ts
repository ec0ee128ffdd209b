import type { Problem } from "../../domain/problem.ts";
import type { Secrets } from "../../ports.ts";
import type { AppIdentity, Installation, ShopPorts, ShopResult } from "../platform.ts";

interface Held {
  readonly token: string;
  readonly usableUntil: number;
}

// Per running app, so that two apps in one process never share a token.
const memory = new WeakMap<AppIdentity, Map<number, Held>>();

export interface AccessTokens {
  /** A token that is good for a while yet. */
  current(): Promise<ShopResult<string>>;
  /** A token other than the one the API just refused. */
  replace(refused: string): Promise<ShopResult<string>>;
}

/** What differs between platforms whose access token stands in the vault beside the token that renews it. */
export interface Renewal {
  /** Until when the stored access token may be used, in milliseconds since the epoch. */
  usableUntil(stored: Secrets): number;
  /** New secrets in place of the stored ones, or why there are none: then nothing is stored. */
  renew(stored: Secrets): Promise<{ readonly secrets: Secrets } | { readonly problem: Problem }>;
  /** Of a shop that has given us no access at all. */
  none(): Problem;
}

/**
 * The access tokens of one installation: remembered by the process, renewed one at a time over all processes by the
 * vault's promise. What a renewal gave is stored before it is used. When its answer is lost, or the process dies before
 * it is stored, the next attempt brings the old renewing token once more; whether that is taken is the platform's rule.
 */
export function heldTokens(
  installation: Pick<Installation, "id">,
  ports: Pick<ShopPorts, "app" | "clock" | "vault">,
  renewal: Renewal,
): AccessTokens {
  const held = memory.get(ports.app) ?? new Map<number, Held>();
  memory.set(ports.app, held);

  const keep = (secrets: Secrets): ShopResult<string> => {
    const token = secrets["access_token"];
    if (token === undefined) return { ok: false, problem: renewal.none() };
    held.set(installation.id, { token, usableUntil: renewal.usableUntil(secrets) });
    return { ok: true, value: token };
  };

  const replace = async (refused: string | undefined): Promise<ShopResult<string>> => {
    const outcome: { failed?: Problem } = {};
    const secrets = await ports.vault.update(async (stored) => {
      // While we waited for our turn another process may have renewed it.
      const isNew = stored["access_token"] !== undefined && stored["access_token"] !== refused;
      if (isNew && renewal.usableUntil(stored) > ports.clock.now()) return stored;
      const renewed = await renewal.renew(stored);
      if ("secrets" in renewed) return renewed.secrets;
      outcome.failed = renewed.problem;
      return stored;
    });
    return outcome.failed === undefined ? keep(secrets) : { ok: false, problem: outcome.failed };
  };

  return {
    replace,
    async current() {
      const now = ports.clock.now();
      const inMemory = held.get(installation.id);
      if (inMemory !== undefined && inMemory.usableUntil > now) return { ok: true, value: inMemory.token };
      const secrets = await ports.vault.read();
      return renewal.usableUntil(secrets) > now ? keep(secrets) : replace(secrets["access_token"]);
    },
  };
}
