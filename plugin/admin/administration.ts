import { type Erasure, erasePerson } from "../pipeline/erasure/erase.ts";
import type { Person } from "../pipeline/erasure/without-person.ts";
import type { Clock, SecretBox } from "../ports.ts";
import { lookFirst } from "../store/connections.ts";
import type { Store } from "../store/database.ts";
import { rowsOfTenant, type TenantRow } from "../store/erasure/tenant-rows.ts";
import { type HeldFilter, type HeldOrder, heldOrders } from "../store/transfers/held-orders.ts";
import { wantTransfers } from "../store/transfers/transfer-demand.ts";
import { type Rotated, rotateKeys } from "./rotate-keys.ts";

/** What an operator can do beside the running processes; every part works on the database alone. */
export interface Administration {
  held(filter: HeldFilter): Promise<readonly HeldOrder[]>;
  /** Has these orders looked at again; a running worker finds them within about a second. Gives how many. */
  retry(filter: HeldFilter): Promise<number>;
  /**
   * A backup was read back: what was booked since it was made is in the ledgers and not here. For so many days
   * everything is looked up before it is written. Gives the number of connections.
   */
  afterRestore(days: number): Promise<number>;
  rotateKeys(): Promise<Rotated>;
  erase(installationId: number, person: Person): Promise<Erasure>;
  /** Everything we hold of one shop, without secrets. */
  export(installationId: number): AsyncGenerator<TenantRow>;
}

const DAY_MS = 86_400_000;

export function createAdministration(
  store: Store,
  ports: { readonly clock: Clock; readonly secrets: SecretBox },
): Administration {
  return {
    held: (filter) => heldOrders(store, filter),
    async retry(filter) {
      const orders = await heldOrders(store, filter);
      const { engine } = store;
      await store.db.transaction().execute((db) => wantTransfers({ db, engine }, orders, ports.clock.now()));
      return orders.length;
    },
    afterRestore: (days) => lookFirst(store, ports.clock.now() + days * DAY_MS),
    rotateKeys: () => rotateKeys(store, ports.secrets),
    erase: (installationId, person) => erasePerson(store, installationId, person),
    export: (installationId) => rowsOfTenant(store, installationId),
  };
}
