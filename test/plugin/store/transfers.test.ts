import { describe, expect, it } from "vitest";
import { codes } from "../../../plugin/domain/problem.ts";
import type { Store } from "../../../plugin/store/database.ts";
import { dropEffect, readEffects, touchEffect, writeEffects } from "../../../plugin/store/effects/effects.ts";
import { ERASED } from "../../../plugin/store/erasure/erased.ts";
import { eraseOrder, ordersOfBuyer } from "../../../plugin/store/erasure/erasure.ts";
import { endAllLeases } from "../../../plugin/store/transfers/leases.ts";
import { releaseTransfers } from "../../../plugin/store/transfers/releases.ts";
import {
  adoptTransfers,
  dueTransfers,
  handledVersions,
} from "../../../plugin/store/transfers/transfer-demand.ts";
import {
  claimTransfer,
  finishTransfer,
  keepTransfer,
} from "../../../plugin/store/transfers/transfer-leases.ts";
import { countTransfers, listTransfers } from "../../../plugin/store/transfers/transfer-lists.ts";
import { appendLog, forgetLog, readLog } from "../../../plugin/store/transfers/transfer-log.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { inEmptyStore, installShop, NOW, result, wantIn } from "./open-store.ts";

describe.each(engines)("what is known of orders on $name: the store", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  const install = (tenantId?: string, tenantName?: string) => installShop(store, tenantId, tenantName);
  const want = (keys: Parameters<typeof wantIn>[1], nowMs?: number) => wantIn(store, keys, nowMs);

  it("gives an order to one worker at a time and to the next when the lease ends", async () => {
    const key = { installationId: await install(), connectionId: 1, orderId: "1001" };
    await want([key]);
    expect(await claimTransfer(store, key, "w1", NOW, NOW + 1000)).toMatchObject({
      state: "waiting",
      wantedSeq: 1,
    });
    expect(await claimTransfer(store, key, "w2", NOW + 500, NOW + 2000)).toBeNull();
    expect(await keepTransfer(store, key, "w1", NOW + 3000)).toBe(true);
    expect(await claimTransfer(store, key, "w2", NOW + 2000, NOW + 4000)).toBeNull();
    expect(await claimTransfer(store, key, "w2", NOW + 3000, NOW + 5000)).not.toBeNull();
    expect(await keepTransfer(store, key, "w1", NOW + 9000)).toBe(false);
    expect(await finishTransfer(store, key, "w1", 1, result(), NOW)).toBe("lost");
    expect(await finishTransfer(store, key, "w2", 1, result(), NOW)).toBe("done");
  });

  it("looks at an order again when it was wanted while a worker held it", async () => {
    const key = { installationId: await install(), connectionId: 1, orderId: "1001" };
    await want([key]);
    await claimTransfer(store, key, "w1", NOW, NOW + 1000);
    await want([key], NOW + 10);
    expect(await claimTransfer(store, key, "w2", NOW + 20, NOW + 2000)).toBeNull();
    expect(await finishTransfer(store, key, "w1", 1, result(), NOW + 30)).toBe("again");
    expect(await claimTransfer(store, key, "w1", NOW + 30, NOW + 2000)).toMatchObject({ wantedSeq: 2 });
    expect(await finishTransfer(store, key, "w1", 2, result(), NOW + 40)).toBe("done");
    expect(await dueTransfers(store, NOW + 1_000_000, 10)).toEqual([]);
  });

  it("names nobody again who was erased while the order was looked at", async () => {
    const key = { installationId: await install(), connectionId: 1, orderId: "1001" };
    await want([key]);
    await claimTransfer(store, key, "w1", NOW, NOW + 1000);
    await finishTransfer(store, key, "w1", 1, result(), NOW);
    expect(await readTransfer(store, key)).toMatchObject({ customer: result().order?.customer });
    await want([key], NOW + 10);
    await claimTransfer(store, key, "w1", NOW + 20, NOW + 2000);
    await eraseOrder(store, key.installationId, key.orderId);
    await finishTransfer(store, key, "w1", 2, result(), NOW + 30);
    expect(await readTransfer(store, key)).toMatchObject({
      customer: ERASED,
      number: result().order?.number,
    });
  });

  it("finds a buyer's orders of which nothing was sent, and keeps nothing that names her", async () => {
    const key = { installationId: await install(), connectionId: 1, orderId: "1001" };
    await want([key, { ...key, orderId: "1002" }]);
    const held = {
      state: "held",
      code: "CUSTOMER_AMBIGUOUS",
      message: "Several match Anna Åkesson.",
    } as const;
    await claimTransfer(store, key, "w1", NOW, NOW + 1000);
    await finishTransfer(store, key, "w1", 1, result(held), NOW);
    const other = { ...key, orderId: "1002" };
    const { order } = result();
    if (order === null) throw new Error("a result without its order");
    await claimTransfer(store, other, "w1", NOW, NOW + 1000);
    await finishTransfer(store, other, "w1", 1, result({ order: { ...order, buyerKey: "c10" } }), NOW);
    const ofHers = { connectionId: 1, orderId: "1001" };
    expect(await ordersOfBuyer(store, key.installationId, "c1")).toEqual([ofHers]);
    await eraseOrder(store, key.installationId, key.orderId);
    expect(await readTransfer(store, key)).toMatchObject({
      customer: ERASED,
      message: codes.CUSTOMER_AMBIGUOUS.sentence,
    });
    expect(await ordersOfBuyer(store, key.installationId, "c1")).toEqual([]);
    expect(await readTransfer(store, other)).toMatchObject({ customer: "Anna Åkesson" });
  });

  it("finds retries when they are due and orders whose worker died", async () => {
    const installationId = await install();
    const [retry, dead, unconnected] = [
      { installationId, connectionId: 1, orderId: "retry" },
      { installationId, connectionId: 1, orderId: "dead" },
      { installationId, connectionId: 0, orderId: "none" },
    ] as const;
    await want([retry, dead, unconnected]);
    await claimTransfer(store, retry, "w1", NOW, NOW + 1000);
    await finishTransfer(
      store,
      retry,
      "w1",
      1,
      result({ state: "waiting", code: "RETRYING", retryAt: NOW + 5000 }),
      NOW,
    );
    await claimTransfer(store, dead, "w1", NOW, NOW + 1000);
    expect(await dueTransfers(store, NOW + 999, 10)).toEqual([]);
    expect(await dueTransfers(store, NOW + 1000, 10)).toEqual([dead]);
    expect(await dueTransfers(store, NOW + 5000, 10)).toEqual([dead, retry]);
    // A call of the dead worker may still be at work in the ledger: its lease ends soon, not at once.
    await endAllLeases(store, NOW);
    expect(await dueTransfers(store, NOW, 10)).toEqual([]);
    expect(await dueTransfers(store, NOW + 1000, 10)).toEqual([dead]);
  });

  it("finds what is due of each installation in turn when there is too much", async () => {
    const [flood, other] = [await install(), await install("t2")];
    const key = (installationId: number, orderId: string) => ({ installationId, connectionId: 1, orderId });
    await want(Array.from({ length: 30 }, (_, index) => key(flood, `f${index}`)));
    await want([key(other, "a"), key(other, "b")]);
    const due = await dueTransfers(store, NOW + 1_000_000, 5);
    const of = (id: number) => due.filter((one) => one.installationId === id);
    expect([of(flood), of(other)].map((some) => some.length)).toEqual([3, 2]);
  });

  it("forgets what was noted of orders long ago, and nothing newer", async () => {
    const order = { installationId: await install(), connectionId: 1, orderId: "1001" };
    const line = (message: string, atMs: number) => ({ step: "book", message, atMs });
    await appendLog(store, order, [line("old", NOW), line("also old", NOW), line("new", NOW + 1000)]);
    expect(await forgetLog(store, NOW + 500, 1)).toBe(1);
    expect(await forgetLog(store, NOW + 500, 10)).toBe(1);
    expect(await readLog(store, order, 10)).toMatchObject([{ message: "new" }]);
  });

  it("releases held orders, and gives orders noted before there was a connection to it", async () => {
    const installationId = await install();
    const held = { installationId, connectionId: 1, orderId: "held" };
    await want([held, { installationId, connectionId: 0, orderId: "early" }]);
    await claimTransfer(store, held, "w1", NOW, NOW + 1000);
    await finishTransfer(store, held, "w1", 1, result({ state: "held", code: "VAT_UNMAPPED" }), NOW);
    expect(await releaseTransfers(store, installationId, 1, ["booked"], NOW)).toBe(0);
    expect(await releaseTransfers(store, installationId, 1, ["held"], NOW)).toBe(1);
    // A delivery that came between the new connection and this.
    await want([{ installationId, connectionId: 1, orderId: "early" }]);
    await adoptTransfers(store, installationId, 1, NOW);
    const due = await dueTransfers(store, NOW, 10);
    expect(due.map((key) => key.orderId).sort()).toEqual(["early", "held"]);
  });

  it("lists an installation's orders newest first, page by page, and never another's", async () => {
    const installationId = await install();
    const other = await install("t2");
    for (const [index, id] of ["a", "b", "c", "d"].entries()) {
      const key = { installationId: id === "d" ? other : installationId, connectionId: 1, orderId: id };
      await want([key]);
      await claimTransfer(store, key, "w", NOW, NOW + 1);
      const order = result().order;
      if (order === null) throw new Error("the builder gives an order");
      const orderedAt = `2026-05-0${index + 1}T00:00:00.000Z`;
      await finishTransfer(
        store,
        key,
        "w",
        1,
        result({ order: { ...order, number: `#${id}`, orderedAt } }),
        NOW,
      );
    }
    const filter = { installationId, connectionId: 1, limit: 2 };
    const first = await listTransfers(store, filter);
    expect(first.map((row) => row.orderId)).toEqual(["c", "b"]);
    const after = { orderedAt: first[1]?.orderedAt ?? "", orderId: "b" };
    expect((await listTransfers(store, { ...filter, after })).map((row) => row.orderId)).toEqual(["a"]);
    expect((await listTransfers(store, { ...filter, q: "#b" })).map((row) => row.orderId)).toEqual(["b"]);
    expect(await listTransfers(store, { ...filter, q: "100%" })).toEqual([]);
    expect(await listTransfers(store, { ...filter, state: "held" })).toEqual([]);
    expect(await countTransfers(store, installationId, 1)).toEqual([
      { state: "booked", code: null, currency: "SEK", count: 3 },
    ]);
    expect(await readTransfer(store, { installationId, connectionId: 1, orderId: "d" })).toBeNull();
    const versions = await handledVersions(store, installationId, ["a", "d"]);
    expect(versions).toEqual([
      { connectionId: 1, orderId: "a", version: "2026-05-04T09:00:00Z", listedSums: null },
    ]);
  });

  it("keeps an effect from its reservation to its result, and drops only reservations", async () => {
    const order = { installationId: await install(), connectionId: 1, orderId: "1001" };
    const at = (afterMs: number) => new Date(NOW + afterMs).toISOString();
    const key = { ...order, document: "invoice", step: "create" };
    const write = { key, planned: { total: "249.00" }, ref: null, totals: null };
    await writeEffects(store, [{ ...write, state: "sending" }], NOW);
    expect(await readEffects(store, order)).toMatchObject([
      { state: "sending", planned: { total: "249.00" }, ref: null },
    ]);
    const book = {
      key: { ...key, step: "book" },
      planned: {},
      ref: null,
      totals: null,
      state: "sending" as const,
    };
    await writeEffects(store, [{ ...write, state: "done", ref: { id: "7" } }, book], NOW + 1);
    await dropEffect(store, key, at(1));
    await dropEffect(store, book.key, at(0));
    expect(await readEffects(store, order)).toHaveLength(2);
    await touchEffect(store, book.key, at(1), NOW + 2);
    await dropEffect(store, book.key, at(1));
    expect(await readEffects(store, order)).toHaveLength(2);
    await dropEffect(store, book.key, at(2));
    expect(await readEffects(store, order)).toMatchObject([
      { step: "create", state: "done", ref: { id: "7" } },
    ]);
    expect(await readEffects(store, { ...order, orderId: "100" })).toEqual([]);
  });

  it("keeps an order's log in the order it happened, without touching its letters", async () => {
    const order = { installationId: await install(), connectionId: 1, orderId: "1" };
    await appendLog(store, order, [
      { step: "create", message: "Made invoice 1 — å ☕", atMs: NOW, detail: { a: 1 } },
      { step: "book", message: "Booked", atMs: NOW },
    ]);
    expect(await readLog(store, order, 10)).toEqual([
      {
        at: "2026-05-04T10:00:00.000Z",
        step: "create",
        message: "Made invoice 1 — å ☕",
        detail: { a: 1 },
      },
      { at: "2026-05-04T10:00:00.000Z", step: "book", message: "Booked", detail: null },
    ]);
    expect((await readLog(store, order, 1)).map((line) => line.step)).toEqual(["book"]);
  });
});
