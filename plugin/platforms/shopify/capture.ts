import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { Reserved, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { captureDocument } from "./documents/capture.ts";
import { numberOf, orderGid } from "./gid.ts";
import { unreadable } from "./read-order.ts";

const answer = z.object({
  orderCapture: z
    .object({
      transaction: z.object({ id: z.string(), status: z.string() }).nullish(),
      userErrors: z.array(z.object({ message: z.string() })),
    })
    .nullish(),
});

/** Takes reserved money of an order (orderCapture). A failed transaction is a refusal with Shopify's words. */
export async function capture(
  ask: Ask,
  orderId: string,
  { authorization, amount, currency }: Reserved,
): Promise<ShopResult<{ readonly id: string } | null>> {
  const id = orderGid(orderId);
  if (id === null) return { ok: true, value: null };
  const parentTransactionId = `gid://shopify/OrderTransaction/${authorization}`;
  const asked = await ask(captureDocument, { input: { id, parentTransactionId, amount, currency } });
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("the answer about taking reserved money", read.error);
  const { transaction, userErrors = [] } = read.data.orderCapture ?? {};
  const isTaken = transaction != null && transaction.status !== "FAILURE" && transaction.status !== "ERROR";
  if (isTaken && userErrors.length === 0) return { ok: true, value: { id: numberOf(transaction.id) } };
  const theirs = userErrors.map((one) => one.message).join("; ") || `status ${transaction?.status ?? "none"}`;
  const message = "Shopify did not take the reserved money of this order.";
  return { ok: false, problem: fix("CAPTURE_REFUSED", message, { place: "shop" }, theirs) };
}
