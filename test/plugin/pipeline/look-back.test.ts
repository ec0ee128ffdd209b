import { afterEach, describe, expect, it } from "vitest";
import { lookBack } from "../../../plugin/pipeline/inbox/look-back.ts";
import type { ChangedOrder, Shop } from "../../../plugin/platforms/platform.ts";
import { listConnections } from "../../../plugin/store/connections.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { dueTransfers, wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const DAY_MS = 86_400_000;
const BEGUN = Date.parse("2026-03-03T10:00:00Z");
const CHANGED = "2026-03-01T10:00:00Z";

describe.each(engines)("looking back on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  let now = BEGUN;
  let asked: Parameters<Shop["changedOrders"]>[0][] = [];
  let isAway = false;

  /** A shop whose list says this of each order's money. */
  async function open(listed: Record<string, string>, more: Partial<ChangedOrder> = {}) {
    now = BEGUN;
    asked = [];
    isAway = false;
    const orders = Object.entries(listed).map(([id, listedSums]) => ({
      id,
      updatedAt: CHANGED,
      listedSums,
      ...more,
    }));
    pipeline = await openPipeline(engine, {
      clock: { now: () => now, sleep: async () => {} },
      shop: {
        looksBack: { days: 45 },
        changedOrders: async (range) => {
          asked.push(range);
          if (isAway) return { ok: false, problem: { act: "retry", message: "away", inDoubt: false } };
          return { ok: true, value: { orders, nextCursor: null } };
        },
      },
    });
    return await pipeline.connect("first");
  }

  /** The order as it was handled when the list said this. */
  async function handled(connectionId: number, orderId: string, listedSums: string | null) {
    const { store, installationId } = pipeline;
    await store.db.transaction().execute(async (db) => {
      await wantTransfers({ db, engine: store.engine }, [{ installationId, connectionId, orderId }], now);
    });
    await store.db
      .updateTable("transfers")
      .set({ listed_sums: listedSums, version: CHANGED, due_at: null })
      .where("installation_id", "=", installationId)
      .where("order_id", "=", orderId)
      .execute();
  }

  async function look() {
    const { context, store, installationId } = pipeline;
    const installation = await readInstallation(store, installationId);
    if (installation === null) throw new Error("no installation");
    await lookBack(context, installation, await listConnections(store, installationId));
    const due = await dueTransfers(store, now, 100);
    return due.map((one) => one.orderId).sort();
  }

  const dueAt = async () =>
    (await readInstallation(pipeline.store, pipeline.installationId))?.lookBackDueAt ?? null;

  it("begins in the first night, and goes over the last 45 days once a night", async () => {
    await open({});
    await look();
    expect(asked).toEqual([]);
    const first = Date.parse((await dueAt()) ?? "");
    // Between one and five in the night of Stockholm.
    expect(first).toBeGreaterThanOrEqual(Date.parse("2026-03-04T00:00:00Z"));
    expect(first).toBeLessThan(Date.parse("2026-03-04T04:00:00Z"));
    now = first;
    await look();
    await look();
    expect(asked).toEqual([
      { createdAfter: new Date(now - 45 * DAY_MS).toISOString(), createdBefore: new Date(now).toISOString() },
    ]);
    expect(Date.parse((await dueAt()) ?? "")).toBe(first + DAY_MS);
  });

  it("finds money that moved without a stamp, once, and what nobody has seen; all else is left alone", async () => {
    const connection = await open({ same: "paid|100", moved: "paid|100", missed: "paid|100", old: "paid|1" });
    await handled(connection, "same", "paid|100");
    await handled(connection, "moved", "paid|60");
    // Handled by a release that did not compare.
    await handled(connection, "old", null);
    await look();
    now += 2 * DAY_MS;
    expect(await look()).toEqual(["missed", "moved"]);
    await handled(connection, "missed", "paid|100");
    await handled(connection, "moved", "paid|60");
    now += 2 * DAY_MS;
    expect(await look()).toEqual([]);
  });

  it("passes over what is no order unless it was met before", async () => {
    const connection = await open({ met: "allocated|0", strange: "allocated|0" }, { onlyKnown: true });
    await handled(connection, "met", "unallocated|100");
    await look();
    now += 2 * DAY_MS;
    expect(await look()).toEqual(["met"]);
  });

  it("lets no more than 500 orders of one shop enter in a night", async () => {
    await open(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`o${index}`, "paid|1"])));
    await look();
    now += 2 * DAY_MS;
    await look();
    const { store, installationId } = pipeline;
    const entered = async () =>
      await store.db
        .selectFrom("transfers")
        .select("order_id")
        .where("installation_id", "=", installationId)
        .execute();
    expect(await entered()).toHaveLength(500);
    now += 2 * DAY_MS;
    await look();
    expect(await entered()).toHaveLength(501);
  });

  it("is tried again in an hour when the shop does not answer", async () => {
    await open({ A: "paid|1" });
    await look();
    now += 2 * DAY_MS;
    isAway = true;
    expect(await look()).toEqual([]);
    expect(await dueAt()).toBe(new Date(now + 3_600_000).toISOString());
    isAway = false;
    now += 3_600_000;
    expect(await look()).toEqual(["A"]);
  });
});
