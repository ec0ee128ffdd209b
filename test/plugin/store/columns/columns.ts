import type { Database } from "../../../../plugin/store/database.ts";

/** Each column of some tables: the compiler sees that none is missing. */
export type Columns<Table extends keyof Database> = {
  readonly [T in Table]: { readonly [C in keyof Database[T]]: true };
};
