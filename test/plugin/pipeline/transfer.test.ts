import { afterEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../../plugin/connectors/connector.ts";
import { fix } from "../../../plugin/domain/problem.ts";
import { drainInbox } from "../../../plugin/pipeline/inbox/drain.ts";
import { askFor } from "../../../plugin/pipeline/inbox/sync.ts";
import { undoOrders } from "../../../plugin/pipeline/inbox/undo.ts";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import type { Shop } from "../../../plugin/platforms/platform.ts";
import { deleteConnection, readConnection, setConnected } from "../../../plugin/store/connections.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readLog } from "../../../plugin/store/transfers/transfer-log.ts";
import { readTransfer, type TransferKey } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const UNPAID = order({ id: "1", financialStatus: "pending", payments: [] });

describe.each(engines)("an order at work on $name", (engine) => {
  let pipeline: Pipeline;
  let key: TransferKey;
  let answer: Shop["order"];
  let matched: () => ReturnType<Ledger["matchCustomers"]>;
  afterEach(() => pipeline.close());

  const begin = async () => {
    pipeline = await openPipeline(engine, {
      shop: { order: (id) => answer(id) },
      ledger: { matchCustomers: () => matched() },
    });
    key = {
      installationId: pipeline.installationId,
      connectionId: await pipeline.connect("1"),
      orderId: "1",
    };
  };
  /** Somebody points at the order, and a worker looks at it. */
  const lookedAt = async () => {
    const { store, context } = pipeline;
    const { db, engine: kind } = store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], Date.now()));
    await handleTransfer(context, key, "backlog");
    return await readTransfer(store, key);
  };
  const found: Shop["order"] = async () => ({ ok: true, value: UNPAID });
  const unknown: Shop["order"] = async () => ({ ok: true, value: null });
  const refused: Shop["order"] = async () => ({
    ok: false,
    problem: fix("NOT_CONNECTED", "no longer lets us in", { place: "connection" }),
  });
  const down: Shop["order"] = async () => ({
    ok: false,
    problem: { act: "retry", message: "is down", inDoubt: false },
  });

  it("that the shop never knew is forgotten", async () => {
    await begin();
    answer = unknown;
    expect(await lookedAt()).toBeNull();
  });

  it("that the shop knew is not lost when the shop says once that it does not", async () => {
    await begin();
    answer = found;
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "TRIGGER_NOT_REACHED" });
    answer = unknown;
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "RETRYING" });
    for (let time = 0; time < 7; time += 1) await lookedAt();
    expect(await lookedAt()).toMatchObject({ state: "held", code: "ORDER_UNREADABLE" });
  });

  it("that the shop has forgotten is not taken out of the books: it stays booked, and its log says what is left to do", async () => {
    await begin();
    answer = found;
    await lookedAt();
    await pipeline.store.db
      .updateTable("transfers")
      .set({ state: "booked", code: null, documents: "7" })
      .execute();
    await undoOrders(pipeline.context, key, [key.orderId], { reason: "Sold by mistake", by: "u1" });
    answer = unknown;
    expect(await lookedAt()).toMatchObject({ state: "booked", leftOut: null, documents: ["7"] });
    const log = await readLog(pipeline.store, key, 10);
    expect(log.at(-1)?.message).toBe(
      "The shop does not know this order any more, so take it back in the ledger by hand.",
    );
  });

  it("that was asked for while it was being taken out of the books stays out, however late the asking is looked at", async () => {
    await begin();
    answer = found;
    await lookedAt();
    const { context, store } = pipeline;
    const stands = (state: "held" | "skipped") => store.db.updateTable("transfers").set({ state }).execute();
    await undoOrders(context, key, [key.orderId], { reason: "Sold by mistake", by: "u1" });
    await stands("held");
    await askFor(context, key.installationId, [key.orderId]);
    await stands("skipped");
    await drainInbox(context);
    expect((await readTransfer(store, key))?.leftOut).toMatchObject({ undo: true });
    await askFor(context, key.installationId, [key.orderId]);
    expect((await readTransfer(store, key))?.leftOut).toBeNull();
  });

  it("whose connection was removed is kept for the same books connected anew", async () => {
    await begin();
    answer = found;
    await deleteConnection(pipeline.store, key.installationId, key.connectionId);
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "NOT_CONNECTED", dueAt: null });
  });

  it("is not blamed for a database that gave way", async () => {
    await begin();
    answer = () => Promise.reject(Object.assign(new Error("Deadlock found"), { errno: 1213 }));
    await expect(lookedAt()).rejects.toThrow("Deadlock");
    expect(await readTransfer(pipeline.store, key)).toMatchObject({ code: "QUEUED", attempts: 0 });
  });

  it("that breaks our own code is parked after three tries, with a reference that stands in the log, and no other waits", async () => {
    await begin();
    answer = async (id) => {
      if (id === "1") throw new TypeError("nobody thought of this");
      return { ok: true, value: { ...UNPAID, id } };
    };
    for (let time = 0; time < 3; time += 1) {
      expect(await lookedAt()).toMatchObject({ state: "waiting", code: "RETRYING", attempts: time + 1 });
    }
    const parked = await lookedAt();
    expect(parked).toMatchObject({ state: "held", code: "INTERNAL", dueAt: null });
    const reference = / Reference (\S+)\.$/.exec(parked?.message ?? "")?.[1];
    expect(pipeline.log.some((line) => JSON.stringify(line).includes(reference ?? "no reference"))).toBe(
      true,
    );
    key = { ...key, orderId: "2" };
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "TRIGGER_NOT_REACHED" });
  });

  it("of a shop that was down for a while and then refuses us once does not shut the shop out", async () => {
    await begin();
    answer = down;
    for (let time = 0; time < 5; time += 1) await lookedAt();
    answer = refused;
    await lookedAt();
    await lookedAt();
    expect(await readInstallation(pipeline.store, key.installationId)).toMatchObject({ status: "installed" });
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "NOT_CONNECTED", attempts: 0 });
    expect(await readInstallation(pipeline.store, key.installationId)).toMatchObject({
      status: "disconnected",
    });
  });

  it.each([
    ["without a new consent", false, "needs_reauth"],
    ["while a new consent was given", true, "connected"],
  ] as const)(
    "that the ledger refuses %s leaves its connection as it should be",
    async (_when, isRenewed, status) => {
      await begin();
      const { store } = pipeline;
      answer = async () => ({ ok: true, value: order({ id: "1" }) });
      let refusals = 0;
      matched = async () => {
        const later = Date.now() + 1_000;
        refusals += 1;
        if (isRenewed && refusals === 2)
          await setConnected(store, key.connectionId, { ledgerTenant: "1", name: "1" }, later);
        return { ok: false, problem: fix("NOT_CONNECTED", "lost", { place: "connection" }) };
      };
      // A fresh token may not have reached all of the ledger's servers: one refusal is not believed.
      expect(await lookedAt()).toMatchObject({ code: "NOT_CONNECTED", attempts: 1 });
      const after = await readConnection(store, key.installationId, key.connectionId);
      expect(after).toMatchObject({ status: "connected" });
      expect(await lookedAt()).toMatchObject({ code: "NOT_CONNECTED" });
      expect(await readConnection(store, key.installationId, key.connectionId)).toMatchObject({ status });
    },
  );

  it("of a buyer with a name longer than any column is worked on like every other", async () => {
    await begin();
    const { customer } = UNPAID;
    answer = async () => ({
      ok: true,
      value: { ...UNPAID, customer: { ...customer, company: "å".repeat(300) } },
    });
    expect(await lookedAt()).toMatchObject({ code: "TRIGGER_NOT_REACHED", customer: "å".repeat(255) });
  });
});
