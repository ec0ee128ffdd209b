import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../../../plugin/pipeline/context.ts";
import { announce } from "../../../plugin/pipeline/messages/announce.ts";
import { deliverWebhooks } from "../../../plugin/pipeline/messages/deliver.ts";
import { makeEndpoint } from "../../../plugin/pipeline/messages/webhook-endpoints.ts";
import { type Http, HttpFailure, type HttpRequest } from "../../../plugin/ports.ts";
import {
  dueEndpoints,
  forgetWebhooks,
  listWebhooks,
} from "../../../plugin/store/messages/webhook-deliveries.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import type { TransferResult } from "../../../plugin/store/transfers/transfer-leases.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const HELD: TransferResult = {
  state: "held",
  code: "VAT_UNMAPPED",
  message: "Finland 25.5 % has no account.",
  fix: null,
  warnings: [],
  retryAt: null,
  attempts: 0,
  shown: null,
  order: null,
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(engines)("telling a merchant's address on $name", (engine) => {
  const clock = createManualClock(Date.parse("2026-11-21T08:00:00Z"));
  let pipeline: Pipeline;
  let context: Context;
  let endpointId: string;
  let requests: HttpRequest[];
  let answer: Http;
  beforeEach(async () => {
    pipeline = await openPipeline(engine, { clock });
    requests = [];
    const http: Http = async (request) => {
      requests.push(request);
      return await answer(request);
    };
    context = { ...pipeline.context, ports: { ...pipeline.context.ports, http } };
    const wanted = { url: "https://merchant.example/hook", description: null };
    const made = await makeEndpoint(context, pipeline.installationId, wanted);
    endpointId = made?.endpoint.id ?? "";
  });
  afterEach(() => pipeline.close());

  const answers =
    (status: number): Http =>
    async () => ({ status, headers: {}, body: "" });
  const log = () => listWebhooks(context.store, endpointId, Number.MAX_SAFE_INTEGER, 10);
  /** An order that nobody has looked at yet is about to be held. */
  const tell = async (orderId = "1001") => {
    const key = { installationId: pipeline.installationId, connectionId: 1, orderId };
    const { db, engine: kind } = context.store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], clock.now()));
    const before = await readTransfer(context.store, key);
    if (before === null) throw new Error("the order was not noted");
    return { told: () => announce(context, key, before, HELD), before, key };
  };

  it("has one name for one change: a run that is repeated after a crash tells nothing twice", async () => {
    const { told } = await tell();
    expect(await told()).toEqual([endpointId]);
    expect(await told()).toEqual([endpointId]);
    expect(await log()).toMatchObject([{ orderId: "1001", state: "waiting", attempts: 0 }]);
  });

  it("is silent when the state stays as it was", async () => {
    const { before, key } = await tell();
    expect(await announce(context, key, before, { ...HELD, state: before.state, code: before.code })).toEqual(
      [],
    );
    expect(await log()).toEqual([]);
  });

  it("tries ten times in about three days, later and later, and then gives up", async () => {
    answer = answers(503);
    const { told } = await tell();
    await told();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await deliverWebhooks(context, endpointId);
      const [one] = await log();
      expect(one?.attempts).toBe(attempt);
      if (one?.dueAt == null) break;
      waits.push(Date.parse(one.dueAt) - clock.now());
      expect(await dueEndpoints(context.store, Date.parse(one.dueAt) - 1, 10)).toEqual([]);
      await clock.sleep(waits.at(-1) ?? 0);
    }
    const schedule = [5_000, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];
    expect(waits).toHaveLength(schedule.length);
    for (const [index, least] of schedule.entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(least);
      expect(waits[index]).toBeLessThanOrEqual(least * 1.1);
    }
    expect(await log()).toMatchObject([
      { state: "failed", attempts: 10, dueAt: null, failure: "answered 503" },
    ]);
    expect(new Set(requests.map(({ headers }) => headers?.["webhook-id"])).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers?.["webhook-timestamp"])).size).toBe(10);
    expect(requests.every(({ untrusted }) => untrusted === true)).toBe(true);
  });

  it("that does not answer is left alone for a moment, whatever else waits for it", async () => {
    answer = () => Promise.reject(new HttpFailure("no answer from merchant.example", { sent: true }));
    await (await tell("1001")).told();
    await (await tell("1002")).told();
    await deliverWebhooks(context, endpointId);
    await deliverWebhooks(context, endpointId);
    expect(requests).toHaveLength(1);
    expect((await log()).map(({ failure }) => failure)).toEqual([null, "no answer from merchant.example"]);
    answer = answers(200);
    await clock.sleep(MINUTE);
    await deliverWebhooks(context, endpointId);
    expect(await log()).toMatchObject([{ state: "delivered" }, { state: "delivered", attempts: 2 }]);
  });

  it("forgets what it was told long ago", async () => {
    await (await tell()).told();
    expect(await forgetWebhooks(context.store, clock.now(), 10)).toBe(0);
    expect(await forgetWebhooks(context.store, clock.now() + 1, 10)).toBe(1);
    expect(await log()).toEqual([]);
  });
});
