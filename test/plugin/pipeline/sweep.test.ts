import { afterEach, describe, expect, it } from "vitest";
import { drainInbox } from "../../../plugin/pipeline/inbox/drain.ts";
import { sweep } from "../../../plugin/pipeline/inbox/sweep.ts";
import { deleteConnection } from "../../../plugin/store/connections.ts";
import { restartSweep } from "../../../plugin/store/installations.ts";
import { dueTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const CHANGED = "2026-03-03T10:00:00Z";

describe.each(engines)("the sweep on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  const openShop = async (ids: readonly string[]) => {
    const orders = ids.map((id) => ({ id, updatedAt: CHANGED }));
    const changedOrders = async () => ({ ok: true as const, value: { orders, nextCursor: null } });
    pipeline = await openPipeline(engine, { shop: { changedOrders } });
  };
  const swept = async () => {
    const { context, store, installationId } = pipeline;
    await restartSweep(store, installationId, Date.now());
    await sweep(context, installationId);
    const due = await dueTransfers(store, Date.now(), 100);
    return due.map(({ connectionId, orderId }) => `${connectionId}/${orderId}`).sort();
  };

  it("brings a second company the orders that only the first has seen", async () => {
    await openShop(["A"]);
    const first = await pipeline.connect("first");
    expect(await swept()).toEqual([`${first}/A`]);
    const second = await pipeline.connect("second");
    expect(await swept()).toEqual([`${first}/A`, `${second}/A`]);
  });

  it("brings the right company the orders that went to the wrong one before it was removed", async () => {
    await openShop(["A"]);
    const wrong = await pipeline.connect("wrong");
    expect(await swept()).toEqual([`${wrong}/A`]);
    await deleteConnection(pipeline.store, pipeline.installationId, wrong);
    const right = await pipeline.connect("right");
    expect(await swept()).toContain(`${right}/A`);
  });

  it.each(["PAUSED", "NOT_CONNECTED"])(
    "lets orders go on that stand for %s, though whoever let booking go on died before they were told",
    async (code) => {
      await openShop(["A"]);
      const connection = await pipeline.connect("1");
      await swept();
      const { db } = pipeline.store;
      const told = { state: "waiting" as const, code, version: CHANGED, handled_seq: 1, due_at: null };
      await db.updateTable("transfers").set(told).execute();
      await db.updateTable("connections").set({ status: "paused" }).execute();
      expect(await swept()).toEqual([]);
      await db.updateTable("connections").set({ status: "connected" }).execute();
      expect(await swept()).toEqual([`${connection}/A`]);
    },
  );

  it("passes over an order whose id fits no key, so that nobody's deliveries wait behind it", async () => {
    await openShop(["x".repeat(200), "A"]);
    const connection = await pipeline.connect("1");
    expect(await swept()).toEqual([`${connection}/A`]);
    await drainInbox(pipeline.context);
  });
});
