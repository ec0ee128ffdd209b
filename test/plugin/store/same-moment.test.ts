import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "kysely";
import { describe, expect, it } from "vitest";
import { deleteConnection, readConnection } from "../../../plugin/store/connections.ts";
import type { Database, Store } from "../../../plugin/store/database.ts";
import { noteGuide, readGuide } from "../../../plugin/store/guide.ts";
import { inheritConnection } from "../../../plugin/store/inheritance.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { deletePracticeBooks } from "../../../plugin/store/practice/practice-removal.ts";
import { leaveOutTransfers, undoTransfers } from "../../../plugin/store/transfers/left-out.ts";
import { adoptTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { claimTransfer } from "../../../plugin/store/transfers/transfer-leases.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { createConnection, inEmptyStore, installShop, NOW, wantIn } from "./open-store.ts";

const DECISION = { reason: "Sold by mistake", by: "anna", at: "2026-05-04T10:00:00.000Z" };

describe.each(engines)("two who write in the same moment on $name", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  /** Begins `second` while `first` has written and not committed: time enough to have read what was there before. */
  async function during<T>(
    first: (db: Transaction<Database>) => Promise<unknown>,
    second: () => Promise<T>,
  ): Promise<T> {
    const { begun } = await store.db.transaction().execute(async (db) => {
      await first(db);
      const running = second();
      running.catch(() => undefined);
      await sleep(300);
      return { begun: running };
    });
    return await begun;
  }

  it("install a shop anew while its sweep is begun", async () => {
    const id = await installShop(store);
    const again = await during(
      (db) => db.updateTable("installations").set({ sweep_due_at: null }).where("id", "=", id).execute(),
      () => installShop(store, "t1", "New name"),
    );
    expect(again).toBe(id);
    expect(await readInstallation(store, id)).toMatchObject({ tenantName: "New name" });
  });

  it("leave an order out that is being taken out of the books: the stronger wish stays", async () => {
    const key = { installationId: await installShop(store), connectionId: 1, orderId: "1001" };
    await wantIn(store, [key]);
    const undo = JSON.stringify({ ...DECISION, undo: true });
    const noted = await during(
      (db) => db.updateTable("transfers").set({ skip: undo }).execute(),
      () => leaveOutTransfers(store, key, ["1001"], { ...DECISION, reason: "A test" }, NOW),
    );
    expect(noted).toEqual([]);
    expect((await readTransfer(store, key))?.leftOut).toMatchObject({ undo: true, reason: DECISION.reason });
  });

  it("take an order out of the books twice: it is one wish", async () => {
    const key = { installationId: await installShop(store), connectionId: 1, orderId: "1001" };
    await wantIn(store, [key]);
    const undo = { ...DECISION, undo: true } as const;
    const noted = await during(
      (db) =>
        db
          .updateTable("transfers")
          .set({ skip: JSON.stringify(undo) })
          .execute(),
      () => undoTransfers(store, key, ["1001"], { ...undo, at: "2026-05-05T00:00:00.000Z" }, NOW),
    );
    expect(noted).toEqual([]);
    expect((await readTransfer(store, key))?.leftOut).toMatchObject({ at: DECISION.at });
  });

  it("connect a ledger while a delivery points at an order somebody has left out: it stays left out", async () => {
    const installationId = await installShop(store);
    const connectionId = await createConnection(store, installationId, "fortnox", {}, "anna", NOW);
    const nowhere = { installationId, connectionId: 0, orderId: "1001" };
    await wantIn(store, [nowhere]);
    await leaveOutTransfers(store, nowhere, ["1001"], DECISION, NOW);
    await wantIn(store, [{ ...nowhere, connectionId }]);
    await adoptTransfers(store, installationId, connectionId, NOW);
    const adopted = await readTransfer(store, { ...nowhere, connectionId });
    expect(adopted?.leftOut).toMatchObject({ reason: DECISION.reason });
    expect(adopted).toMatchObject({ wantedSeq: 2, handledSeq: 0 });
  });

  it("remove practice books while a worker gives an order back", async () => {
    const installationId = await installShop(store);
    const connectionId = await createConnection(store, installationId, "practice", {}, "anna", NOW, true);
    const key = { installationId, connectionId, orderId: "1001" };
    await wantIn(store, [key]);
    await deleteConnection(store, installationId, connectionId);
    await during(
      (db) => db.updateTable("transfers").set({ state: "booked" }).execute(),
      () => deletePracticeBooks(store, installationId, connectionId),
    );
    expect(await readTransfer(store, key)).toBeNull();
  });

  it("note two of the first steps: both stay done", async () => {
    const installationId = await installShop(store);
    const id = await createConnection(store, installationId, "fortnox", {}, "anna", NOW);
    const at = "2026-05-04T10:00:00.000Z";
    await Promise.all([noteGuide(store, id, { checkedAt: at }), noteGuide(store, id, { liveAt: at })]);
    expect(await readGuide(store, id)).toEqual({ checkedAt: at, liveAt: at });
  });

  describe("when the same books are connected anew", () => {
    async function twoConnections() {
      const installationId = await installShop(store);
      const connect = () => createConnection(store, installationId, "fortnox", {}, "anna", NOW);
      const [from, to] = [await connect(), await connect()];
      const old = { installationId, connectionId: from, orderId: "1001" };
      const inherit = () =>
        store.db.transaction().execute((db) => inheritConnection(db, installationId, from, to, NOW));
      return { installationId, to, old, fresh: { ...old, connectionId: to }, inherit };
    }

    it("an order left out meanwhile stays left out", async () => {
      const { old, fresh, inherit } = await twoConnections();
      await wantIn(store, [old, fresh]);
      await leaveOutTransfers(store, fresh, ["1001"], DECISION, NOW);
      await inherit();
      expect((await readTransfer(store, fresh))?.leftOut).toMatchObject({ reason: DECISION.reason });
    });

    it("an order that a worker still has in hand is nobody else's before he is through, and is looked up first", async () => {
      const { installationId, to, old, fresh, inherit } = await twoConnections();
      await wantIn(store, [old]);
      await claimTransfer(store, old, "w1", NOW, NOW + 20_000);
      await wantIn(store, [fresh]);
      await inherit();
      expect(await claimTransfer(store, fresh, "w2", NOW + 1_000, NOW + 21_000)).toBeNull();
      expect(await claimTransfer(store, fresh, "w2", NOW + 20_000, NOW + 40_000)).toMatchObject({
        wantedSeq: 2,
      });
      const { lookUntil } = (await readConnection(store, installationId, to)) ?? {};
      expect(Date.parse(lookUntil ?? "")).toBeGreaterThan(NOW + 40_000);
    });

    it("nothing is looked up first when nobody was at work", async () => {
      const { installationId, to, old, inherit } = await twoConnections();
      await wantIn(store, [old]);
      await inherit();
      expect(await readConnection(store, installationId, to)).toMatchObject({ lookUntil: null });
    });
  });
});
