import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../server/database.ts";
import { migrate } from "../../server/migrate.ts";
import { engines, type OpenEngine } from "../support/engines.ts";

const command = join(import.meta.dirname, "..", "..", "server", "migrate-command.ts");

function runCommand(place: OpenEngine): Promise<{ stdout: string }> {
  const env = { PATH: process.env["PATH"], DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl };
  return promisify(execFile)(process.execPath, [command], { env, cwd: place.dataDir });
}

describe.each(engines)("migrations on $name", (engine) => {
  it("run once when three processes start at the same time", async () => {
    const place = await engine.open();
    const outputs = await Promise.all([1, 2, 3].map(() => runCommand(place)));
    const ran = outputs.flatMap(({ stdout }) => stdout.split("\n").filter((line) => line.startsWith("ran ")));
    expect(ran.length).toBeGreaterThan(5);
    expect(new Set(ran).size).toBe(ran.length);
    expect((await runCommand(place)).stdout).toContain("The database is up to date.");
    await place.close();
  });

  it("name the one that failed, and go on from there when it is mended", async () => {
    const place = await engine.open();
    const database = openDatabase({ databaseUrl: place.databaseUrl ?? null, dataDir: place.dataDir });
    const first = "create table if not exists first (id integer)";
    const broken = await writeMigrations(join(place.dataDir, "broken"), [
      first,
      "create tabel second (id integer)",
    ]);
    await expect(migrate(database.db, broken)).rejects.toThrow("migration 2 failed");
    const mended = await writeMigrations(join(place.dataDir, "mended"), [
      first,
      "create table second (id integer)",
    ]);
    expect((await migrate(database.db, mended)).at(-1)).toBe("2");
    await sql`select first.id, second.id from first, second`.execute(database.db);
    await database.close();
    await place.close();
  });
});

describe.each(engines)("an older release on $name", (engine) => {
  it("starts on a database that a newer one has migrated, and leaves it as it is", async () => {
    const place = await engine.open();
    const database = openDatabase({ databaseUrl: place.databaseUrl ?? null, dataDir: place.dataDir });
    const first = "create table first (id integer)";
    const older = await writeMigrations(join(place.dataDir, "older"), [first]);
    const newer = await writeMigrations(join(place.dataDir, "newer"), [
      first,
      "create table second (id integer)",
    ]);
    expect(await migrate(database.db, newer)).toEqual(["1", "2"]);
    expect(await migrate(database.db, older)).toEqual([]);
    expect(await migrate(database.db, newer)).toEqual([]);
    await database.close();
    await place.close();
  });
});

/** One file for each statement, named by its number. */
async function writeMigrations(folder: string, statements: readonly string[]): Promise<string> {
  await mkdir(folder);
  const kysely = import.meta.resolve("kysely");
  for (const [index, statement] of statements.entries()) {
    const source = `import { sql } from "${kysely}";\nexport const up = (db) => sql\`${statement}\`.execute(db);\n`;
    await writeFile(join(folder, `${index + 1}.mjs`), source);
  }
  return folder;
}
