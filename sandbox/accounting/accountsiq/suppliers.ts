import type { Entity } from "./entity.ts";
import type { WireRecord } from "./records.ts";
import { Refused } from "./refused.ts";
import { customer as shape } from "./shapes.ts";
import type { Out } from "./xml.ts";

/** One supplier's card; the name of the code is an assumption. */
export function readSupplier({ suppliers }: Entity, code: string | null): Out {
  const found = suppliers.get(code ?? "");
  if (found === undefined) throw new Refused("SUPPLIER_CODE_DOES_NOT_EXIST");
  return inOrder(found);
}

export function activeSuppliers({ suppliers }: Entity): Out {
  const active = [...suppliers.values()].filter((one) => one["IsActive"] !== "false");
  return { Supplier: active.map(inOrder) };
}

/** A supplier's card has the fields of a customer's, in the same order. */
function inOrder(record: WireRecord): Out {
  return Object.fromEntries(
    shape.fields.flatMap(([name]) => {
      const value = record[name] ?? null;
      return value === null ? [] : [[name, value] as const];
    }),
  );
}
