import type { Entity } from "./entity.ts";
import type { Given } from "./given.ts";
import { Refused } from "./refused.ts";
import * as shape from "./shapes.ts";
import type { Out } from "./xml.ts";

export interface Call {
  readonly entity: Entity;
  readonly given: Given;
  readonly clock: () => Date;
  readonly others: readonly Entity[];
}

export interface Answer {
  readonly status?: "Success" | "Created" | "NotCreated";
  readonly result?: Out;
  /** What stands beside the result. */
  readonly beside?: number;
}

export interface Operation {
  readonly access: "read" | "write";
  readonly takes: shape.Fields;
  /** Its out-parameter; -1 where the call failed. */
  readonly out?: "transactionID" | "invoiceID" | "creditNoteID";
  readonly handle: (call: Call) => Answer;
}

export type Handle = Operation["handle"];

export const read = (takes: shape.Fields, result: (call: Call) => Out): Operation => ({
  access: "read",
  takes,
  handle: (call) => ({ result: result(call) }),
});
export const write = (takes: shape.Fields, handle: Handle, out?: Operation["out"]): Operation => ({
  access: "write",
  takes,
  handle,
  ...(out === undefined ? {} : { out }),
});
export const none = shape.fields();

/** A record that has to be there. */
export function need(given: Given, name: string): Given {
  const found = given.record(name);
  if (found === null) throw new Refused("MISSING_QUERY_PARAMETER");
  return found;
}

export const byCode = shape.fields("customerCode");

/** Operations by name, each with what it takes in the vendor's order. */
export type Operations = Readonly<Record<string, Operation>>;
