import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { fix } from "../../../plugin/domain/problem.ts";
import { close, monthStatus, sumsOfMonth } from "../../../plugin/pipeline/reports/closed-months.ts";
import { pauseConnection, startConnection } from "../../../plugin/pipeline/setup/connecting.ts";
import { keepInstallation } from "../../../plugin/pipeline/setup/installing.ts";
import { keepConnected } from "../../../plugin/pipeline/setup/keep-connected.ts";
import { changeSettings } from "../../../plugin/pipeline/setup/settings.ts";
import { handleTransfer } from "../../../plugin/pipeline/transfer.ts";
import type { Shop } from "../../../plugin/platforms/platform.ts";
import { deleteConnection, listConnections, readConnection } from "../../../plugin/store/connections.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer, type TransferKey } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { order } from "../../support/orders.ts";
import { facts } from "../../support/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const SENT = { orders: { trigger: ["fulfilled"] } };
const UNPAID = order({ id: "1", financialStatus: "pending", payments: [] });

describe.each(engines)("what happens while an order is looked at on $name", (engine) => {
  let pipeline: Pipeline;
  let key: TransferKey;
  let answer: Shop["order"];
  afterEach(() => pipeline.close());

  const found: Shop["order"] = async () => ({ ok: true, value: UNPAID });
  const begin = async () => {
    pipeline = await openPipeline(engine, { shop: { order: (id) => answer(id) } });
    key = {
      installationId: pipeline.installationId,
      connectionId: await pipeline.connect("1"),
      orderId: "1",
    };
    answer = found;
  };
  const pointAt = async () => {
    const { db, engine: kind } = pipeline.store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], Date.now()));
  };
  const lookedAt = async () => {
    await pointAt();
    await handleTransfer(pipeline.context, key, "backlog");
    return await readTransfer(pipeline.store, key);
  };
  /** What happens once, after the run has read how everything stands. */
  const meanwhile = (happens: () => Promise<unknown>, then: Shop["order"] = found) => {
    answer = async (id) => {
      answer = found;
      await happens();
      return await then(id);
    };
  };
  const connection = async () => {
    const read = await readConnection(pipeline.store, key.installationId, key.connectionId);
    if (read === null) throw new Error("the connection is gone");
    return read;
  };
  const stands = (state: "booked" | "skipped") =>
    pipeline.store.db.updateTable("transfers").set({ state, code: null }).execute();

  it("booking goes on: an order that was booked before does not stay paused", async () => {
    await begin();
    await lookedAt();
    await stands("booked");
    expect(await pauseConnection(pipeline.context, await connection(), "paused")).toBe(true);
    meanwhile(async () => pauseConnection(pipeline.context, await connection(), "connected"));
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "TRIGGER_NOT_REACHED" });
  });

  it("the settings change: it is looked at once more with the new ones", async () => {
    await begin();
    await lookedAt();
    await stands("booked");
    meanwhile(async () => {
      const changed = await changeSettings(pipeline.context, await connection(), SENT, "anna");
      expect(changed).toMatchObject({ ok: true });
    });
    await lookedAt();
    expect(await readTransfer(pipeline.store, key)).toMatchObject({ wantedSeq: 3, handledSeq: 3 });
  });

  it("the shop tells of it again that did not know it a moment ago: it is not forgotten", async () => {
    await begin();
    meanwhile(pointAt, async () => ({ ok: true, value: null }));
    expect(await lookedAt()).toMatchObject({ state: "waiting", code: "TRIGGER_NOT_REACHED" });
  });

  it("the shop is installed again whose access was refused: it stays installed", async () => {
    await begin();
    const refused: Shop["order"] = async () => ({
      ok: false,
      problem: fix("NOT_CONNECTED", "no longer lets us in", { place: "connection" }),
    });
    answer = refused;
    await lookedAt();
    await lookedAt();
    meanwhile(async () => {
      const installation = await readInstallation(pipeline.store, key.installationId);
      if (installation === null) throw new Error("the shop is gone");
      await keepInstallation(pipeline.context, { ok: true, installation, secrets: {}, redirect: null });
    }, refused);
    await lookedAt();
    expect(await readInstallation(pipeline.store, key.installationId)).toMatchObject({ status: "installed" });
  });

  it("its month is closed: the sums are kept with it, and nothing is under way any more", async () => {
    await begin();
    const { context, store } = pipeline;
    const installation = await readInstallation(store, key.installationId);
    if (installation === null) throw new Error("the shop is gone");
    const month = UNPAID.createdAt.slice(0, 7);
    let closing = Promise.resolve(false);
    meanwhile(async () => {
      closing = close(context, { installation, connection: await connection() }, month, "anna");
      // Time enough to close it over the worker's head.
      await sleep(300);
    });
    await lookedAt();
    expect(await closing).toBe(true);
    const books = { installation, connection: await connection() };
    const { closing: kept, isClosed } = await monthStatus(context, books, month);
    expect(isClosed).toBe(true);
    expect(kept?.sums).toEqual(await sumsOfMonth(context, books, month));
    expect(kept?.sums).not.toEqual([]);
  });

  it("somebody pauses booking while another changes the settings: it is paused", async () => {
    await begin();
    const before = await connection();
    expect(await changeSettings(pipeline.context, before, SENT, "anna")).toMatchObject({ ok: true });
    expect(await pauseConnection(pipeline.context, before, "paused")).toBe(true);
    expect(await connection()).toMatchObject({ status: "paused" });
  });
});

