import { afterEach, describe, expect, it } from "vitest";
import { saleLookedForAgain } from "../../../plugin/pipeline/results.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { result } from "../store/open-store.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const NOW = Date.parse("2026-05-04T10:00:00.000Z");

describe.each(engines.slice(0, 1))("a purchase that waits for its sale on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  it("is looked at less and less often while it waits for the same, and soon again when that changes", async () => {
    pipeline = await openPipeline(engine);
    const { store, installationId } = pipeline;
    const key = { installationId, connectionId: 1, orderId: "1001" };
    await store.db.transaction().execute((db) => wantTransfers({ db, engine: store.engine }, [key], NOW));
    const noted = await readTransfer(store, key);
    if (noted === null) throw new Error("the order was not noted");
    const waits = (message: string) => result({ state: "waiting", code: "SALE_NOT_BOOKED", message });
    const before = { ...noted, code: "SALE_NOT_BOOKED", message: "It is held there.", attempts: 6 } as const;
    const same = saleLookedForAgain(before, waits("It is held there."), NOW);
    expect(same.attempts).toBe(7);
    expect((same.retryAt ?? 0) - NOW).toBeGreaterThanOrEqual(300_000);
    const moving = saleLookedForAgain(before, waits("It is worked on."), NOW);
    expect(moving.attempts).toBe(1);
    expect((moving.retryAt ?? 0) - NOW).toBeLessThan(2_000);
    expect(saleLookedForAgain(before, result(), NOW)).toEqual(result());
  });
});
