import type { Product } from "./records.ts";
import { newId } from "./store.ts";

/** What the site sells at its first start. */
export function firstProducts(at: string): Product[] {
  const stamped = { created_at: at, updated_at: at, description: null, status: "Active" as const };
  return [
    { id: newId(), ...stamped, name: "Mountain Club", sku: "CLUB", type: "Base Products" },
    { id: newId(), ...stamped, name: "Trail Maps", sku: "MAPS", type: "Addon Service" },
    { id: newId(), ...stamped, name: "Yearbook", sku: "BOOK", type: "Miscellaneous Product" },
  ];
}
