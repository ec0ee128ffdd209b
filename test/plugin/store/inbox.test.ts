import { describe, expect, it } from "vitest";
import type { Store } from "../../../plugin/store/database.ts";
import {
  forgetDeliveries,
  hasWaitingDeliveries,
  markTaken,
  storeDeliveries,
  takeDeliveries,
} from "../../../plugin/store/incoming/inbox.ts";
import { engines } from "../../support/engines.ts";
import { delivery, inEmptyStore, installShop, NOW } from "./open-store.ts";

describe.each(engines)("the inbox on $name: the store", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  const install = (tenantId?: string, tenantName?: string) => installShop(store, tenantId, tenantName);

  it("stores many deliveries at once and tells repeats from new ones, per installation", async () => {
    const one = await install();
    const two = await install("t2");
    expect(await storeDeliveries(store, [delivery(one, "a"), delivery(one, "b")], NOW)).toEqual([true, true]);
    const mixed = [delivery(one, "b"), delivery(one, "c"), delivery(two, "a"), delivery(one, "c")];
    expect(await storeDeliveries(store, mixed, NOW)).toEqual([false, true, true, false]);
    expect(await hasWaitingDeliveries(store)).toBe(true);
  });

  it("hands each delivery out once, oldest first", async () => {
    const id = await install();
    await storeDeliveries(store, [delivery(id, "a", ["1"]), delivery(id, "b", ["2", "3"])], NOW);
    const taken = await store.db.transaction().execute(async (db) => {
      const rows = await takeDeliveries(db, store.engine, 10);
      await markTaken(
        db,
        rows.map((row) => row.id),
        NOW,
      );
      return rows;
    });
    expect(taken.map((row) => row.orderIds)).toEqual([["1"], ["2", "3"]]);
    expect(await hasWaitingDeliveries(store)).toBe(false);
  });

  it("forgets deliveries that were taken long ago, and no others", async () => {
    const one = await install();
    await storeDeliveries(store, [delivery(one, "old"), delivery(one, "new"), delivery(one, "waiting")], NOW);
    const [old, fresh] = await store.db.transaction().execute((db) => takeDeliveries(db, store.engine, 10));
    if (old === undefined || fresh === undefined) throw new Error("nothing was stored");
    await store.db.transaction().execute(async (db) => {
      await markTaken(db, [old.id], NOW);
      await markTaken(db, [fresh.id], NOW + 1_000);
    });
    expect(await forgetDeliveries(store, NOW + 500, 10)).toBe(1);
    const again = [delivery(one, "old"), delivery(one, "new"), delivery(one, "waiting")];
    expect(await storeDeliveries(store, again, NOW)).toEqual([true, false, false]);
  });
});
