import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, Operation } from "../../../plugin/connectors/connector.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import { followCustomers } from "../../../plugin/pipeline/parties/changed-customers.ts";
import { resolveParties } from "../../../plugin/pipeline/parties/parties.ts";
import type { ShopCustomers } from "../../../plugin/platforms/platform.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { saveSettings } from "../../../plugin/store/settings-versions.ts";
import { readLog } from "../../../plugin/store/transfers/transfer-log.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { documentOf, planOf, settings } from "../../support/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";
import { workOn } from "./work-on.ts";

const AWAY = { ok: false, problem: { act: "retry", message: "is away", inDoubt: false } } as const;
const HERS = { id: "c-1", name: "Maja Lindqvist", email: "maja@example.com" };

describe.each(engines)("a customer who changed something of herself in the shop on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  let connectionId: number;
  let asked: Operation[];
  let today: Order;
  let reads: string[];
  let changedAt: string;
  let answers: { shop: boolean; ledger: boolean };
  beforeEach(async () => {
    asked = [];
    reads = [];
    changedAt = "2026-11-21T09:00:00Z";
    answers = { shop: true, ledger: true };
    today = order({ customer: HERS });
    const customers: ShopCustomers = {
      async changed(since) {
        reads.push(since);
        const customer = { id: "c-1", lastOrderId: "1", updatedAt: changedAt };
        return { ok: true, value: { customers: [customer], nextCursor: null } };
      },
      async today({ lastOrderId }) {
        reads.push(`order ${lastOrderId}`);
        return answers.shop ? { ok: true, value: today } : AWAY;
      },
    };
    pipeline = await openPipeline(engine, { clock, shop: { customers }, ledger });
    connectionId = await pipeline.connect("1");
  });
  afterEach(() => pipeline.close());

  const ledger: Partial<Ledger> = {
    matchCustomers: async () => ({ ok: true, value: [] }),
    matchArticle: async () => ({ ok: true, value: null }),
    async perform(operation) {
      asked.push(operation);
      if (!answers.ledger) return AWAY;
      return { ok: true, value: { ref: { id: "17", number: "17", url: null } } };
    },
  };
  /** The card as her order made it. */
  const booked = async (): Promise<void> => {
    const work = await workOn(pipeline, connectionId, ledger);
    await resolveParties(work, documentOf(planOf(order({ customer: HERS }))));
    asked = [];
  };
  const changeSettings = async (patch: Parameters<typeof settings>[0]): Promise<void> => {
    const { store, installationId } = pipeline;
    const connection = await readConnection(store, installationId, connectionId);
    const version = connection?.settingsVersion ?? 0;
    await saveSettings(store, connectionId, version, settings(patch), "test", clock.now());
  };
  const follow = () => followCustomers(pipeline.context, pipeline.installationId);
  const updates = () =>
    asked.map((one) => (one.step === "update-customer" ? [one.number, one.customer.name] : one.step));

  it("has her card brought up to date, once, and the log of her order says so", async () => {
    await booked();
    today = order({ customer: { ...HERS, name: "Maja Berg" } });
    await follow();
    await follow();
    expect(updates()).toEqual([["17", "Maja Berg"]]);
    const key = { installationId: pipeline.installationId, connectionId, orderId: "1" };
    const lines = await readLog(pipeline.store, key, 10);
    expect(lines.map(({ message }) => message)).toEqual(["Brought customer 17 up to date."]);
  });

  it("costs no call to the ledger when her card shows that already", async () => {
    await booked();
    await follow();
    expect(asked).toEqual([]);
  });

  it("is nobody's business while no ledger has a card of hers: none is made, and her order is not read", async () => {
    await follow();
    expect([asked, reads.length]).toEqual([[], 1]);
  });

  it("is not asked for where no settings follow changes", async () => {
    await booked();
    await changeSettings({
      customers: { b2c: { update: false }, b2b: { update: false }, ean: { update: false } },
    });
    await follow();
    expect([asked, reads]).toEqual([[], []]);
  });

  it("keeps her card where her kind of customer is not followed, and where her order could not be booked", async () => {
    await booked();
    today = order({ customer: { ...HERS, name: "Maja Berg" }, total: "999.00" });
    await follow();
    changedAt = "2026-11-21T09:01:00Z";
    today = order({ customer: { ...HERS, name: "Maja Berg" } });
    await changeSettings({ customers: { b2c: { update: false } } });
    await follow();
    expect(asked).toEqual([]);
  });

  it("is read once for each change, and again when the shop or the ledger did not answer", async () => {
    await booked();
    today = order({ customer: { ...HERS, name: "Maja Berg" } });
    const orders = () => reads.filter((one) => one.startsWith("order")).length;
    answers = { shop: false, ledger: true };
    await follow();
    answers = { shop: true, ledger: false };
    await follow();
    expect([orders(), updates()]).toEqual([2, [["17", "Maja Berg"]]]);
    answers = { shop: true, ledger: true };
    for (let look = 0; look < 3; look += 1) await follow();
    expect([orders(), updates().length]).toEqual([3, 2]);
    changedAt = "2026-11-21T09:01:00Z";
    await follow();
    expect([orders(), updates().length]).toEqual([4, 2]);
  });

  it("is looked for in the time since the last look, with two minutes to spare", async () => {
    await follow();
    expect(Date.parse(reads[0] ?? "")).toBe(clock.now() - pipeline.context.sweepIntervalMs - 120_000);
  });
});
