import type { Code, TransferState } from "../../domain/problem.ts";
import type { Context } from "../../pipeline/context.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { StateCount } from "../../store/transfers/transfer-lists.ts";
import type { Format } from "../words/format.ts";
import { ledgerName } from "../words/ledger-name.ts";
import type { Texts } from "../words/texts.ts";

/** Who is told, and of which connection. */
interface Told {
  readonly context: Pick<Context, "connectors">;
  readonly connection: StoredConnection | null;
  readonly texts: Texts;
  readonly format: Format;
}

/** One sentence that answers "is everything booked?". */
export function overviewAnswer(
  { context, connection, texts, format }: Told,
  counts: readonly StateCount[],
  causes: number,
): { tone: string; text: string } {
  const held = sumOf(counts, "held");
  const waiting = sumOf(counts, "waiting");
  const booked = sumOf(counts, "booked");
  const skipped = sumOf(counts, "skipped");
  const ledger = connection === null ? "" : ledgerName({ context, texts }, connection);
  const say = (tone: string, key: string, count: number) => ({
    tone,
    text: texts(`overview.answer.${key}`, { count, shown: format.number(String(count)), causes, ledger }),
  });
  if (connection === null || connection.status === "connecting") return say("waiting", "first_use", waiting);
  if (connection.status === "needs_reauth")
    return say("held", "needs_reauth", sumOf(counts, "waiting", "NOT_CONNECTED"));
  if (connection.status === "paused") return say("waiting", "paused", waiting);
  if (held > 0) return say("held", causes > 1 ? "held_causes" : "held", held);
  if (waiting > 0) return say("waiting", "waiting", waiting);
  if (booked + skipped === 0) return say("booked", "none", 0);
  return booked === 0 ? say("skipped", "skipped", skipped) : say("booked", "booked", booked);
}

export function sumOf(counts: readonly StateCount[], state: TransferState, code?: Code): number {
  return counts
    .filter((row) => row.state === state && (code === undefined || row.code === code))
    .reduce((sum, row) => sum + row.count, 0);
}
