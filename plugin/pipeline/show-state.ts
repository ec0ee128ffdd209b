import { createHash } from "node:crypto";
import type { Order } from "../domain/order.ts";
import type { Plan } from "../domain/plan.ts";
import type { Shop } from "../platforms/platform.ts";
import { readEffects } from "../store/effects.ts";
import type { TransferKey, TransferResult } from "../store/transfers.ts";
import type { Context } from "./context.ts";
import { effectBook } from "./existing.ts";

/**
 * Shows on the order in the platform how it stands in the books. Only when it changed, so that the update this raises
 * finds nothing to do and the two never chase each other. A platform that refuses does not stop anything.
 */
export async function showState(
  context: Context,
  shop: Shop,
  key: TransferKey,
  order: Order,
  plan: Plan | null,
  result: TransferResult,
  shownBefore: string | null,
): Promise<string | null> {
  // A retry that will heal by itself is no news for the shop's staff, unless nothing was ever shown.
  if (!shop.canShowState || (result.code === "RETRYING" && shownBefore !== null)) return shownBefore;
  const text = await stateText(context, key, plan, result);
  const shown = createHash("sha256").update(`${result.state}\n${text}`).digest("base64url").slice(0, 24);
  if (shown === shownBefore) return shownBefore;
  const url = `${context.publicUrl}/embedded/orders/${encodeURIComponent(order.id)}`;
  const written = await shop.showState(order.id, { state: result.state, text, url });
  if (written.ok) return shown;
  context.ports.log.info("the platform did not take the accounting state", {
    ...key,
    message: written.problem.message,
  });
  return shownBefore;
}

async function stateText(
  context: Context,
  key: TransferKey,
  plan: Plan | null,
  result: TransferResult,
): Promise<string> {
  if (result.state !== "booked") return result.message ?? "";
  const effects = effectBook(await readEffects(context.store, key));
  const names = (plan?.documents ?? []).flatMap((document) => {
    const ref = effects.ref(document.key);
    const name = document.kind === "invoice" ? "invoice" : "credit note";
    return ref === null ? [] : [`${name} ${ref.number}`];
  });
  const verb =
    plan?.documents.every((document) => document.booking === "draft") === true ? "Drafted" : "Booked";
  return `${verb}: ${names.join(", ")}`;
}
