import type { LedgerResult, Operation, Performed } from "../connector.ts";
import type { Client } from "./client.ts";
import type { Rates } from "./rates.ts";
import type { Registers } from "./registers.ts";
import type { AccountsIqSettings } from "./settings.ts";

/** One entity's books with the merchant's choices. */
export interface Books {
  readonly client: Client;
  readonly registers: Registers;
  readonly rates: Rates;
  settings(): Promise<AccountsIqSettings>;
}

export type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
export type Outcome = Promise<LedgerResult<Performed>>;
export type Found = Promise<LedgerResult<Performed | null | "unfindable">>;

/** Nobody can tell: the order is held. */
export const unfindable = { ok: true, value: "unfindable" } as const;
export const absent = { ok: true, value: null } as const;
export const done = (ref: Performed["ref"]) => ({ ok: true, value: { ref } }) as const;
