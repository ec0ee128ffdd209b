import type { LedgerResult, Performed } from "../../connectors/connector.ts";
import { captureStep } from "../../domain/flow.ts";
import { compare, parseMoney } from "../../domain/money.ts";
import type { Work } from "../work.ts";
import type { CaptureOperation } from "./flow-operation.ts";

/**
 * The movement that a capture left on the order; null when the order certainly has none. One of the same amount that
 * another reservation's capture left is not it.
 */
export async function findCapture(
  { shop, key, effects }: Work,
  { capture, known }: CaptureOperation,
): Promise<LedgerResult<Performed | null>> {
  const loaded = await shop.order(key.orderId);
  if (!loaded.ok) return loaded;
  const wanted = parseMoney(capture.amount, capture.currency);
  const others = effects
    .all()
    .filter(({ operation }) => operation?.step === "capture")
    .filter(({ step }) => step !== captureStep(capture.authorization))
    .flatMap(({ ref }) => ref?.id ?? []);
  const found = loaded.value?.payments.find(
    ({ id, kind, status, amount }) =>
      (kind === "capture" || kind === "sale") &&
      status !== "failure" &&
      !known.includes(id) &&
      !others.includes(id) &&
      amount.currency === capture.currency &&
      compare(amount, wanted) === 0,
  );
  return { ok: true, value: found === undefined ? null : capturedAs(found.id) };
}

/** A capture by the platform's id of its movement. */
export const capturedAs = (id: string): Performed => ({ ref: { id, number: id, url: null } });
