import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InboxWriter } from "../../../plugin/pipeline/inbox/inbox-writer.ts";
import type { Store } from "../../../plugin/store/database.ts";
import { isDatabaseAway } from "../../../plugin/store/dialect.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const LARGE = "x".repeat(400_000);

describe.each(engines.filter(({ name }) => name.startsWith("sqlite")))(
  "a full disk under $name",
  (engine) => {
    let pipeline: Pipeline;
    beforeAll(async () => {
      pipeline = await openPipeline(engine);
    });
    afterAll(() => pipeline.close());

    it("refuses deliveries as a database that is away does, keeps those it has, and takes them when there is room", async () => {
      const { context, store } = pipeline;
      const { clock, log } = context.ports;
      const inbox = new InboxWriter({ store, clock, log, onStored: async () => {} });
      const write = (deliveryId: string) =>
        inbox.write({
          installationId: pipeline.installationId,
          deliveryId,
          source: "webhook",
          type: "order.paid",
          orderIds: ["1"],
          body: LARGE,
        });
      await write("before");
      await limitPages(store, sql`1`);
      const refusal: unknown = await write("while full").catch((error: unknown) => error);
      expect(isDatabaseAway(refusal)).toBe(true);
      expect(await deliveriesIn(store)).toEqual(["before"]);
      await limitPages(store, sql`1000000`);
      expect(await write("while full")).toBe(true);
      expect(await deliveriesIn(store)).toEqual(["before", "while full"]);
    });
  },
);

/** SQLite never goes below what the file has already: with one page nothing more fits. */
async function limitPages(store: Store, pages: ReturnType<typeof sql>): Promise<void> {
  await sql`pragma max_page_count = ${pages}`.execute(store.db);
}

async function deliveriesIn(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom("inbox").select("delivery_id").orderBy("id").execute();
  return rows.map((row) => row.delivery_id);
}
