import type { Shelf, Shelved } from "../../../plugin/connectors/connector.ts";

export interface MemoryShelf extends Shelf {
  of(kind: string): readonly Shelved[];
}

/** A shelf in memory that keeps the port's promises; those of the real one are tried in the store's contract. */
export function memoryShelf(): MemoryShelf {
  const kinds = new Map<string, Shelved[]>();
  const of = (kind: string): Shelved[] => {
    const known = kinds.get(kind) ?? [];
    kinds.set(kind, known);
    return known;
  };
  const find = (kind: string, by: { readonly number: string } | { readonly reference: string }) =>
    of(kind).find((one) => ("number" in by ? one.number === by.number : one.reference === by.reference)) ??
    null;
  return {
    of,
    get: async (kind, by) => find(kind, by),
    list: async (kind) => [...of(kind)],
    count: async (kind) => of(kind).length,
    async add({ kind, number, reference, content }) {
      const same = reference === null ? null : find(kind, { reference });
      const there = same ?? (number === null ? null : find(kind, { number }));
      if (there !== null) return there;
      const item = { kind, number: number ?? String(of(kind).length + 1), reference, revision: 1, content };
      of(kind).push(item);
      return item;
    },
    async change(item, to) {
      const index = of(item.kind).findIndex(
        ({ number, revision }) => number === item.number && revision === item.revision,
      );
      if (index < 0) return false;
      of(item.kind)[index] = { ...item, ...to, revision: item.revision + 1 };
      return true;
    },
  };
}
