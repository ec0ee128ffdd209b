import { afterEach, describe, expect, it } from "vitest";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { saveSettings } from "../../../plugin/store/settings-versions.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { settings } from "../../support/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const UNPAID = order({ id: "1", financialStatus: "pending", payments: [], tags: ["vip"] });

describe.each(engines)("the state shown on an order in the shop, on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  it("is shown again later when the shop did not take it, and then no more", async () => {
    let isDown = true;
    const texts: string[] = [];
    pipeline = await openPipeline(engine, {
      shop: {
        canShowState: true,
        order: async () => ({ ok: true, value: UNPAID }),
        showState: async (_id, shown) => {
          texts.push(`${shown.state}, tagged ${shown.tags.join()}`);
          return isDown
            ? { ok: false, problem: { act: "retry", message: "is down", inDoubt: false } }
            : { ok: true, value: null };
        },
      },
    });
    const { store, context, installationId } = pipeline;
    const key = { installationId, connectionId: await pipeline.connect("1"), orderId: "1" };
    const want = (atMs: number) =>
      store.db.transaction().execute((db) => wantTransfers({ db, engine: store.engine }, [key], atMs));
    await want(Date.now());
    await handleTransfer(context, key, "backlog");
    expect(await readTransfer(store, key)).toMatchObject({ code: "TRIGGER_NOT_REACHED", shown: null });
    expect((await readTransfer(store, key))?.dueAt).not.toBeNull();

    isDown = false;
    await want(Date.now());
    await handleTransfer(context, key, "backlog");
    const after = await readTransfer(store, key);
    expect(after?.shown).not.toBeNull();
    expect(after).toMatchObject({ dueAt: null, attempts: 0 });
    expect(texts).toEqual(["waiting, tagged vip", "waiting, tagged vip"]);
  });

  it("is that of the connection that takes the order, whatever the others say of it", async () => {
    const texts: string[] = [];
    pipeline = await openPipeline(engine, {
      shop: {
        canShowState: true,
        order: async () => ({ ok: true, value: UNPAID }),
        showState: async (_id, shown) => {
          texts.push(shown.state);
          return { ok: true, value: null };
        },
      },
    });
    const { store, context, installationId } = pipeline;
    const connect = async (name: string, currency: string) => {
      const id = await pipeline.connect(name);
      const takes = [{ field: "order.currency" as const, op: "is" as const, value: currency }];
      const version = (await readConnection(store, installationId, id))?.settingsVersion ?? 0;
      await saveSettings(store, id, version, settings({ orders: { takes } }), "test", Date.now());
      return { installationId, connectionId: id, orderId: "1" };
    };
    const taker = await connect("1", "SEK");
    const other = await connect("2", "EUR");
    await store.db
      .transaction()
      .execute((db) => wantTransfers({ db, engine: store.engine }, [taker, other], Date.now()));
    await handleTransfer(context, taker, "backlog");
    await handleTransfer(context, other, "backlog");
    expect(await readTransfer(store, other)).toMatchObject({ code: "NOT_TAKEN", shown: null });
    expect(texts).toEqual(["waiting"]);
  });
});
