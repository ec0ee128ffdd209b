import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createConnection,
  deleteConnection,
  listConnections,
  readConnection,
  readSettings,
  saveSettings,
  setConnected,
  targetsOf,
} from "../../plugin/store/connections.ts";
import type { Store } from "../../plugin/store/database.ts";
import { isDuplicateKey } from "../../plugin/store/dialect.ts";
import { dropEffect, readEffects, touchEffect, writeEffects } from "../../plugin/store/effects.ts";
import {
  forgetDeliveries,
  hasWaitingDeliveries,
  markTaken,
  storeDeliveries,
  takeDeliveries,
} from "../../plugin/store/inbox.ts";
import {
  claimSweep,
  findInstallation,
  moveMark,
  readInstallation,
  restartSweep,
  saveInstallation,
} from "../../plugin/store/installations.ts";
import { endAllLeases } from "../../plugin/store/leases.ts";
import {
  expireMapping,
  forgetMapping,
  mappingsToNumber,
  readMappings,
  releaseMapping,
  reserveMapping,
  storeMapping,
} from "../../plugin/store/mappings.ts";
import { rememberState, takeState } from "../../plugin/store/oauth-states.ts";
import {
  addPracticeRecord,
  changePracticeRecord,
  countPracticeRecords,
  listPracticeRecords,
  readPracticeRecord,
} from "../../plugin/store/practice-records.ts";
import { deletePracticeBooks, erasePracticeCards } from "../../plugin/store/practice-removal.ts";
import { claimSecrets, readSealed, releaseSecrets, replaceSecrets } from "../../plugin/store/secrets.ts";
import { addSigningKey, listSigningKeys } from "../../plugin/store/signing-keys.ts";
import {
  adoptTransfers,
  dueTransfers,
  handledVersions,
  releaseTransfers,
  wantTransfers,
} from "../../plugin/store/transfer-demand.ts";
import {
  claimTransfer,
  finishTransfer,
  keepTransfer,
  type TransferResult,
} from "../../plugin/store/transfer-leases.ts";
import { countTransfers, listTransfers } from "../../plugin/store/transfer-lists.ts";
import { appendLog, forgetLog, readLog } from "../../plugin/store/transfer-log.ts";
import { readTransfer } from "../../plugin/store/transfers.ts";

const NOW = Date.parse("2026-05-04T10:00:00.000Z");