describe.each(engines)("a ledger connected on $name", (engine) => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.close());

  const COMPANY = { secrets: { token: "t" }, ledgerTenant: "556677", companyName: "Fjäll AB" };
  const begin = async () => {
    const read = facts({ readAt: new Date().toISOString() });
    pipeline = await openPipeline(engine, { ledger: { facts: async () => ({ ok: true, value: read }) } });
    const installation = await readInstallation(pipeline.store, pipeline.installationId);
    if (installation === null) throw new Error("the shop is gone");
    return installation;
  };

  it("by two clicks at once is one connection", async () => {
    const installation = await begin();
    const start = () => startConnection(pipeline.context, installation, "fortnox", "anna");
    const started = await Promise.all([start(), start(), start()]);
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  });

  it("by two consents at once to the same company is connected once", async () => {
    const installation = await begin();
    const { context, store } = pipeline;
    const one = await startConnection(context, installation, "fortnox", "anna");
    await store.db.updateTable("connections").set({ status: "paused" }).execute();
    const two = await startConnection(context, installation, "fortnox", "anna");
    expect(two.id).not.toBe(one.id);
    await store.db.updateTable("connections").set({ status: "connecting" }).execute();
    const done = await Promise.all([one, two].map((each) => keepConnected(context, each, COMPANY, "")));
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    const connected = await listConnections(store, installation.id);
    expect(connected.filter(({ ledgerTenant }) => ledgerTenant === COMPANY.ledgerTenant)).toHaveLength(1);
  });

  it("that was removed while the consent was given stays removed, and keeps no credentials", async () => {
    const installation = await begin();
    const { context, store } = pipeline;
    const begun = await startConnection(context, installation, "fortnox", "anna");
    await deleteConnection(store, installation.id, begun.id);
    expect(await keepConnected(context, begun, COMPANY, "")).toMatchObject({ ok: false });
    const row = await store.db.selectFrom("connections").select(["status", "secrets"]).executeTakeFirst();
    expect(row).toEqual({ status: "removed", secrets: null });
  });

  it("to another company in another window in the same moment keeps the first", async () => {
    const installation = await begin();
    const { context, store } = pipeline;
    const begun = await startConnection(context, installation, "fortnox", "anna");
    // Both windows have read the connection before it belonged to anybody.
    expect(await keepConnected(context, begun, COMPANY, "")).toMatchObject({ ok: true });
    const other = { ...COMPANY, ledgerTenant: "112233", companyName: "Vatten AB" };
    expect(await keepConnected(context, begun, other, "")).toMatchObject({
      ok: false,
      message: expect.stringContaining("belongs to Fjäll AB"),
    });
    expect(await listConnections(store, installation.id)).toMatchObject([{ ledgerTenant: "556677" }]);
  });

  it("gets the orders that were noted without a ledger just before it was there", async () => {
    const installation = await begin();
    const { context, store } = pipeline;
    const begun = await startConnection(context, installation, "fortnox", "anna");
    const key = { installationId: installation.id, connectionId: 0, orderId: "1" };
    const { db, engine: kind } = store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], Date.now()));
    await keepConnected(context, begun, COMPANY, "");
    expect(await readTransfer(store, { ...key, connectionId: begun.id })).not.toBeNull();
  });
});
