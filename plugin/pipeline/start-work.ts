import type { Run } from "./run.ts";
import type { Work } from "./work.ts";

/** What orders and payouts open in their own order, because what is missing of it ends them in different ways. */
type Opened = Pick<Work, "installation" | "connection" | "settings" | "ledger" | "shop" | "effects" | "note">;

/** The work of a run that begins: nothing is found, warned of or postponed yet. */
export function startWork(
  { context, key, lease }: Pick<Run, "context" | "key" | "lease">,
  opened: Opened,
): Work {
  return {
    ...opened,
    context,
    key,
    attempts: lease.transfer.attempts,
    owner: lease.owner,
    checkLease: lease.check,
    warnings: new Set(),
    foundDocuments: new Set(),
    postponed: [],
  };
}
