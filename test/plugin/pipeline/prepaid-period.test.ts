import { afterEach, describe, expect, it } from "vitest";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import { saveSettings } from "../../../plugin/store/settings-versions.ts";
import { dueTransfers, wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { systemClock } from "../../../server/clock.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { facts, settings } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const NEW_YEAR = "2026-01-01T10:00:00+01:00";
const DAY_MS = 86_400_000;

const YEAR = order({
  id: "1",
  lines: [{ id: "L1", title: "Plan", sku: null, price: "15000.00", period: ["2026-01-01", "2026-12-31"] }],
  payments: [movement("sale", "15000.00", { at: NEW_YEAR })],
  createdAt: NEW_YEAR,
  updatedAt: NEW_YEAR,
});

describe.each(engines)("a prepaid year at work on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  it("rests until its next month is over, and earns it then without anybody pointing at it", async () => {
    const begun = Date.now();
    let day = 0;
    const clock = {
      now: () => Date.parse("2026-01-02T12:00:00Z") + day * DAY_MS + (Date.now() - begun),
      sleep: systemClock.sleep,
    };
    const written: string[] = [];
    let calls = 0;
    pipeline = await openPipeline(engine, {
      clock,
      shop: { order: async () => ({ ok: true, value: YEAR }) },
      ledger: {
        facts: async () => ({ ok: true, value: facts({ readAt: new Date(clock.now()).toISOString() }) }),
        matchCustomers: async () => ({ ok: true, value: [] }),
        perform: async (operation) => {
          calls += 1;
          if (operation.step === "journal") written.push(operation.journal.key);
          return { ok: true, value: { ref: { id: `${calls}`, number: `${calls}`, url: null } } };
        },
      },
    });
    const { store, context, installationId } = pipeline;
    const key = { installationId, connectionId: await pipeline.connect("1"), orderId: "1" };
    const deferred = settings({ deferral: { enabled: true, account: "2970" } });
    await saveSettings(store, key.connectionId, 1, deferred, "test", clock.now());
    const { db, engine: kind } = store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], clock.now()));

    await handleTransfer(context, key, "backlog");
    expect(written).toEqual(["defer-L1"]);
    expect(await readTransfer(store, key)).toMatchObject({
      state: "booked",
      dueAt: "2026-01-31T12:00:00.000Z",
    });

    day = 28;
    expect(await dueTransfers(store, clock.now(), 10)).toEqual([]);
    day = 30;
    expect(await dueTransfers(store, clock.now(), 10)).toEqual([key]);
    await handleTransfer(context, key, "backlog");
    expect(written).toEqual(["defer-L1", "defer-L1-2026-01"]);
    const rested = await readTransfer(store, key);
    expect(rested).toMatchObject({ state: "booked", dueAt: "2026-02-28T12:00:00.000Z" });

    day = 400;
    await handleTransfer(context, key, "backlog");
    expect(written).toHaveLength(13);
    expect(await readTransfer(store, key)).toMatchObject({ state: "booked", dueAt: null });
  });
});
