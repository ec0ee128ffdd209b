import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { ShopResult, ShownState } from "../platform.ts";
import type { Ask } from "./client.ts";
import { markDocument } from "./documents/marks.ts";
import { unreadable } from "./read-order.ts";

/** Tags the order list can be filtered by; at most one of them stands on an order. */
const TAGS: Readonly<Record<string, string>> = { booked: "Booked", held: "Booking failed" };

const userErrors = z.object({ userErrors: z.array(z.object({ message: z.string() })) });
const answer = z.object({
  metafieldsSet: userErrors.nullish(),
  tagsRemove: userErrors.nullish(),
  tagsAdd: userErrors.nullish(),
});

/** Shows the accounting state on the order. Raises an `orders/updated` that finds nothing to do. */
export async function showState(ask: Ask, gid: string, shown: ShownState): Promise<ShopResult<null>> {
  const tag = TAGS[shown.state];
  const asked = await ask(markDocument, {
    id: gid,
    metafields: [
      {
        ownerId: gid,
        namespace: "$app",
        key: "accounting",
        type: "json",
        value: JSON.stringify({ state: shown.state, text: shown.text, url: shown.url }),
      },
    ],
    remove: Object.values(TAGS).filter((one) => one !== tag),
    add: tag === undefined ? [] : [tag],
    adds: tag !== undefined,
  });
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("the answer about an order's mark", read.error);
  const refusals = Object.values(read.data).flatMap((one) => one?.userErrors ?? []);
  if (refusals.length === 0) return { ok: true, value: null };
  const theirs = refusals.map((one) => one.message).join("; ");
  const message = "Shopify did not take the accounting state of this order.";
  return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }, theirs) };
}
