import type { GraphQLResolveInfo } from "graphql";
import { partsOf } from "../ids.ts";
import type { Store } from "../store.ts";
import type { Backroom } from "../trade/backroom.ts";
import type { Trade } from "../trade/trade.ts";
import type { Access } from "./access.ts";
import { demandScope } from "./access.ts";
import { type CaptureInput, captureOrder } from "./capture.ts";
import type { IdempotencyMemory } from "./idempotency.ts";
import { onceForKey } from "./idempotency.ts";
import { setQuantities } from "./inventory.ts";
import { setMetafields } from "./metafields.ts";
import { orderView } from "./views/order-view.ts";
import type { Shelf } from "./views/shelf.ts";

export interface MutationParts {
  store: Store;
  trade: Trade;
  backroom: Backroom;
  shelf: Shelf;
  access: Access;
  startBulk: (query: string) => unknown;
  idempotency: IdempotencyMemory;
  /** Whether a change of stock meets another one under the same key. */
  isStockBusy: () => boolean;
}

/** What the stand-in gives a resolver besides its arguments. */
interface Call {
  info: GraphQLResolveInfo;
}

/** The mutations the stand-in carries out. */
export function mutationRoot(parts: MutationParts): Record<string, unknown> {
  const { trade, access, shelf, store } = parts;

  function retag(field: string, id: string, alter: (tags: string[]) => string[]) {
    demandScope(access, field, "write_orders");
    const subject = partsOf(id);
    if (subject === undefined || subject.type !== "Order" || !store.state.orders.has(subject.id)) {
      return { node: null, userErrors: [{ field: ["id"], message: `Order does not exist` }] };
    }
    const order = trade.touch(subject.id, (each) => {
      each.tags = alter(each.tags);
    });
    return { node: orderView(order, shelf), userErrors: [] };
  }

  return {
    tagsAdd: ({ id, tags }: { id: string; tags: string[] }) =>
      retag("tagsAdd", id, (had) => [...new Set([...had, ...tags])]),
    tagsRemove: ({ id, tags }: { id: string; tags: string[] }) =>
      retag("tagsRemove", id, (had) => had.filter((tag) => !tags.includes(tag))),
    metafieldsSet: ({ metafields }: { metafields: MetafieldInput[] }) => setMetafields(metafields, parts),
    inventorySetQuantities: ({ input }: { input: SetQuantitiesInput }, { info }: Call) =>
      onceForKey(parts.idempotency, { input, info, isBusy: parts.isStockBusy }, () =>
        setQuantities(input, parts),
      ),
    orderCapture: ({ input }: { input: CaptureInput }) => {
      demandScope(access, "orderCapture", "write_orders");
      return captureOrder(input, parts);
    },
    bulkOperationRunQuery: ({ query }: { query: string }) => parts.startBulk(query),
    orderUpdate: ({ input }: { input: { id: string; note?: string | null; tags?: string[] | null } }) => {
      const subject = partsOf(input.id);
      if (subject === undefined || !store.state.orders.has(subject.id)) {
        return { order: null, userErrors: [{ field: ["id"], message: "Order does not exist" }] };
      }
      const order = trade.touch(subject.id, (each) => {
        if (input.note !== undefined) each.note = input.note;
        if (input.tags != null) each.tags = [...input.tags];
      });
      return { order: orderView(order, shelf), userErrors: [] };
    },
  };
}

export interface MetafieldInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
}

export interface SetQuantitiesInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  quantities: {
    inventoryItemId: string;
    locationId: string;
    quantity: number;
    changeFromQuantity?: number | null;
  }[];
}
