import { CompiledQuery, createQueryId, type Kysely, type KyselyPlugin, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tick } from "../../../plugin/jobs.ts";
import { readProducts } from "../../../plugin/store/catalogue/products.ts";
import { listConnections, readConnection } from "../../../plugin/store/connections.ts";
import type { Database, Store } from "../../../plugin/store/database.ts";
import { readEffects, touchEffect } from "../../../plugin/store/effects/effects.ts";
import { mappingsToNumber, readMappings, skusOfArticles } from "../../../plugin/store/effects/mappings.ts";
import { watchedDocuments } from "../../../plugin/store/effects/watched-documents.ts";
import { newestWaiting } from "../../../plugin/store/incoming/inbox.ts";
import { findInstallation, readInstallation } from "../../../plugin/store/installations.ts";
import { ossRowsOfDay } from "../../../plugin/store/reports/oss-rows.ts";
import { readBacklog } from "../../../plugin/store/transfers/backlog.ts";
import { handledVersions, unhandledOrders } from "../../../plugin/store/transfers/transfer-demand.ts";
import {
  claimTransfer,
  finishTransfer,
  keepTransfer,
} from "../../../plugin/store/transfers/transfer-leases.ts";
import { countTransfers, listTransfers } from "../../../plugin/store/transfers/transfer-lists.ts";
import { readLog } from "../../../plugin/store/transfers/transfer-log.ts";
import { unreadTransfers } from "../../../plugin/store/transfers/transfer-sums.ts";
import { readTransfer } from "../../../plugin/store/transfers/transfers.ts";
import { engines } from "../../support/engines.ts";
import { FIRST_SCALED, fillScaled } from "../../support/scaled-database.ts";
import { openPipeline, type Pipeline } from "../pipeline/open-pipeline.ts";

const HOT = ["transfers", "effects", "mappings", "transfer_log", "inbox"];
/** What asks for all merchants at once goes by time, or by the numbers rows are written in, and stops at a limit. */
const ACROSS_MERCHANTS = [
  "transfers_due",
  "inbox_taken",
  "inbox_turn",
  "inbox.PRIMARY",
  "transfer_log.PRIMARY",
];
const NOW = Date.parse("2026-02-01T00:00:00Z");

describe.each(engines)(
  "what is asked all the time, of 200 merchants with 50 orders each, on $name",
  (engine) => {
    let pipeline: Pipeline;
    let asked: CompiledQuery[];
    let recorded: Store;

    beforeAll(async () => {
      pipeline = await openPipeline(engine);
      const { db } = pipeline.store;
      await fillScaled(db, { installations: 200, ordersEach: 50 });
      await sql`analyze ${pipeline.store.engine === "mysql" ? sql`table ${sql.join(HOT.map((name) => sql.table(name)))}` : sql``}`.execute(
        db,
      );
      asked = [];
      recorded = { ...pipeline.store, db: db.withPlugin(recorder(db, asked)) };
    });
    afterAll(() => pipeline.close());

    it("finds its rows by an index, which begins with the installation where one merchant is meant", async () => {
      await askEverything(recorded);
      await tick({ ...pipeline.context, store: recorded });
      await readBacklog(recorded, NOW);
      expect(asked.length).toBeGreaterThan(25);
      const found: string[] = [];
      for (const query of asked) {
        const ways = await (pipeline.store.engine === "mysql" ? waysOfMysql : waysOfSqlite)(
          pipeline.store.db,
          query,
        );
        found.push(
          ...ways.filter((way) => !isGood(way)).map((way) => `${way.table} by ${way.index}: ${query.sql}`),
        );
      }
      expect(found).toEqual([]);
    });

    it("would be found out when it read a whole table", async () => {
      const { db, engine: name } = pipeline.store;
      const whole = db.selectFrom("transfers").select("order_id").where("customer", "=", "Bo").compile();
      const ways = await (name === "mysql" ? waysOfMysql : waysOfSqlite)(db, whole);
      expect(ways).toEqual([{ table: "transfers", index: "nothing", leads: "" }]);
    });

    const isGood = ({ table, index, leads }: Way): boolean =>
      !HOT.includes(table) ||
      leads === "installation_id" ||
      ACROSS_MERCHANTS.includes(index) ||
      ACROSS_MERCHANTS.includes(`${table}.${index}`);
  },
);

