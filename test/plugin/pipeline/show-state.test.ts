import { afterEach, describe, expect, it } from "vitest";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
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
});
