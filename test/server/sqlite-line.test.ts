import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqliteLine } from "../../server/sqlite-line.ts";
import { createRunFolder } from "../support/run-folder.ts";

describe("statements that come together on SQLite", () => {
  let database: DatabaseSync;
  let witness: DatabaseSync;
  let line: SqliteLine;
  beforeEach(() => {
    const path = join(createRunFolder().path, `${randomUUID()}.sqlite`);
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec("pragma journal_mode = wal; create table notes (id integer primary key)");
    witness = new DatabaseSync(path, { timeout: 0 });
    line = new SqliteLine(database);
  });
  afterEach(() => {
    witness.close();
    database.close();
  });

  const insert = (id: number) => line.take(() => database.exec(`insert into notes values (${id})`));
  const stored = (from: DatabaseSync) =>
    from
      .prepare("select id from notes order by id")
      .all()
      .map((row) => row["id"]);

  it("are answered when somebody else can read them all", async () => {
    let seenAtFirstAnswer: unknown[] = [];
    const first = insert(1).then(() => {
      seenAtFirstAnswer = stored(witness);
    });
    await Promise.all([first, insert(2), insert(3)]);
    expect(seenAtFirstAnswer).toEqual([1, 2, 3]);
  });

  it("are refused, and nothing else happens, when the database is closed before their turn", async () => {
    const both = Promise.allSettled([insert(1), insert(2)]);
    database.close();
    expect(await both).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    expect(stored(witness)).toEqual([]);
    database.open();
  });

  it("do not fail because one of them does", async () => {
    const outcomes = await Promise.allSettled([insert(1), insert(1), insert(2)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(stored(witness)).toEqual([1, 2]);
  });

  it("fail all when another process holds the database, and go on when it is done", async () => {
    witness.exec("begin immediate");
    const outcomes = await Promise.allSettled([insert(1), insert(2)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
    witness.exec("commit");
    await Promise.all([insert(3), insert(4)]);
    expect(stored(witness)).toEqual([3, 4]);
  });

  it("wait for whoever has the database to himself, and are served in the order they came", async () => {
    const order: string[] = [];
    const before = insert(1).then(() => order.push("before"));
    const alone = line.beAlone().then(async () => {
      order.push("alone");
      await new Promise((resolve) => setImmediate(resolve));
      expect(stored(database)).toEqual([1]);
      line.leave();
    });
    const after = insert(2).then(() => order.push("after"));
    await Promise.all([before, alone, after]);
    expect(order).toEqual(["before", "alone", "after"]);
  });
});
