import { afterEach, describe, expect, it } from "vitest";
import { waitForOrders } from "../../../plugin/pipeline/inbox/sync.ts";
import { markTaken, storeDeliveries, takeDeliveries } from "../../../plugin/store/incoming/inbox.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

// On SQLite one transaction at a time is open, so nobody can ask in the middle of another's.
describe.each(engines.filter(({ name }) => name === "mariadb + redis"))("sync now on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  it("does not call an order unknown while another worker takes it out of the inbox", async () => {
    pipeline = await openPipeline(engine);
    const { context, store, installationId } = pipeline;
    const connectionId = await pipeline.connect("1");
    const delivery = {
      installationId,
      deliveryId: "d",
      source: "sync",
      type: "t",
      orderIds: ["1"],
      body: null,
    };
    await storeDeliveries(store, [{ ...delivery, source: "sync" }], Date.now());
    const { waiting } = await store.db.transaction().execute(async (db) => {
      const taken = await takeDeliveries(db, store.engine, 10);
      const answer = waitForOrders(context, installationId, ["1"], 2_000);
      // Time enough to ask and to be told wrong.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await wantTransfers(
        { db, engine: store.engine },
        [{ installationId, connectionId, orderId: "1" }],
        Date.now(),
      );
      const ids = taken.map((one) => one.id);
      await markTaken(db, ids, Date.now());
      return { waiting: answer };
    });
    expect(await waiting).toMatchObject([{ status: "info", message: "The order is being worked on." }]);
  });
});
