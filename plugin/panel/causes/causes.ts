import { type Code, codes, type FixPlace } from "../../domain/problem.ts";
import type { StateCount } from "../../store/transfers/transfer-lists.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";

/** One reason why orders need somebody: never one line per order. */
export interface Cause {
  readonly code: Code;
  /** The sentence all these orders share; null when they say the same with different numbers. */
  readonly message: string | null;
  readonly fix: FixPlace | null;
  readonly count: number;
  /** The order itself, when there is only one. */
  readonly only: Transfer | null;
}

const MOST_PER_CODE = 3;

/** Groups held orders by code and sentence, the most frequent first; `counts` knows also those not listed. */
export function causesOf(held: readonly Transfer[], counts: readonly StateCount[]): Cause[] {
  const byCode = new Map<Code, Map<string, Transfer[]>>();
  for (const transfer of held) {
    const code = transfer.code ?? "INTERNAL";
    const sentences = byCode.get(code) ?? new Map<string, Transfer[]>();
    byCode.set(code, sentences);
    const message = transfer.message ?? codes[code].sentence;
    sentences.set(message, [...(sentences.get(message) ?? []), transfer]);
  }
  return [...byCode]
    .flatMap(([code, sentences]) => causesOfCode(code, sentences, totalOf(code, counts)))
    .sort((a, b) => b.count - a.count);
}

function causesOfCode(
  code: Code,
  sentences: ReadonlyMap<string, readonly Transfer[]>,
  total: number,
): Cause[] {
  const listed = [...sentences.values()].reduce((sum, orders) => sum + orders.length, 0);
  if (sentences.size > MOST_PER_CODE || listed < total) {
    const [first] = [...sentences.values()].flat();
    return [{ code, message: null, fix: first?.fix ?? null, count: Math.max(total, listed), only: null }];
  }
  return [...sentences].map(([message, orders]) => ({
    code,
    message,
    fix: orders[0]?.fix ?? null,
    count: orders.length,
    only: orders.length === 1 ? (orders[0] ?? null) : null,
  }));
}

function totalOf(code: Code, counts: readonly StateCount[]): number {
  return counts
    .filter((row) => row.state === "held" && row.code === code)
    .reduce((sum, row) => sum + row.count, 0);
}
