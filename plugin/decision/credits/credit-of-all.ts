import { CANCEL } from "../documents.ts";
import { UNDO } from "../undo/lives.ts";

/** Whether a credit note takes back all that is left of an order: nothing that stands beside the sale outlives it. */
export function isCreditOfAll({ key }: { readonly key: string }): boolean {
  return key === UNDO || key === CANCEL;
}
