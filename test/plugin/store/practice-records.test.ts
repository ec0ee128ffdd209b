import { describe, expect, it } from "vitest";
import { deleteConnection } from "../../../plugin/store/connections.ts";
import type { Store } from "../../../plugin/store/database.ts";
import {
  addPracticeRecord,
  changePracticeRecord,
  countPracticeRecords,
  listPracticeRecords,
  readPracticeRecord,
} from "../../../plugin/store/practice/practice-records.ts";
import { deletePracticeBooks, erasePracticeCards } from "../../../plugin/store/practice/practice-removal.ts";
import { appendLog, readLog } from "../../../plugin/store/transfers/transfer-log.ts";
import { engines } from "../../support/engines.ts";
import { createConnection, inEmptyStore, installShop, NOW } from "./open-store.ts";

describe.each(engines)("practice books on $name: the store", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  const install = (tenantId?: string, tenantName?: string) => installShop(store, tenantId, tenantName);

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
});
