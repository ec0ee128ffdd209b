import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Store } from "../../../plugin/store/database.ts";
import { inheritConnection } from "../../../plugin/store/inheritance.ts";
import { insist } from "../../../plugin/store/insist.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { claimTransfer, finishTransfer } from "../../../plugin/store/transfers/transfer-leases.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { inEmptyStore, installShop, NOW, result, wantIn } from "./open-store.ts";

const [OLD, NEW] = [1, 2];

describe.each(engines)("the books connected anew on $name", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  it("keep how an order stands that was pointed at the new connection in the same moment", async () => {
    const installationId = await installShop(store);
    const key = { installationId, connectionId: OLD, orderId: "1001" };
    await wantIn(store, [key]);
    await claimTransfer(store, key, "w1", NOW, NOW + 1000);
    await finishTransfer(store, key, "w1", 1, result(), NOW);
    const anew = { ...key, connectionId: NEW };
    const { inherited } = await store.db.transaction().execute(async (db) => {
      await wantTransfers({ db, engine: store.engine }, [anew], NOW);
      const inheriting = insist(() =>
        store.db.transaction().execute((tx) => inheritConnection(tx, installationId, OLD, NEW, NOW)),
      );
      // Time enough to have read the orders of the new connection without this one.
      await sleep(300);
      return { inherited: inheriting };
    });
    await inherited;
    expect(await readTransfer(store, anew)).toMatchObject({ state: "booked", wantedSeq: 2, handledSeq: 1 });
    expect(await readTransfer(store, key)).toBeNull();
  });
});
