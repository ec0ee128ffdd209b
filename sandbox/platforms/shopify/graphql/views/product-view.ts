import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import { decimalText } from "../../money.ts";
import type { Store } from "../../store.ts";
import type { Place, Variant } from "../../trade/catalogue.ts";
import type { PageArgs } from "../connection.ts";
import { connection } from "../connection.ts";
import { money } from "./money-view.ts";

export function variantView(variant: Variant, store: Store) {
  const { state } = store;
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", variant.id),
    legacyResourceId: variant.id,
    sku: variant.sku,
    barcode: variant.barcode,
    title: "Default Title",
    displayName: `${variant.title} - Default Title`,
    price: decimalText(variant.price).replace(/\.(\d)$/, ".$10"),
    compareAtPrice: null,
    taxable: variant.taxable,
    createdAt: utc(variant.createdAt),
    updatedAt: utc(variant.updatedAt),
    inventoryQuantity: state.places.reduce(
      (count, place) => count + (state.levels.get(`${variant.inventoryItemId}@${place.id}`)?.available ?? 0),
      0,
    ),
    product: () => productView(variant, store),
    inventoryItem: () => itemView(variant, store),
  };
}

export function productView(variant: Variant, store: Store) {
  return {
    __typename: "Product",
    id: gid("Product", variant.productId),
    legacyResourceId: variant.productId,
    title: variant.title,
    handle: (variant.sku ?? variant.title).toLowerCase(),
    status: variant.status,
    vendor: variant.vendor,
    productType: variant.productType,
    isGiftCard: variant.isGiftCard,
    tags: [],
    category: null,
    createdAt: utc(variant.createdAt),
    updatedAt: utc(variant.updatedAt),
    variants: (args: PageArgs) =>
      connection([variant], args, { keyOf: (each) => each.id, view: (each) => variantView(each, store) }),
  };
}

export function itemView(variant: Variant, store: Store) {
  const { state } = store;
  const twins = [...state.variants.values()].filter((each) => each.sku === variant.sku);
  const stocked = state.places.filter((place) => state.levels.has(`${variant.inventoryItemId}@${place.id}`));
  return {
    __typename: "InventoryItem",
    id: gid("InventoryItem", variant.inventoryItemId),
    legacyResourceId: variant.inventoryItemId,
    sku: variant.sku,
    tracked: variant.tracked,
    duplicateSkuCount: variant.sku === null ? 0 : twins.length - 1,
    requiresShipping: !variant.isGiftCard,
    unitCost: variant.cost === null ? null : money(variant.cost, state.tenant.currency),
    createdAt: utc(variant.createdAt),
    updatedAt: utc(variant.updatedAt),
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const place = stocked.find((each) => gid("Location", each.id) === locationId);
      return place === undefined ? null : levelView(variant, place, store);
    },
    inventoryLevels: (args: PageArgs) =>
      connection(stocked, args, {
        keyOf: (place) => place.id,
        view: (place) => levelView(variant, place, store),
      }),
  };
}

export function placeView(place: Place) {
  return {
    __typename: "Location",
    id: gid("Location", place.id),
    legacyResourceId: place.id,
    name: place.name,
    isActive: place.isActive,
    fulfillsOnlineOrders: place.fulfillsOnlineOrders,
    address: { countryCode: place.countryCode, city: place.city, address1: null, zip: null },
  };
}

function levelView(variant: Variant, place: Place, store: Store) {
  const level = store.state.levels.get(`${variant.inventoryItemId}@${place.id}`);
  const available = level?.available ?? 0;
  const updatedAt = utc(level?.updatedAt ?? variant.updatedAt);
  return {
    id: `gid://shopify/InventoryLevel/${place.id}?inventory_item_id=${variant.inventoryItemId}`,
    isActive: true,
    updatedAt,
    location: placeView(place),
    item: () => itemView(variant, store),
    quantities: ({ names }: { names: string[] }) =>
      names.map((name) => ({
        id: `gid://shopify/InventoryQuantity/${place.id}?inventory_item_id=${variant.inventoryItemId}&name=${name}`,
        name,
        quantity: name === "available" || name === "on_hand" ? available : 0,
        updatedAt,
      })),
  };
}
