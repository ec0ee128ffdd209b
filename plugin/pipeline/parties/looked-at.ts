import type { Context } from "../context.ts";

const MOST = 20_000;

// Per running app and in its memory alone: looked at twice costs a reading.
const memory = new WeakMap<Context, Map<string, string>>();

/** Which change of each customer was looked at to the end, so that a shop with much news is not read again for old ones. */
export function lookedAt(context: Context) {
  const known = memory.get(context) ?? new Map<string, string>();
  memory.set(context, known);
  const keyOf = (connectionId: number, customerId: string): string => `${connectionId} ${customerId}`;
  return {
    has: (connectionId: number, customer: { readonly id: string; readonly updatedAt: string }): boolean =>
      known.get(keyOf(connectionId, customer.id)) === customer.updatedAt,
    add(connectionId: number, customer: { readonly id: string; readonly updatedAt: string }): void {
      if (known.size >= MOST) known.clear();
      known.set(keyOf(connectionId, customer.id), customer.updatedAt);
    },
  };
}
