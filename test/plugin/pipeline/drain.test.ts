import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { drainInbox } from "../../../plugin/pipeline/inbox/drain.ts";
import { InboxWriter } from "../../../plugin/pipeline/inbox/inbox-writer.ts";
import {
  hasWaitingDeliveries,
  newestWaiting,
  storeDeliveries,
} from "../../../plugin/store/incoming/inbox.ts";
import { dueTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { engines } from "../../support/engines.ts";
import { eventually } from "../../support/eventually.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const FIFTY = Array.from({ length: 50 }, (_, index) => String(index));

let pipeline: Pipeline;

const delivery = (deliveryId: string, orderIds: readonly string[] = ["1"], body: string | null = null) => ({
  installationId: pipeline.installationId,
  deliveryId,
  source: "webhook" as const,
  type: "order.paid",
  orderIds,
  body,
});

const store = (...deliveries: ReturnType<typeof delivery>[]) =>
  storeDeliveries(pipeline.store, deliveries, Date.now());

describe.each(engines)("the inbox on $name", (engine) => {
  beforeEach(async () => {
    pipeline = await openPipeline(engine);
  });
  afterEach(() => pipeline.close());

  it("is drained also when two hundred deliveries point at ten thousand orders", async () => {
    const connection = await pipeline.connect("1");
    const many = Array.from({ length: 200 }, (_, index) =>
      delivery(
        `d${index}`,
        FIFTY.map((id) => `${index}-${id}`),
      ),
    );
    await store(...many);
    await drainInbox(pipeline.context);
    expect(await hasWaitingDeliveries(pipeline.store)).toBe(false);
    const due = await dueTransfers(pipeline.store, Date.now(), 20_000);
    expect(due.filter((key) => key.connectionId === connection)).toHaveLength(10_000);
  });

  it("gives each shop its turn while another's thousand deliveries lie before it", async () => {
    await pipeline.connect("1");
    const other = pipeline.installationId + 1;
    await store(...Array.from({ length: 1_000 }, (_, index) => delivery(`d${index}`, [String(index)])));
    await store({ ...delivery("late", ["x"]), installationId: other });
    const { context } = pipeline;
    const isWaiting: boolean[] = [];
    const queue = {
      ...context.ports.queue,
      add: async () => {
        isWaiting.push((await newestWaiting(pipeline.store, other)) !== null);
      },
    };
    await drainInbox({ ...context, ports: { ...context.ports, queue } });
    expect(isWaiting.slice(0, 2)).toEqual([true, false]);
    expect(isWaiting.length).toBeGreaterThan(4);
    expect(await hasWaitingDeliveries(pipeline.store)).toBe(false);
  });

  it("takes many large deliveries at once", async () => {
    const { context } = pipeline;
    const inbox = new InboxWriter({
      store: context.store,
      clock: context.ports.clock,
      log: context.ports.log,
      onStored: async () => {},
    });
    const large = JSON.stringify({ text: '"'.repeat(500_000) });
    const writes = Array.from({ length: 40 }, (_, index) => inbox.write(delivery(`d${index}`, ["1"], large)));
    expect(new Set(await Promise.all(writes))).toEqual(new Set([true]));
  });
});

// SQLite has one writer at a time: there nobody is held up in the middle.
describe.each(engines.filter(({ name }) => name === "mariadb + redis"))(
  "the inbox of several processes on $name",
  (engine) => {
    beforeEach(async () => {
      pipeline = await openPipeline(engine);
    });
    afterEach(() => pipeline.close());

    it("takes new deliveries while somebody who drains it is held up", async () => {
      const { context, store: opened } = pipeline;
      await pipeline.connect("1");
      await store(delivery("d1"));
      await drainInbox(context);
      await store(delivery("d2"));
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      // Another transaction holds the order's row, so the drain stops in the middle with its deliveries locked.
      let isHeld = false;
      const holder = opened.db.transaction().execute(async (db) => {
        await db.selectFrom("transfers").selectAll().forUpdate().execute();
        isHeld = true;
        await gate;
      });
      await eventually(() => isHeld, Boolean, "the row to be held");
      const draining = drainInbox(context);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const stored = await Promise.race([
        store(delivery("d3")),
        new Promise((resolve) => setTimeout(() => resolve("waits behind the drain"), 3_000)),
      ]);
      release();
      await Promise.all([holder, draining]);
      expect(stored).toEqual([true]);
    });
  },
);
