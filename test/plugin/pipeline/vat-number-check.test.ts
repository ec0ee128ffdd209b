import { afterEach, describe, expect, it } from "vitest";
import type { Order } from "../../../plugin/domain/order.ts";
import { changeSettings } from "../../../plugin/pipeline/setup/settings.ts";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { dueTransfers, wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer, type TransferKey } from "../../../plugin/store/transfers/transfers.ts";
import type { ViesAnswer } from "../../../plugin/vies/answers.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { business, mug, order, to } from "../../support/orders.ts";
import { facts } from "../../support/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const HOUR = 3_600_000;
const PAID_TODAY = "2026-11-21T00:00:00Z";
const abroad: Order = order({
  id: "1",
  lines: [mug("1", { rate: null })],
  ...to("DE"),
  customer: business("DE", "DE136695976", null),
});
const today: Order = {
  ...abroad,
  createdAt: PAID_TODAY,
  payments: abroad.payments.map((payment) => ({ ...payment, processedAt: PAID_TODAY })),
};

describe.each(engines)("the check of VAT numbers on $name", (engine) => {
  let pipeline: Pipeline;
  let key: TransferKey;
  let sold = today;
  let answer: ViesAnswer = { verdict: "unknown", reason: "MS_UNAVAILABLE" };
  const clock = createManualClock();
  const asked: string[] = [];
  afterEach(async () => {
    await pipeline.close();
    asked.length = 0;
  });

  const begin = async (first: Order, vat: Record<string, unknown> = {}) => {
    sold = first;
    pipeline = await openPipeline(engine, {
      clock,
      shop: { order: async (id) => ({ ok: true, value: { ...sold, id } }) },
      // Where the decision has done its part, the ledger is away: nothing is booked in this test.
      ledger: {
        facts: async () => ({ ok: true, value: facts({ readAt: new Date(clock.now()).toISOString() }) }),
        matchCustomers: async () => ({
          ok: false,
          problem: { act: "retry", message: "is away", inDoubt: false },
        }),
      },
      vies: {
        check: async (number, requester) => {
          asked.push(`${number.text} for ${requester?.text ?? "nobody"}`);
          return answer;
        },
      },
    });
    const { store, context, installationId } = pipeline;
    key = { installationId, connectionId: await pipeline.connect("1"), orderId: "1" };
    const connection = await readConnection(store, installationId, key.connectionId);
    if (connection === null) throw new Error("the connection is gone");
    const patch = {
      vat: {
        vat_number_check: "vies",
        treatments: [{ treatment: "eu_goods", account: "3108" }],
        ...vat,
      },
    };
    expect(await changeSettings(context, connection, patch, "test")).toMatchObject({ ok: true });
  };
  const lookedAt = async (orderId = "1") => {
    const { store, context } = pipeline;
    const one = { ...key, orderId };
    await store.db
      .transaction()
      .execute((tx) => wantTransfers({ db: tx, engine: store.engine }, [one], clock.now()));
    await handleTransfer(context, one, "backlog");
    return await readTransfer(store, one);
  };
  const kept = () => pipeline.store.db.selectFrom("vat_number_checks").selectAll().execute();

  it("holds an order while VIES is away and looks again by itself within an hour or so", async () => {
    await begin(today);
    answer = { verdict: "unknown", reason: "MS_UNAVAILABLE" };
    const held = await lookedAt();
    expect(held).toMatchObject({ state: "held", code: "VAT_NUMBER_REQUIRED" });
    expect(held?.message).toContain("did not answer: MS_UNAVAILABLE");
    expect(await kept()).toEqual([]);
    expect(await dueTransfers(pipeline.store, clock.now(), 10)).toEqual([]);
    await clock.sleep(1.21 * HOUR);
    expect(await dueTransfers(pipeline.store, clock.now(), 10)).toEqual([key]);
    answer = { verdict: "valid", name: "Handel GmbH", consultation: "W1" };
    await handleTransfer(pipeline.context, key, "backlog");
    // On to the ledger, which is away.
    expect(await readTransfer(pipeline.store, key)).toMatchObject({ state: "waiting", code: "RETRYING" });
  });

  it("keeps what VIES said as evidence, and asks once for all supplies up to that day", async () => {
    await begin(today, { seller_number: "SE556036079301" });
    answer = { verdict: "valid", name: "Handel GmbH", consultation: "W1" };
    await lookedAt();
    await lookedAt("2");
    expect(asked).toEqual(["DE136695976 for SE556036079301"]);
    expect(await kept()).toMatchObject([
      {
        installation_id: key.installationId,
        number: "DE136695976",
        requester: "SE556036079301",
        verdict: "valid",
        name: "Handel GmbH",
        consultation: "W1",
        checked_at: expect.stringMatching(/^2026-11-21T/),
      },
    ]);
  });

  it("asks again for a supply of a later day", async () => {
    await begin(today);
    answer = { verdict: "valid", name: null, consultation: null };
    await lookedAt();
    await clock.sleep(48 * HOUR);
    const paidLater = new Date(clock.now()).toISOString();
    sold = { ...today, payments: today.payments.map((one) => ({ ...one, processedAt: paidLater })) };
    await lookedAt("2");
    expect(asked).toHaveLength(2);
  });

  it("says no with VIES, keeps that too, and asks again when somebody looks", async () => {
    await begin(today);
    answer = { verdict: "invalid", name: null, consultation: null };
    expect(await lookedAt()).toMatchObject({ state: "held", code: "VAT_NUMBER_REQUIRED", dueAt: null });
    await lookedAt();
    expect(asked).toHaveLength(2);
    expect((await kept()).map((row) => row.verdict)).toEqual(["invalid", "invalid"]);
  });

  it("does not ask where the merchant trusts the platform", async () => {
    await begin(today, { vat_number_check: "platform" });
    expect(await lookedAt()).toMatchObject({ state: "held", code: "VAT_NUMBER_REQUIRED", dueAt: null });
    expect(asked).toEqual([]);
  });

  it("does not take a seller's number that VIES would refuse", async () => {
    await begin(today);
    const connection = await readConnection(pipeline.store, key.installationId, key.connectionId);
    if (connection === null) throw new Error("the connection is gone");
    const patch = { vat: { seller_number: "SE556036079302" } };
    expect(await changeSettings(pipeline.context, connection, patch, "test")).toMatchObject({
      ok: false,
      errors: [{ path: "vat.seller_number" }],
    });
  });
});
