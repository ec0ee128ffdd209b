import type { LedgerResult, Performed } from "../../connectors/connector.ts";
import { compare, parseMoney } from "../../domain/money.ts";
import type { Work } from "../work.ts";
import type { CaptureOperation } from "./flow-operation.ts";

/** The movement that a capture left on the order; null when the order certainly has none. */
export async function findCapture(
  { shop, key }: Work,
  { capture, known }: CaptureOperation,
): Promise<LedgerResult<Performed | null>> {
  const loaded = await shop.order(key.orderId);
  if (!loaded.ok) return loaded;
  const wanted = parseMoney(capture.amount, capture.currency);
  const found = loaded.value?.payments.find(
    ({ id, kind, status, amount }) =>
      (kind === "capture" || kind === "sale") &&
      status !== "failure" &&
      !known.includes(id) &&
      amount.currency === capture.currency &&
      compare(amount, wanted) === 0,
  );
  return { ok: true, value: found === undefined ? null : capturedAs(found.id) };
}

/** A capture by the platform's id of its movement. */
export const capturedAs = (id: string): Performed => ({ ref: { id, number: id, url: null } });
