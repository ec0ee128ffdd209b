import type { ShopClock } from "../clock.ts";
import { utc } from "../clock.ts";
import { notFound } from "../refusal.ts";
import type { Store } from "../store.ts";
import { putLast } from "../store.ts";
import { placePayload, productPayload } from "../webhooks/payloads.ts";
import type { Announce } from "../webhooks/sender.ts";
import type { Place, Variant } from "./catalogue.ts";
import type { BalanceMove, Payout } from "./payouts.ts";
import { netOf, openMoves } from "./payouts.ts";

export type ProductDraft = Pick<Variant, "sku" | "title" | "price"> & Partial<Variant>;

const USUAL = {
  barcode: null,
  vendor: "Fjäll & Form",
  productType: "Homeware",
  rate: "25",
  cost: null,
  taxable: true,
  tracked: true,
  isGiftCard: false,
  status: "ACTIVE" as const,
};

export type Backroom = ReturnType<typeof openBackroom>;

/** What happens behind the counter: products, their stock, and what Shopify Payments pays out. */
export function openBackroom(store: Store, clock: ShopClock, announce: Announce) {
  const { state, nextId } = store;

  function stamp(): string {
    state.lastStamp = clock.stamp().toISOString();
    return state.lastStamp;
  }

  function variantOf(sku: string): Variant | undefined {
    return [...state.variants.values()].find((each) => each.sku === sku);
  }

  function addProduct(draft: ProductDraft): Variant {
    const at = utc(stamp());
    const variant: Variant = { ...USUAL, ...draft, ...newIds(), createdAt: at, updatedAt: at };
    state.variants.set(variant.id, variant);
    if (variant.tracked) {
      for (const place of state.places) {
        state.levels.set(`${variant.inventoryItemId}@${place.id}`, { available: 0, updatedAt: at });
      }
    }
    store.changed();
    announce([{ topic: "products/create", payload: productPayload(variant, clock) }]);
    return structuredClone(variant);
  }

  const newIds = () => ({ id: nextId(), productId: nextId(), inventoryItemId: nextId() });

  /** Another place that keeps stock, of everything that is counted, none at first. */
  function addPlace(name: string): Place {
    const { country } = state.tenant;
    const place = {
      id: nextId(),
      name,
      isActive: true,
      fulfillsOnlineOrders: true,
      countryCode: country,
      city: name,
    };
    const updatedAt = utc(stamp());
    state.places.push(place);
    for (const variant of state.variants.values()) {
      if (variant.tracked)
        state.levels.set(`${variant.inventoryItemId}@${place.id}`, { available: 0, updatedAt });
    }
    store.changed();
    announce([{ topic: "locations/create", payload: placePayload(place, clock.local(updatedAt)) }]);
    return { ...place };
  }

  function changeProduct(sku: string, changes: Partial<Variant>): Variant {
    const variant = variantOf(sku);
    if (variant === undefined) throw notFound("product", sku);
    const changed = { ...variant, ...changes, updatedAt: utc(stamp()) };
    putLast(state.variants, changed.id, changed);
    store.changed();
    announce([{ topic: "products/update", payload: productPayload(changed, clock) }]);
    return structuredClone(changed);
  }

  /** Sets the pieces available at a place, and tells the app as if it had not done so itself. */
  function setLevel(inventoryItemId: string, placeId: string, available: number): void {
    const updatedAt = utc(stamp());
    state.levels.set(`${inventoryItemId}@${placeId}`, { available, updatedAt });
    store.changed();
    const payload = {
      inventory_item_id: BigInt(inventoryItemId),
      location_id: BigInt(placeId),
      available,
      updated_at: clock.local(updatedAt),
      admin_graphql_api_id: `gid://shopify/InventoryLevel/${placeId}?inventory_item_id=${inventoryItemId}`,
    };
    announce([{ topic: "inventory_levels/update", payload }]);
  }

  /** Shopify Payments pays out everything that is open, with whatever else moved the balance. */
  function payOut(besides: readonly Omit<BalanceMove, "id" | "at">[] = []): Payout {
    const issuedAt = utc(stamp());
    const moves = [...openMoves(store), ...besides.map((move) => ({ ...move, id: nextId(), at: issuedAt }))];
    const payout: Payout = {
      id: nextId(),
      status: "PAID",
      issuedAt,
      currency: state.tenant.currency,
      net: netOf(moves),
      moves,
    };
    state.payouts.set(payout.id, payout);
    store.changed();
    return structuredClone(payout);
  }

  return { variantOf, addProduct, addPlace, changeProduct, setLevel, payOut };
}
