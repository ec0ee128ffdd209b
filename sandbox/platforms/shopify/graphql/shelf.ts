import type { Store } from "../store.ts";
import { placeView, productView, variantView } from "./views/product-view.ts";
import { customerView } from "./views/purchaser-view.ts";
import type { Shelf } from "./views/shelf.ts";

export function openShelf(store: Store, clientId: string, faults: Shelf["faults"]): Shelf {
  const { state } = store;
  const variant = (id: string) => state.variants.get(id);
  return {
    store,
    appNamespace: `app--${appNumber(clientId)}`,
    faults,
    variantView(id) {
      const found = variant(id);
      return found === undefined ? null : variantView(found, store);
    },
    productView(id) {
      const found = variant(id);
      return found === undefined ? null : productView(found, store);
    },
    customerView(id) {
      const found = state.customers.get(id);
      return found === undefined ? null : customerView(found, store);
    },
    placeView(id) {
      const found = state.places.find((each) => id === undefined || each.id === id);
      return found === undefined ? null : placeView(found);
    },
  };
}

/** A number for the app that is the same at every start. */
function appNumber(clientId: string): string {
  return String(Number.parseInt(Buffer.from(clientId).toString("hex").slice(0, 8) || "1", 16));
}
