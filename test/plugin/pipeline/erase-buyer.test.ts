import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlannedCustomer } from "../../../plugin/domain/plan.ts";
import { redactDue, wantRedaction } from "../../../plugin/pipeline/erasure/redact.ts";
import { ERASED } from "../../../plugin/store/erasure/erased.ts";
import { dropErasure, dueErasures } from "../../../plugin/store/erasure/erasures.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { aCustomer } from "../connectors/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const KIM = { name: "Krogen AB", type: "B2B", email: "kim@krogen.example", key: "company-61" } as const;
const AT = "2026-11-21T09:00:00.000Z";

describe.each(engines)("orders a platform names with a customer to be forgotten, on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  let connectionId: number;
  beforeEach(async () => {
    pipeline = await openPipeline(engine, { clock });
    connectionId = await pipeline.connect("1");
  });
  afterEach(() => pipeline.close());

  /** An order in the list, and in the ledger unless nothing was sent of it. */
  const keep = async (orderId: string, buyer: PlannedCustomer | null, state: "done" | "sending" = "done") => {
    const { store, installationId } = pipeline;
    const order = { installation_id: installationId, connection_id: connectionId, order_id: orderId };
    const times = { created_at: AT, updated_at: AT };
    const nothing = { code: null, message: null, fix: null, warnings: null, owner: null, due_at: null };
    await store.db
      .insertInto("transfers")
      .values({
        ...order,
        ...times,
        ...nothing,
        kind: "order",
        state: "held",
        wanted_seq: 1,
        handled_seq: 1,
        attempts: 0,
        number: `#${orderId}`,
        customer: "Kim Krogh",
        total: "100.00",
        currency: "SEK",
        ordered_at: AT,
        platform_url: null,
        version: null,
        shown: null,
        sums: null,
        cause: null,
      })
      .execute();
    if (buyer === null) return;
    const planned = JSON.stringify({
      document: { customer: buyer, comment: "To Kim", email: null, gross: "1" },
    });
    const none = { ref: null, totals: null, warning: null, reference: null, changed: null };
    await store.db
      .insertInto("effects")
      .values({ ...order, ...times, ...none, document: "invoice", step: "create", state, planned })
      .execute();
  };
  const card = async (platformKey: string) => {
    const of = { installation_id: pipeline.installationId, connection_id: connectionId };
    const known = {
      state: "done" as const,
      ledger_number: "17",
      fingerprint: "x",
      owner: null,
      owner_until: null,
    };
    await pipeline.store.db
      .insertInto("mappings")
      .values({
        ...of,
        ...known,
        kind: "customer",
        platform_key: platformKey,
        created_at: AT,
        updated_at: AT,
      })
      .execute();
  };
  const cards = async () => {
    const rows = await pipeline.store.db.selectFrom("mappings").select("platform_key").execute();
    return rows.map((row) => row.platform_key);
  };
  const shown = async () => {
    const rows = await pipeline.store.db
      .selectFrom("transfers")
      .select("customer")
      .orderBy("order_id")
      .execute();
    return rows.map((row) => row.customer);
  };
  const sent = async () => {
    const rows = await pipeline.store.db
      .selectFrom("effects")
      .select("planned")
      .orderBy("order_id")
      .execute();
    return rows.map((row) => JSON.stringify(row.planned));
  };
  const forget = async (orderIds: readonly string[]) => {
    await wantRedaction(pipeline.context, pipeline.installationId, "701", orderIds);
    await redactDue(pipeline.context);
  };

  it("are looked through once more when that was asked for again meanwhile", async () => {
    const { context, installationId } = pipeline;
    await wantRedaction(context, installationId, "61");
    const [wanted] = await dueErasures(pipeline.store, clock.now(), 5);
    if (wanted === undefined) throw new Error("nobody is to be forgotten");
    await clock.sleep(1_000);
    await wantRedaction(context, installationId, "61");
    await dropErasure(pipeline.store, wanted);
    expect(await dueErasures(pipeline.store, clock.now(), 5)).toHaveLength(1);
  });

  it("lose who bought for a company, and the company keeps its name and its card", async () => {
    await keep("1", aCustomer(KIM));
    await keep("2", aCustomer(KIM));
    await card(KIM.key);
    await forget(["1"]);
    const [first, second] = await sent();
    expect(first).toContain("Krogen AB");
    expect(first).toContain("company-61");
    expect(first).not.toContain("kim@krogen.example");
    expect(first).not.toContain("To Kim");
    expect(second).toContain("kim@krogen.example");
    expect([await shown(), await cards()]).toEqual([[ERASED, "Kim Krogh"], [KIM.key]]);
  });

  it("lose a guest, whose card stays known under a name that tells nothing", async () => {
    const key = "guest:kim@example.com";
    await keep("1", aCustomer({ key, name: "Kim Krogh", email: "kim@example.com" }));
    await card(key);
    await forget(["1"]);
    expect((await sent()).join()).not.toMatch(/Kim|kim@/);
    expect(await cards()).toEqual([expect.stringMatching(/^erased:/)]);
  });

  it("lose the name in the list of one of which nothing was sent", async () => {
    await keep("1", null);
    await keep("2", null);
    await forget(["1", "no-such"]);
    expect(await shown()).toEqual([ERASED, "Kim Krogh"]);
  });

  it("whose last write is in doubt keep what was sent until it is found again", async () => {
    await keep("1", aCustomer(KIM), "sending");
    await forget(["1"]);
    expect((await sent()).join()).toContain("kim@krogen.example");
    await pipeline.store.db.updateTable("effects").set({ state: "done" }).execute();
    await clock.sleep(3_600_000);
    await redactDue(pipeline.context);
    expect((await sent()).join()).not.toContain("kim@krogen.example");
  });
});
