import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { ShopResult, ShownState } from "../platform.ts";
import type { Ask } from "./client.ts";
import { markDocument } from "./documents/marks.ts";
import { unreadable } from "./read-order.ts";

/** Tags the order list can be filtered by; at most one of them stands on an order. */
const TAGS: Readonly<Record<string, string>> = { booked: "Booked", held: "Booking failed" };

const payload = z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullish();
const answer = z.object({ metafieldsSet: payload, tagsRemove: payload, tagsAdd: payload });

/**
 * Shows the accounting state on the order in one request, with as few mutations as its tags allow. Raises an
 * `orders/updated` that finds nothing to do. Mutations of one request stand or fall one by one, so each is looked at;
 * sent again they change nothing that is there already.
 */
export async function showState(ask: Ask, gid: string, shown: ShownState): Promise<ShopResult<null>> {
  const tag = TAGS[shown.state];
  // Shopify takes "booked" for the same tag as "Booked".
  const standing = new Set(shown.tags.map((one) => one.toLowerCase()));
  const stands = (one: string): boolean => standing.has(one.toLowerCase());
  const remove = Object.values(TAGS).filter((one) => one !== tag && stands(one));
  const add = tag === undefined || stands(tag) ? [] : [tag];
  const asked = await ask(markDocument({ remove: remove.length > 0, add: add.length > 0 }), {
    metafields: [
      {
        ownerId: gid,
        namespace: "$app",
        key: "accounting",
        type: "json",
        value: JSON.stringify({ state: shown.state, text: shown.text, url: shown.url }),
      },
    ],
    ...(remove.length === 0 ? {} : { id: gid, remove }),
    ...(add.length === 0 ? {} : { id: gid, add }),
  });
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("the answer about an order's mark", read.error);
  const { metafieldsSet, tagsRemove, tagsAdd } = read.data;
  const refusals = [
    ...refusalsOf("metafieldsSet", metafieldsSet),
    ...(remove.length > 0 ? refusalsOf("tagsRemove", tagsRemove) : []),
    ...(add.length > 0 ? refusalsOf("tagsAdd", tagsAdd) : []),
  ];
  if (refusals.length === 0) return { ok: true, value: null };
  const message = "Shopify did not take the accounting state of this order.";
  const theirs = refusals.join("; ").slice(0, 300);
  return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }, theirs) };
}

/** Why one of the mutations was not carried out; one that was refused as a whole has no answer at all. */
function refusalsOf(mutation: string, result: z.output<typeof payload>): string[] {
  if (result == null) return [`${mutation}: no answer`];
  return result.userErrors.map(({ message }) => `${mutation}: ${message}`);
}
