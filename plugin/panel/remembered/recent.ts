import type { Context } from "../../pipeline/context.ts";
import { type Recent, recentOrders } from "../../pipeline/reports/recent-orders.ts";
import type { StoredInstallation } from "../../store/installations.ts";

const KEPT_MS = 5 * 60_000;
const PATIENCE_MS = 6_000;
const MAX_KEPT = 100;

/** What a shop sold lately, for editors and previews. */
export interface RecentOrders {
  /** Null while it is still being read: whoever asks again in a moment gets it. */
  read(installation: StoredInstallation): Promise<Recent | null>;
  /** The next question reads the shop anew. */
  forget(installationId: number): void;
}

interface Kept {
  readonly until: number;
  readonly recent: Promise<Recent>;
}

/** Orders read from the shop, remembered a few minutes: a page must not cost hundreds of calls each time it is shown. */
export function rememberRecent(context: Context): RecentOrders {
  const { clock, log } = context.ports;
  const kept = new Map<number, Kept>();

  const begin = (installation: StoredInstallation): Kept => {
    const known = kept.get(installation.id);
    if (known !== undefined && known.until > clock.now()) return known;
    const recent = recentOrders(context, installation);
    recent.catch((error: unknown) => {
      kept.delete(installation.id);
      log.error("the shop's orders could not be read", { installation: installation.id, error });
    });
    if (kept.size >= MAX_KEPT) kept.clear();
    const fresh = { until: clock.now() + KEPT_MS, recent };
    kept.set(installation.id, fresh);
    return fresh;
  };

  return {
    async read(installation) {
      const waiting = new AbortController();
      const late = clock.sleep(PATIENCE_MS, waiting.signal).then(
        () => null,
        () => null,
      );
      const recent = begin(installation).recent.catch(() => null);
      const result = await Promise.race([recent, late]);
      waiting.abort();
      return result;
    },
    forget(installationId) {
      kept.delete(installationId);
    },
  };
}
