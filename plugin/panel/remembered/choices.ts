import type { Choice } from "../../connectors/connector.ts";
import { choicesOf } from "../../pipeline/choices.ts";
import type { Context } from "../../pipeline/context.ts";
import type { StoredConnection } from "../../store/connections.ts";

/** A list of the ledger, or null when it cannot be had now. */
export type Choices = (connection: StoredConnection, list: string) => Promise<readonly Choice[] | null>;

const KEPT_MS = 5 * 60_000;
const PATIENCE_MS = 4_000;
const MAX_KEPT = 1_000;

/** Lists of the ledger for the settings page, remembered a few minutes: a page must not cost a ledger call per field. */
export function rememberChoices(context: Context): Choices {
  const { clock, log } = context.ports;
  const kept = new Map<string, { readonly until: number; readonly choices: readonly Choice[] }>();

  const read: Choices = async (connection, list) => {
    const answer = await choicesOf(context, connection, list);
    if (!answer.ok) {
      log.debug("a list of the ledger cannot be read", { list, message: answer.problem.message });
      return null;
    }
    return answer.value;
  };

  return async (connection, list) => {
    if (connection.status !== "connected") return null;
    const key = `${connection.id}:${connection.ledgerTenant}:${list}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > clock.now()) return known.choices;
    const waiting = new AbortController();
    const choices = await Promise.race([
      read(connection, list),
      clock.sleep(PATIENCE_MS, waiting.signal).then(
        () => null,
        () => null,
      ),
    ]);
    waiting.abort();
    if (choices === null) return null;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, { until: clock.now() + KEPT_MS, choices });
    return choices;
  };
}
