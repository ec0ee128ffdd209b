import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../server/database.ts";
import { migrate } from "../../server/migrate.ts";
import { engines, type OpenEngine } from "../support/engines.ts";

describe.each(engines)("the database of $name", (engine) => {
  let place: OpenEngine;
  let database: OpenDatabase;

  beforeEach(async () => {
    place = await engine.open();
    database = openDatabase({ databaseUrl: place.databaseUrl ?? null, dataDir: place.dataDir });
    await sql`create table notes (id integer primary key, text varchar(20) not null)`.execute(database.db);
  });
  afterEach(async () => {
    await database.close();
    await place.close();
  });

  const texts = async () => {
    const { rows } = await sql<{ text: string }>`select text from notes order by id`.execute(database.db);
    return rows.map((row) => row.text);
  };

  it("answers and says which engine it is", async () => {
    await expect(database.ping()).resolves.toBeUndefined();
    expect(database.engine).toBe(place.databaseUrl === undefined ? "sqlite" : "mysql");
  });

  it("keeps every character of a customer's name", async () => {
    const name = "Åsa 👩‍🌾 O'Brien \\ %";
    await sql`insert into notes (id, text) values (1, ${name})`.execute(database.db);
    expect(await texts()).toEqual([name]);
  });

  it("gives rows that are plain objects", async () => {
    await sql`insert into notes (id, text) values (1, 'a')`.execute(database.db);
    const { rows } = await sql`select id, text from notes`.execute(database.db);
    expect(rows).toStrictEqual([{ id: 1, text: "a" }]);
  });

  it("counts the rows a statement changed", async () => {
    await sql`insert into notes (id, text) values (1, 'a'), (2, 'b')`.execute(database.db);
    const result = await sql`update notes set text = 'a' where id <= 2`.execute(database.db);
    expect(result.numAffectedRows).toBe(2n);
  });

  it("takes a transaction back as a whole", async () => {
    const failing = database.db.transaction().execute(async (transaction) => {
      await sql`insert into notes (id, text) values (1, 'a')`.execute(transaction);
      throw new Error("the ledger said no");
    });
    await expect(failing).rejects.toThrow("the ledger said no");
    expect(await texts()).toEqual([]);
  });

  it("lets transactions that read and then write wait for each other", async () => {
    await sql`insert into notes (id, text) values (1, '0')`.execute(database.db);
    const addOne = () =>
      database.db.transaction().execute(async (transaction) => {
        await sql`update notes set text = text where id = 1`.execute(transaction);
        const { rows } = await sql<{ text: string }>`select text from notes where id = 1`.execute(
          transaction,
        );
        const next = String(Number(rows[0]?.text) + 1);
        await sql`update notes set text = ${next} where id = 1`.execute(transaction);
      });
    await Promise.all(Array.from({ length: 12 }, addOne));
    expect(await texts()).toEqual(["12"]);
  });

  it("hands over rows one by one", async () => {
    await sql`insert into notes (id, text) values (1, 'a'), (2, 'b'), (3, 'c')`.execute(database.db);
    const notes = sql<{ id: number }>`notes`.as("notes");
    const seen: number[] = [];
    for await (const row of database.db.selectFrom(notes).select("notes.id").orderBy("notes.id").stream()) {
      seen.push(row.id);
    }
    expect(seen).toEqual([1, 2, 3]);
  });

  it("still holds what was written after it was closed and opened again", async () => {
    await sql`insert into notes (id, text) values (1, 'kept')`.execute(database.db);
    await database.close();
    database = openDatabase({ databaseUrl: place.databaseUrl ?? null, dataDir: place.dataDir });
    expect(await texts()).toEqual(["kept"]);
  });

  it("brings an empty database up to date, and an up-to-date one nowhere", async () => {
    const first = await migrate(database.db);
    expect(first.length).toBeGreaterThan(5);
    expect(first).toEqual(first.toSorted());
    expect(await migrate(database.db)).toEqual([]);
  });
});

describe("MySQL as we set it up", () => {
  it("refuses a text that is too long instead of cutting it off", async () => {
    const [, servers] = engines;
    const place = await servers?.open();
    const database = openDatabase({ databaseUrl: place?.databaseUrl ?? null, dataDir: place?.dataDir ?? "" });
    await sql`create table short (text varchar(3) not null)`.execute(database.db);
    await expect(sql`insert into short values ('four')`.execute(database.db)).rejects.toThrow("too long");
    await database.close();
    await place?.close();
  });

  it("hands amounts and large numbers over as text, to the last digit", async () => {
    const [, servers] = engines;
    const place = await servers?.open();
    const database = openDatabase({ databaseUrl: place?.databaseUrl ?? null, dataDir: place?.dataDir ?? "" });
    const { rows } = await sql`
      select cast('12345678901234.5678' as decimal(20, 4)) as amount, 18446744073709551615 as big, 7 as small
    `.execute(database.db);
    expect(rows).toEqual([{ amount: "12345678901234.5678", big: "18446744073709551615", small: 7 }]);
    await database.close();
    await place?.close();
  });
});

describe("SQLite as we set it up", () => {
  it("answers only when a row is on the disk, and keeps references whole", async () => {
    const [embedded] = engines;
    const place = await embedded?.open();
    const database = openDatabase({ databaseUrl: null, dataDir: place?.dataDir ?? "" });
    const { rows } = await sql`
      select (select journal_mode from pragma_journal_mode) as journal,
        (select synchronous from pragma_synchronous) as synchronous,
        (select foreign_keys from pragma_foreign_keys) as "references"
    `.execute(database.db);
    // 2 is "full".
    expect(rows).toEqual([{ journal: "wal", synchronous: 2, references: 1 }]);
    await database.close();
    await place?.close();
  });

  it("says which kind of value it cannot store", async () => {
    const [embedded] = engines;
    const place = await embedded?.open();
    const database = openDatabase({ databaseUrl: null, dataDir: place?.dataDir ?? "" });
    await expect(sql`select ${true}`.execute(database.db)).rejects.toThrow("not boolean");
    await database.close();
    await place?.close();
  });
});
