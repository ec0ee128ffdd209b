import { afterEach, describe, expect, it } from "vitest";
import { InboxWriter } from "../../../plugin/pipeline/inbox/inbox-writer.ts";
import { Receiver } from "../../../plugin/pipeline/inbox/receive.ts";
import type { Meaning, Platform } from "../../../plugin/platforms/platform.ts";
import { claimSweep, readInstallation } from "../../../plugin/store/installations.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

describe.each(engines)("news of a shop's customers on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  it("bring the next look at the shop forward to a minute from now, once for all that come meanwhile", async () => {
    pipeline = await openPipeline(engine, { clock });
    const { context, store, installationId } = pipeline;
    const installation = await readInstallation(store, installationId);
    const manifest = context.platforms.get("manifest");
    if (installation === null || manifest === undefined) throw new Error("no shop");
    const hear = async (meaning: Meaning, deliveryId: string) => {
      const { issuer, tenantId } = installation;
      const webhooks: Platform["webhooks"] = {
        claim: () => ({ issuer, tenantId }),
        verify: () => ({ deliveryId, type: "companies/update", meaning }),
      };
      const raw = { body: Buffer.from("{}"), headers: {} };
      return await receiver.receive([{ ...manifest, webhooks }], raw);
    };
    const { log } = context.ports;
    const inbox = new InboxWriter({ store, clock, log, onStored: async () => {} });
    const receiver = new Receiver(context, inbox);
    const secondsToGo = async () => {
      const row = await store.db.selectFrom("installations").select("sweep_due_at").executeTakeFirstOrThrow();
      // Storing a delivery waits a moment for those that come with it.
      return Math.round((Date.parse(row.sweep_due_at ?? "") - clock.now()) / 1_000);
    };

    await claimSweep(store, installationId, clock.now(), clock.now() + 300_000);
    expect(await hear({ kind: "note" }, "d-0")).toMatchObject({ kind: "accepted" });
    expect(await secondsToGo()).toBe(300);
    await hear({ kind: "customers" }, "d-1");
    expect(await secondsToGo()).toBe(60);
    await clock.sleep(20_000);
    await hear({ kind: "customers" }, "d-2");
    expect(await secondsToGo()).toBe(40);
    await hear({ kind: "changes" }, "d-3");
    expect(await secondsToGo()).toBeLessThan(1);
  });
});