/** Everything one order, one page of the panel and one sweep ask, for a merchant in the middle. */
async function askEverything(store: Store): Promise<void> {
  const installationId = FIRST_SCALED + 100;
  const connection = { installationId, connectionId: installationId };
  const order = { ...connection, orderId: "o5001" };
  await findInstallation(store, "https://shop-100.example", "t100");
  await readInstallation(store, installationId);
  await listConnections(store, installationId);
  await readConnection(store, installationId, installationId);
  await claimTransfer(store, order, "w", NOW, NOW + 20_000);
  await keepTransfer(store, order, "w", NOW + 20_000);
  await finishTransfer(store, order, "w", 2, BOOKED, NOW);
  await readTransfer(store, order);
  await readEffects(store, order);
  await touchEffect(store, { ...order, document: "invoice", step: "create" }, "never", NOW);
  await readMappings(store, connection, [
    { kind: "customer", platformKey: "k1000" },
    { kind: "article", platformKey: "k1001" },
  ]);
  await mappingsToNumber(store, { ...connection, kind: "article", platformKey: "k1001" }, "1001");
  await skusOfArticles(store, connection, ["1001", "1003"]);
  await readLog(store, order, 100);
  await listTransfers(store, { ...connection, limit: 50 });
  await listTransfers(store, { ...connection, limit: 50, state: "held" });
  await countTransfers(store, installationId, installationId);
  await handledVersions(store, installationId, ["o5001", "o5002"]);
  await unhandledOrders(store, connection, ["o5001", "o5002"]);
  await unreadTransfers(store, connection, 100);
  await watchedDocuments(store, connection, ["r5001", "r5002"]);
  await newestWaiting(store, installationId);
  await readProducts(store, installationId, ["A", "B"]);
  await ossRowsOfDay(store, connection, "2026-01-01");
}

const BOOKED = {
  state: "booked",
  code: null,
  message: null,
  fix: null,
  warnings: [],
  retryAt: null,
  attempts: 0,
  shown: null,
  order: null,
} as const;

/** Keeps what is asked, in the words it is sent in. Inserts find nothing. */
function recorder(db: Kysely<Database>, asked: CompiledQuery[]): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (node.kind !== "InsertQueryNode") asked.push(db.getExecutor().compileQuery(node, createQueryId()));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** How an engine goes into one table of a query. */
interface Way {
  readonly table: string;
  /** "nothing" when it reads all rows. */
  readonly index: string;
  /** The index's first column. */
  readonly leads: string;
}

async function waysOfMysql(db: Kysely<Database>, query: CompiledQuery): Promise<Way[]> {
  const { rows } = await db.executeQuery<Record<"table" | "key" | "type", string | null>>(
    CompiledQuery.raw(`explain ${query.sql}`, [...query.parameters]),
  );
  return Promise.all(
    rows
      .filter(({ table }) => table !== null)
      .map(async ({ table, key, type }) => {
        const { rows: leading } = await sql<{ name: string }>`select column_name as name
          from information_schema.statistics
          where table_schema = database() and table_name = ${table} and index_name = ${key} and seq_in_index = 1`.execute(
          db,
        );
        return {
          table: table ?? "",
          index: key ?? "nothing",
          leads: type === "index" ? "" : (leading[0]?.name ?? ""),
        };
      }),
  );
}

async function waysOfSqlite(db: Kysely<Database>, query: CompiledQuery): Promise<Way[]> {
  const { rows } = await db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]),
  );
  return rows.flatMap(({ detail }) => {
    const parts = /^(?:SCAN|SEARCH) (\w+)(?:.*?INDEX (\w+))?(?:.*?\((\w+))?/.exec(detail);
    if (parts?.[1] === undefined) return [];
    const isByNumber = detail.includes("INTEGER PRIMARY KEY") || /^SCAN (inbox|transfer_log)$/.test(detail);
    return [
      { table: parts[1], index: isByNumber ? "PRIMARY" : (parts[2] ?? "nothing"), leads: parts[3] ?? "" },
    ];
  });
}
