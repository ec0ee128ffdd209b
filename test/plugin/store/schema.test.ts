import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../plugin/store/database.ts";
import { CONNECTION_TABLES } from "../../../plugin/store/practice/practice-removal.ts";
import { openDatabase } from "../../../server/database.ts";
import { migrate } from "../../../server/migrate.ts";
import { engines } from "../../support/engines.ts";
import { accessColumns } from "./columns/access.ts";
import { booksColumns } from "./columns/books.ts";
import type { Columns } from "./columns/columns.ts";
import { messagesColumns } from "./columns/messages.ts";
import { ordersColumns } from "./columns/orders.ts";

// The compiler sees that no table is missing here; the test sees that the migrations make exactly this.
const columns: Columns<keyof Database> = {
  ...accessColumns,
  ...booksColumns,
  ...messagesColumns,
  ...ordersColumns,
};

describe.each(engines)("the migrations on $name", (engine) => {
  it("make exactly the columns the code knows, and nothing when they run again", async () => {
    const opened = await engine.open();
    const database = openDatabase({ databaseUrl: opened.databaseUrl ?? null, dataDir: opened.dataDir });
    try {
      expect((await migrate(database.db)).length).toBeGreaterThan(0);
      expect(await migrate(database.db)).toEqual([]);
      const tables = await database.db.introspection.getTables();
      const made = tables
        .filter((table) => !table.name.startsWith("kysely_"))
        .map((table) => [table.name, table.columns.map((column) => column.name).sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const known = Object.entries(columns)
        .map(([table, names]) => [table, Object.keys(names).sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      expect(made).toEqual(known);
    } finally {
      await database.close();
      await opened.close();
    }
  });
});

describe("practice books", () => {
  it("are deleted from every table that is about one connection", () => {
    const tables = Object.entries(columns).filter(([, names]) => "connection_id" in names);
    const known = [...CONNECTION_TABLES, "settings_versions"];
    expect(tables.map(([name]) => name).toSorted()).toEqual(known.toSorted());
  });
});

describe("released migrations", () => {
  // Add a line for a new file; a changed line means that a file others have already run was edited.
  const released: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(import.meta.dirname, "released-migrations.json"), "utf8"),
  );
  const folder = join(import.meta.dirname, "../../../migrations");
  it("are never edited: their hashes stay as they were", () => {
    const hashes = Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .sort()
        .map((name) => [
          name,
          createHash("sha256")
            .update(readFileSync(join(folder, name)))
            .digest("hex")
            .slice(0, 16),
        ]),
    );
    expect(hashes).toEqual(released);
  });
});
