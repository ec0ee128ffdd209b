import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FLOW_DOCUMENT } from "../../../plugin/domain/flow.ts";
import { doneOfFlow } from "../../../plugin/pipeline/effects/existing.ts";
import { settleDoubts } from "../../../plugin/pipeline/effects/perform.ts";
import { writeEffects } from "../../../plugin/store/effects/effects.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { movement } from "../../support/refunds.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";
import { workOn } from "./work-on.ts";

describe.each(engines)("a capture whose answer was lost on $name", (engine) => {
  const payments = [
    movement("authorization", "149.00", { id: "A1" }),
    movement("authorization", "149.00", { id: "A2" }),
    movement("capture", "149.00", { id: "C1" }),
  ];
  let pipeline: Pipeline;
  beforeEach(async () => {
    pipeline = await openPipeline(engine, {
      shop: { order: async () => ({ ok: true, value: order({ payments }) }) },
    });
  });
  afterEach(() => pipeline.close());

  it("is not taken for that of another reservation of the same amount", async () => {
    const { store, installationId } = pipeline;
    const connectionId = await pipeline.connect("1");
    const effect = (authorization: string, state: "done" | "sending", movementId: string | null) => ({
      key: {
        installationId,
        connectionId,
        orderId: "1",
        document: FLOW_DOCUMENT,
        step: `capture:${authorization}`,
      },
      state,
      planned: {
        step: "capture",
        capture: { authorization, amount: "149.00", currency: "SEK", why: "" },
        known: ["A1", "A2"],
      },
      ref: movementId === null ? null : { id: movementId, number: movementId, url: null },
      totals: null,
      warning: null,
      reference: null,
    });
    const effects = [effect("A1", "done", "C1"), effect("A2", "sending", null)];
    await writeEffects(store, effects, Date.now() - 60_000);
    const work = await workOn(pipeline, connectionId, {});
    expect(await settleDoubts(work)).toBeNull();
    // Only C1 was taken, for A1: A2 is to be taken still.
    expect(doneOfFlow(work.effects)).toEqual(["capture:A1"]);
  });
});
