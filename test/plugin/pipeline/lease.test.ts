import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLedger } from "../../../plugin/pipeline/books.ts";
import { claimLease } from "../../../plugin/pipeline/lease.ts";
import { LeaseLost } from "../../../plugin/pipeline/work.ts";
import type { Clock, Limiter } from "../../../plugin/ports.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { claimTransfer } from "../../../plugin/store/transfers/transfer-leases.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { eventually } from "../../support/eventually.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const SECOND = 1_000;

describe.each(engines)("the right to work on an order on $name", (engine) => {
  let clock: ReturnType<typeof createHandClock>;
  let pipeline: Pipeline;
  let key: { installationId: number; connectionId: number; orderId: string };
  beforeEach(async () => {
    clock = createHandClock();
    pipeline = await openPipeline(engine, { clock });
    const connectionId = await pipeline.connect("1");
    key = { installationId: pipeline.installationId, connectionId, orderId: "1" };
    const { db, engine: kind } = pipeline.store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], clock.now()));
  });
  afterEach(() => pipeline.close());

  const claimed = async () => {
    const lease = await claimLease(pipeline.context, key);
    if (lease === null) throw new Error("the order was not due");
    return lease;
  };
  const isLost = (check: () => void) => {
    try {
      check();
      return false;
    } catch (error) {
      return error instanceof LeaseLost;
    }
  };

  it("ends at the next heartbeat when somebody with a clock ahead of ours has taken the order over", async () => {
    const lease = await claimed();
    const ahead = clock.now() + 21 * SECOND;
    expect(await claimTransfer(pipeline.store, key, "other", ahead, ahead + 20 * SECOND)).not.toBeNull();
    clock.pass(5 * SECOND);
    await eventually(() => isLost(lease.check), Boolean, "the loss to be noticed");
    await lease.stop();
  });

  it("outlives a heartbeat that the database did not take", async () => {
    const lease = await claimed();
    const { db } = pipeline.store;
    await db.schema.alterTable("transfers").renameTo("elsewhere").execute();
    clock.pass(5 * SECOND);
    await eventually(
      () => pipeline.log.map((line) => line.level),
      (all) => all.includes("warn"),
      "the warning",
    );
    await db.schema
      .alterTable("elsewhere" as "transfers")
      .renameTo("transfers")
      .execute();
    clock.pass(5 * SECOND);
    const prolonged = new Date(clock.now() + 20 * SECOND).toISOString();
    await eventually(
      async () => (await readTransfer(pipeline.store, key))?.dueAt,
      (due) => due === prolonged,
      "the next heartbeat",
    );
    expect(isLost(lease.check)).toBe(false);
    await lease.stop();
  });

  it("is asked again when a call has waited in the ledger's line: too late it is not made", async () => {
    const lease = await claimed();
    await lease.stop();
    const connection = await readConnection(pipeline.store, key.installationId, key.connectionId);
    if (connection === null) throw new Error("no connection");
    let wait = async (): Promise<void> => {};
    const fortnox = pipeline.context.connectors.get("fortnox");
    if (fortnox === undefined) throw new Error("no connector");
    const calls: string[] = [];
    const context = {
      ...pipeline.context,
      connectors: new Map([
        [
          "fortnox",
          {
            ...fortnox,
            open: (...[view, ports]: Parameters<typeof fortnox.open>) => ({
              ...fortnox.open(view, ports),
              choices: async (list: string) => {
                return await ports.limiter.through("1", { calls: 10, perMs: 1_000 }, ports.lane, async () => {
                  calls.push(list);
                  return { ok: true as const, value: [] };
                });
              },
            }),
          },
        ],
      ]),
    };
    const limiter: Limiter = {
      ...context.ports.limiter,
      async through(_key, _limit, _lane, call) {
        await wait();
        return await call();
      },
    };
    const slow = { ...context, ports: { ...context.ports, limiter } };
    const ledger = openLedger(slow, connection, "backlog", lease.check);
    await ledger.choices("in time");
    wait = async () => clock.pass(9 * SECOND);
    await expect(ledger.choices("too late")).rejects.toThrow(LeaseLost);
    expect(calls).toEqual(["in time"]);
  });
});

/** Time passes when the test says so, and wakes those whose sleep is over. */
function createHandClock(): Clock & { pass(ms: number): void } {
  let now = Date.UTC(2026, 10, 21);
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        const stop = () => reject(signal?.reason);
        if (signal?.aborted === true) stop();
        signal?.addEventListener("abort", stop);
      }),
    pass(ms) {
      now += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
