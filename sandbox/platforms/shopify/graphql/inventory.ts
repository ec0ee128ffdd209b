import { utc } from "../clock.ts";
import { gid, numberIn } from "../ids.ts";
import type { StockAnswer } from "./idempotency.ts";
import type { MutationParts, SetQuantitiesInput } from "./mutations.ts";
import { itemView, placeView } from "./views/product-view.ts";

const REASONS = [
  "correction",
  "cycle_count_available",
  "received",
  "restock",
  "shrinkage",
  "damaged",
  "promotion",
  "quality_control",
  "reservation_created",
  "reservation_deleted",
  "safety_stock",
  "other",
];
const MOST = 1_000_000_000;

type Entry = SetQuantitiesInput["quantities"][number];
interface Fault {
  code: string;
  message: string;
}

/** Sets stock at places, all of it or none; `changeFromQuantity` says what must stand there before, `null` anything. */
export function setQuantities(input: SetQuantitiesInput, parts: MutationParts): StockAnswer {
  const { store, backroom } = parts;
  const general = generalFault(input);
  const userErrors =
    general !== null
      ? [{ ...general, field: ["input"] }]
      : input.quantities.flatMap((entry, at) => {
          const fault = faultOf(entry, parts);
          return fault === null ? [] : [{ ...fault, field: ["input", "quantities", String(at)] }];
        });
  if (userErrors.length > 0) return { inventoryAdjustmentGroup: null, userErrors };

  const changes = input.quantities.map((entry) => {
    const variant = variantOf(entry, parts);
    const place = placeOf(entry, parts);
    const before = levelOf(entry, parts) ?? 0;
    backroom.setLevel(variant?.inventoryItemId ?? "", place?.id ?? "", entry.quantity);
    return {
      name: input.name,
      delta: entry.quantity - before,
      quantityAfterChange: entry.quantity,
      ledgerDocumentUri: null,
      item: variant === undefined ? null : itemView(variant, store),
      location: place === undefined ? null : placeView(place),
    };
  });
  return {
    inventoryAdjustmentGroup: {
      id: gid("InventoryAdjustmentGroup", store.nextId()),
      createdAt: utc(store.state.lastStamp ?? "1970-01-01T00:00:00Z"),
      reason: input.reason,
      referenceDocumentUri: input.referenceDocumentUri ?? null,
      changes: () => changes.filter((change) => change.delta !== 0),
    },
    userErrors: [],
  };
}

function generalFault({ name, reason, quantities }: SetQuantitiesInput): Fault | null {
  if (name !== "available" && name !== "on_hand") {
    return { code: "INVALID_NAME", message: "The quantity name must be either 'available' or 'on_hand'." };
  }
  if (!REASONS.includes(reason)) {
    return { code: "INVALID_REASON", message: `The specified reason "${reason}" is invalid.` };
  }
  const pairs = quantities.map((entry) => `${entry.inventoryItemId}@${entry.locationId}`);
  if (new Set(pairs).size < pairs.length) {
    return {
      code: "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
      message: "The combination of inventoryItemId and locationId must be unique.",
    };
  }
  return null;
}

function faultOf(entry: Entry, parts: MutationParts): Fault | null {
  const variant = variantOf(entry, parts);
  if (variant === undefined) {
    return { code: "INVALID_INVENTORY_ITEM", message: "The specified inventory item could not be found." };
  }
  if (placeOf(entry, parts) === undefined) {
    return { code: "INVALID_LOCATION", message: "The specified location could not be found." };
  }
  if (!variant.tracked) {
    return { code: "NON_MUTABLE_INVENTORY_ITEM", message: "The specified inventory item is not tracked." };
  }
  if (entry.quantity < 0) {
    return { code: "INVALID_QUANTITY_NEGATIVE", message: "The quantity can't be negative." };
  }
  if (entry.quantity > MOST) {
    return { code: "INVALID_QUANTITY_TOO_HIGH", message: `The quantity can't be higher than ${MOST}.` };
  }
  if (entry.changeFromQuantity === undefined) {
    return {
      code: "COMPARE_QUANTITY_REQUIRED",
      message: "The changeFromQuantity argument must be given, or be null.",
    };
  }
  const isStale = entry.changeFromQuantity !== null && entry.changeFromQuantity !== levelOf(entry, parts);
  return isStale
    ? {
        code: "CHANGE_FROM_QUANTITY_STALE",
        message: "The changeFromQuantity value does not match persisted value.",
      }
    : null;
}

function variantOf({ inventoryItemId }: Entry, { store }: MutationParts) {
  const id = numberIn("InventoryItem", inventoryItemId);
  return [...store.state.variants.values()].find((each) => each.inventoryItemId === id);
}

function placeOf({ locationId }: Entry, { store }: MutationParts) {
  const id = numberIn("Location", locationId);
  return store.state.places.find((each) => each.id === id);
}

function levelOf(entry: Entry, parts: MutationParts): number | undefined {
  const key = `${variantOf(entry, parts)?.inventoryItemId}@${placeOf(entry, parts)?.id}`;
  return parts.store.state.levels.get(key)?.available;
}