/** What the store promises on every engine. `open` gives an empty, migrated database. */
export function storeContract(
  name: string,
  open: () => Promise<{ readonly store: Store; close(): Promise<void> }>,
): void {
  describe(`the store on ${name}`, () => {
    let store: Store;
    let close: () => Promise<void>;
    beforeEach(async () => {
      const opened = await open();
      store = opened.store;
      close = opened.close;
    });
    afterEach(() => close());

    const install = (tenantId = "t1", tenantName = "Fjäll & Form ☕") =>
      saveInstallation(
        store,
        {
          platform: "manifest",
          issuer: "https://shop.example",
          tenantId,
          tenantName,
          tenantUrl: "https://shop.example",
          adminUrl: "https://shop.example/admin/apps/accounting",
          apiBaseUrl: "https://shop.example/api",
          country: "SE",
          currency: "SEK",
          timeZone: "Europe/Stockholm",
          scopes: ["orders:read"],
          metadata: { jwks: 1 },
        },
        NOW,
      );
    const delivery = (installationId: number, deliveryId: string, orderIds = ["1"]) => ({
      installationId,
      deliveryId,
      source: "webhook" as const,
      type: "order.paid",
      orderIds,
      body: '{"å":"☕"}',
    });
    const result = (change: Partial<TransferResult> = {}): TransferResult => ({
      state: "booked",
      code: null,
      message: null,
      fix: null,
      warnings: [],
      retryAt: null,
      attempts: 0,
      shown: "x",
      order: {
        number: "#1",
        customer: "Anna Åkesson",
        total: "249.00",
        currency: "SEK",
        orderedAt: "2026-05-04T09:00:00.000Z",
        url: null,
        version: "2026-05-04T09:00:00Z",
      },
      ...change,
    });
    const want = (keys: Parameters<typeof wantTransfers>[1], nowMs = NOW) =>
      store.db.transaction().execute((db) => wantTransfers({ db, engine: store.engine }, keys, nowMs));

    it("keeps one installation per shop and renews it on a second install", async () => {
      const first = await install();
      const second = await install("t1", "New name");
      const other = await install("t2");
      expect(second).toBe(first);
      expect(other).not.toBe(first);
      const found = await findInstallation(store, "https://shop.example", "t1");
      expect(found).toMatchObject({
        id: first,
        tenantName: "New name",
        scopes: ["orders:read"],
        metadata: { jwks: 1 },
      });
      expect(await findInstallation(store, "https://shop.example", "T1")).toBeNull();
    });

    it("stores many deliveries at once and tells repeats from new ones, per installation", async () => {
      const one = await install();
      const two = await install("t2");
      expect(await storeDeliveries(store, [delivery(one, "a"), delivery(one, "b")], NOW)).toEqual([
        true,
        true,
      ]);
      const mixed = [delivery(one, "b"), delivery(one, "c"), delivery(two, "a"), delivery(one, "c")];
      expect(await storeDeliveries(store, mixed, NOW)).toEqual([false, true, true, false]);
      expect(await hasWaitingDeliveries(store)).toBe(true);
    });

    it("hands each delivery out once, oldest first", async () => {
      const id = await install();
      await storeDeliveries(store, [delivery(id, "a", ["1"]), delivery(id, "b", ["2", "3"])], NOW);
      const taken = await store.db.transaction().execute(async (db) => {
        const rows = await takeDeliveries(db, store.engine, 10);
        await markTaken(
          db,
          rows.map((row) => row.id),
          NOW,
        );
        return rows;
      });
      expect(taken.map((row) => row.orderIds)).toEqual([["1"], ["2", "3"]]);
      expect(await hasWaitingDeliveries(store)).toBe(false);
    });

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

    it("forgets deliveries that were taken long ago, and no others", async () => {
      const one = await install();
      await storeDeliveries(
        store,
        [delivery(one, "old"), delivery(one, "new"), delivery(one, "waiting")],
        NOW,
      );
      const [old, fresh] = await store.db.transaction().execute((db) => takeDeliveries(db, store.engine, 10));
      if (old === undefined || fresh === undefined) throw new Error("nothing was stored");
      await store.db.transaction().execute(async (db) => {
        await markTaken(db, [old.id], NOW);
        await markTaken(db, [fresh.id], NOW + 1_000);
      });
      expect(await forgetDeliveries(store, NOW + 500, 10)).toBe(1);
      const again = [delivery(one, "old"), delivery(one, "new"), delivery(one, "waiting")];
      expect(await storeDeliveries(store, again, NOW)).toEqual([true, false, false]);
    });

    it("forgets what was noted of orders long ago, and nothing newer", async () => {
      const order = { installationId: await install(), connectionId: 1, orderId: "1001" };
      const line = (message: string, atMs: number) => ({ step: "book", message, atMs });
      await appendLog(store, order, [line("old", NOW), line("also old", NOW), line("new", NOW + 1000)]);
      expect(await forgetLog(store, NOW + 500, 1)).toBe(1);
      expect(await forgetLog(store, NOW + 500, 10)).toBe(1);
      expect(await readLog(store, order, 10)).toMatchObject([{ message: "new" }]);
    });

    it("keeps the mark of a sweep that was started over while another was under way", async () => {
      const id = await install();
      expect(await moveMark(store, id, "swept_to", null, "2026-05-01T00:00:00.000Z")).toBe(true);
      await restartSweep(store, id, NOW);
      expect(
        await moveMark(store, id, "swept_to", "2026-05-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z"),
      ).toBe(false);
      expect((await readInstallation(store, id))?.sweptTo).toBeNull();
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

    it("lets one worker make a customer while another waits, and hands a dead worker's doubt on", async () => {
      const installationId = await install();
      const connection = { installationId, connectionId: 1 };
      const key = { ...connection, kind: "customer" as const, platformKey: "c1" };
      expect(await reserveMapping(store, key, "f1", "w1", NOW, NOW + 1000)).toBe("mine");
      expect(await reserveMapping(store, key, "f1", "w2", NOW + 500, NOW + 1500)).toBe("busy");
      expect(await reserveMapping(store, key, "f1", "w2", NOW + 1000, NOW + 2000)).toBe("in-doubt");
      await expireMapping(store, key, "w1", NOW + 1200);
      expect(await reserveMapping(store, key, "f1", "w4", NOW + 1200, NOW + 2000)).toBe("busy");
      await expireMapping(store, key, "w2", NOW + 1200);
      expect(await reserveMapping(store, key, "f1", "w4", NOW + 1200, NOW + 2000)).toBe("in-doubt");
      await storeMapping(store, key, "w4", "42", "f1", NOW);
      expect(await reserveMapping(store, key, "f1", "w3", NOW + 9000, NOW + 9999)).toBe("busy");
      const known = { kind: "customer" as const, platformKey: "c1" };
      expect(await readMappings(store, connection, [known])).toMatchObject([
        { state: "done", ledgerNumber: "42" },
      ]);
      expect(await readMappings(store, { ...connection, connectionId: 2 }, [known])).toEqual([]);
      await forgetMapping(store, key, "41");
      expect(await readMappings(store, connection, [known])).toHaveLength(1);
      await forgetMapping(store, key, "42");
      expect(await readMappings(store, connection, [known])).toEqual([]);
    });

    it("lets nobody store or give back a customer or article that a successor has reserved", async () => {
      const connection = { installationId: await install(), connectionId: 1 };
      const key = { ...connection, kind: "article" as const, platformKey: "MUG 1" };
      const row = { kind: key.kind, platformKey: key.platformKey };
      expect(await reserveMapping(store, key, "f1", "slow", NOW, NOW + 1000, "MUG1")).toBe("mine");
      expect(await reserveMapping(store, key, "f2", "next", NOW + 1000, NOW + 2000, "MUG1")).toBe("in-doubt");
      await releaseMapping(store, key, "slow");
      await storeMapping(store, key, "slow", "MUG1", "f1", NOW);
      expect(await readMappings(store, connection, [row])).toMatchObject([{ state: "sending" }]);
      await storeMapping(store, key, "next", "MUG1", "f2", NOW);
      await releaseMapping(store, key, "next");
      await storeMapping(store, key, "slow", "MUG2", "f1", NOW);
      expect(await readMappings(store, connection, [row])).toMatchObject([
        { state: "done", ledgerNumber: "MUG1", fingerprint: "f2" },
      ]);
      await storeMapping(store, key, "anybody", "MUG1", "f3", NOW);
      expect(await readMappings(store, connection, [row])).toMatchObject([{ fingerprint: "f3" }]);
    });

    it("tells which other SKUs have become an article's number, or are about to", async () => {
      const connection = { installationId: await install(), connectionId: 1 };
      const article = (platformKey: string) => ({ ...connection, kind: "article" as const, platformKey });
      await reserveMapping(store, article("MUG 1"), "", "w1", NOW, NOW + 1000, "MUG1");
      await reserveMapping(store, article("MUG1"), "", "w2", NOW, NOW + 1000, "MUG1");
      await storeMapping(store, article("MUG 1"), "w1", "MUG1", "", NOW);
      expect(await mappingsToNumber(store, article("MUG1"), "MUG1")).toMatchObject([
        { platformKey: "MUG 1", state: "done" },
      ]);
      expect(await mappingsToNumber(store, article("MUG 1"), "MUG1")).toMatchObject([
        { platformKey: "MUG1", state: "sending" },
      ]);
      expect(await mappingsToNumber(store, article("MUG1"), "MUG")).toEqual([]);
    });

    it("lets one process change secrets at a time and refuses a late writer", async () => {
      const id = await install();
      await replaceSecrets(store, "installations", id, "s0");
      expect(await claimSecrets(store, "installations", id, "p1", NOW, NOW + 1000)).toBe(true);
      expect(await claimSecrets(store, "installations", id, "p2", NOW + 1, NOW + 1000)).toBe(false);
      expect(await claimSecrets(store, "installations", id, "p2", NOW + 1000, NOW + 2000)).toBe(true);
      expect(await releaseSecrets(store, "installations", id, "p1", "late")).toBe(false);
      expect(await releaseSecrets(store, "installations", id, "p2", "s1")).toBe(true);
      expect(await readSealed(store, "installations", id)).toBe("s1");
    });

    it("keeps every version of the settings and refuses a change based on an old one", async () => {
      const installationId = await install();
      const id = await createConnection(store, installationId, "fortnox", { a: 1 }, "anna", NOW);
      expect(await saveSettings(store, id, 1, { a: 2 }, "anna", NOW)).toBe(true);
      expect(await saveSettings(store, id, 1, { a: 3 }, "olle", NOW)).toBe(false);
      expect(await readSettings(store, id, 2)).toEqual({ a: 2 });
      expect(await readConnection(store, installationId + 1, id)).toBeNull();
    });

    it("gives a handshake's memory back once, and never after its time", async () => {
      const state = { hash: "h1", purpose: "install" as const, sealed: "m" };
      await rememberState(store, state, NOW, NOW + 1000);
      await rememberState(store, { ...state, hash: "h2" }, NOW, NOW + 1000);
      expect(await takeState(store, "h1", "connect", NOW)).toBeNull();
      expect(await takeState(store, "h1", "install", NOW)).toBe("m");
      expect(await takeState(store, "h1", "install", NOW)).toBeNull();
      expect(await takeState(store, "h2", "install", NOW + 1000)).toBeNull();
    });

    it("lets one process sweep a shop when its sweep is due", async () => {
      const id = await install();
      expect(await claimSweep(store, id, NOW, NOW + 1000)).toBe(true);
      expect(await claimSweep(store, id, NOW, NOW + 1000)).toBe(false);
      expect(await claimSweep(store, id, NOW + 1000, NOW + 2000)).toBe(true);
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

    it("keeps practice books: numbers in turn, each reference once, and no change over another", async () => {
      const books = { installationId: await install(), connectionId: 7 };
      const fresh = { kind: "document", number: null, reference: "r-1", content: "{}" };
      const add = (more: Partial<typeof fresh> = {}) =>
        addPracticeRecord(store, books, { ...fresh, ...more }, NOW);
      const made = await Promise.all(["r-1", "r-2", "r-3", "r-2"].map((reference) => add({ reference })));
      expect(made.map((one) => one.reference)).toEqual(["r-1", "r-2", "r-3", "r-2"]);
      expect(new Set(made.map((one) => one.number))).toEqual(new Set(["1", "2", "3"]));
      const [first] = await listPracticeRecords(store, books, "document");
      if (first === undefined) throw new Error("nothing was kept");
      const to = { content: '{"a":1}', reference: null };
      expect(await changePracticeRecord(store, books, first, to, NOW)).toBe(true);
      expect(await changePracticeRecord(store, books, first, to, NOW)).toBe(false);
      const reference = first.reference ?? "";
      expect(await readPracticeRecord(store, books, "document", { reference })).toBeNull();
      expect(await add({ reference })).toMatchObject({ number: "4", revision: 1 });
      expect(await countPracticeRecords(store, books, "document")).toBe(4);
      expect(await listPracticeRecords(store, { ...books, connectionId: 8 }, "document")).toEqual([]);
      const named = { kind: "article", number: "MUG-1", reference: null, content: "{}" };
      const twice = await Promise.all([1, 2].map(() => addPracticeRecord(store, books, named, NOW)));
      expect(twice.map((one) => one.number)).toEqual(["MUG-1", "MUG-1"]);
      expect(await countPracticeRecords(store, books, "article")).toBe(1);
    });

    it("points orders at ledgers, and at practice books until one of them is connected", async () => {
      const id = await install();
      const targets = () => store.db.transaction().execute((db) => targetsOf(db, [id]));
      expect((await targets()).get(id)).toBeUndefined();
      const practice = await createConnection(store, id, "practice", {}, "anna", NOW, true);
      expect((await targets()).get(id)).toEqual({ live: [0, practice], all: [practice] });
      const ledger = await createConnection(store, id, "fortnox", {}, "anna", NOW);
      expect((await targets()).get(id)?.live).toEqual([ledger, practice]);
      expect((await listConnections(store, id)).map((one) => one.id)).toEqual([practice, ledger]);
      await setConnected(store, ledger, { ledgerTenant: "1", name: "AB" }, NOW);
      expect((await targets()).get(id)).toEqual({ live: [ledger], all: [practice, ledger] });
      expect((await listConnections(store, id)).map((one) => one.id)).toEqual([ledger, practice]);
    });

    it("deletes practice books with all that was booked in them, and no ledger's", async () => {
      const id = await install();
      const practice = await createConnection(store, id, "practice", {}, "anna", NOW, true);
      const ledger = await createConnection(store, id, "fortnox", {}, "anna", NOW);
      for (const connectionId of [practice, ledger]) {
        const books = { installationId: id, connectionId };
        await appendLog(store, { ...books, orderId: "1" }, [{ step: "note", message: "Made", atMs: NOW }]);
        const record = { kind: "customer", number: null, reference: "c-1", content: "{}" };
        await addPracticeRecord(store, books, record, NOW);
      }
      await expect(deletePracticeBooks(store, id, practice)).rejects.toThrow("not to removed");
      await deleteConnection(store, id, practice);
      await deleteConnection(store, id, ledger);
      await expect(deletePracticeBooks(store, id, ledger)).rejects.toThrow("not to removed");
      await deletePracticeBooks(store, id, practice);
      const left = async (connectionId: number) => [
        (await readLog(store, { installationId: id, connectionId, orderId: "1" }, 10)).length,
        await countPracticeRecords(store, { installationId: id, connectionId }, "customer"),
      ];
      expect([await left(practice), await left(ledger)]).toEqual([
        [0, 0],
        [1, 1],
      ]);
    });

    it("takes an erased customer's data off her card in practice books, and off no other's", async () => {
      const id = await install();
      const books = { installationId: id, connectionId: 7 };
      const times = { created_at: "2026-05-04T10:00:00.000Z", updated_at: "2026-05-04T10:00:00.000Z" };
      for (const [number, platform_key] of [
        ["1", "vera"],
        ["2", "anna"],
      ] as const) {
        const content = JSON.stringify({ name: platform_key });
        await addPracticeRecord(store, books, { kind: "customer", number, reference: null, content }, NOW);
        const mapping = { kind: "customer", platform_key, state: "done", ledger_number: number } as const;
        const nobody = { fingerprint: "", owner: null, owner_until: null };
        const of = { installation_id: id, connection_id: 7 };
        await store.db
          .insertInto("mappings")
          .values({ ...of, ...mapping, ...nobody, ...times })
          .execute();
      }
      const names = async () =>
        (await listPracticeRecords(store, books, "customer")).map((one) => JSON.parse(one.content));
      await erasePracticeCards(store, id, "vera", '{"name":"(erased)"}');
      expect(await names()).toEqual([{ name: "(erased)" }, { name: "anna" }]);
      await erasePracticeCards(store, id + 1, null, "{}");
      await erasePracticeCards(store, id, null, '{"name":"(erased)"}');
      expect(await names()).toEqual([{ name: "(erased)" }, { name: "(erased)" }]);
    });

    it("keeps signing keys, newest first, and knows a duplicate key by its number", async () => {
      await addSigningKey(store, { kid: "k1", publicJwk: "{}", sealedPrivateJwk: "p" }, NOW);
      await addSigningKey(store, { kid: "k1", publicJwk: "other", sealedPrivateJwk: "p" }, NOW);
      await addSigningKey(store, { kid: "k2", publicJwk: "{}", sealedPrivateJwk: "p" }, NOW + 1);
      expect((await listSigningKeys(store)).map((key) => [key.kid, key.publicJwk])).toEqual([
        ["k2", "{}"],
        ["k1", "{}"],
      ]);
      const again = store.db
        .insertInto("signing_keys")
        .values({ kid: "k1", public_jwk: "", private_jwk: "", created_at: "2026-05-04T10:00:00.000Z" })
        .execute();
      expect(isDuplicateKey(await again.catch((error: unknown) => error))).toBe(true);
    });
  });
}
