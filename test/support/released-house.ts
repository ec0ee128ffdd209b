import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type Kysely, sql } from "kysely";
import { createConnection } from "mysql2/promise";
import { openDatabase } from "../../server/database.ts";
import { Secret } from "../../server/secret.ts";
import type { Engine, OpenEngine } from "./engines.ts";
import { CLIENT, type House, openHouse } from "./house.ts";
import { createDataFolder } from "./provided.ts";
import { freePort } from "./server-process.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/release-0.1.0");
/** The key everything there was sealed with. */
const KEY = { id: "release", bytes: new Uint8Array(32).fill(7) };
/** Ports of app, shop and ledger when the fixture was made. */
const PORTS = ["42001", "42002", "42003"];
/** The day it was made: later the ledger would lack the year of new documents. */
const today = () => new Date("2026-11-21T12:00:00Z");

/** The variables of a process that works beside today's app. */
type Beside = (environment: Readonly<Record<string, string>>) => Promise<unknown>;

/**
 * Today's app on a filled database of the first release, beside the shop and the ledger as that release left them. It
 * answers and does not work yet: `restart({ role: "all" })` begins the work. With an engine of servers, `before` may
 * start a process on the data before today's app migrates them.
 */
export async function openReleasedHouse(engine: Engine, before: Beside = async () => {}): Promise<House> {
  const from = join(FIXTURES, engine.name.startsWith("sqlite") ? "sqlite" : "mariadb");
  const ports = await Promise.all(PORTS.map(freePort));
  const [port = 0, shopPort = 0, ledgerPort = 0] = ports;
  const moves = PORTS.map((old, index) => [`:${old}`, `:${ports[index]}`] as const);
  const folder = await createDataFolder();
  const movedFile = async (name: string): Promise<string> => {
    const text = (await unpacked(join(from, `${name}.gz`))).toString();
    const path = join(folder, name);
    await writeFile(path, moved(text, moves));
    return path;
  };
  const open = async (): Promise<OpenEngine> => {
    const opened = await filled(engine, from, moves);
    const ledgerUrl = `http://127.0.0.1:${ledgerPort}`;
    await before({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      PORT: "0",
      PUBLIC_URL: `http://localhost:${port}`,
      DATA_DIR: opened.dataDir,
      DATABASE_URL: opened.databaseUrl ?? "",
      REDIS_URL: opened.redisUrl ?? "",
      ENCRYPTION_KEYS: `${KEY.id}:${Buffer.from(KEY.bytes).toString("base64")}`,
      FORTNOX_CLIENT_ID: CLIENT.clientId,
      FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
      FORTNOX_API_URL: ledgerUrl,
      FORTNOX_AUTH_URL: ledgerUrl,
    });
    return opened;
  };
  const [shopFile, ledgerFile] = await Promise.all([movedFile("shop.json"), movedFile("ledger.json")]);
  return openHouse(
    { name: engine.name, open },
    {
      until: "opened",
      config: { role: "web", port, encryptionKeys: new Secret([KEY]) },
      shop: { port: shopPort, dataFile: shopFile, today },
      ledger: { port: ledgerPort, dataFile: ledgerFile, today },
    },
  );
}

type Moves = readonly (readonly [from: string, to: string])[];

const moved = (text: string, moves: Moves): string =>
  moves.reduce((all, [from, to]) => all.replaceAll(from, to), text);

const unpacked = async (path: string): Promise<Buffer> => promisify(gunzip)(await readFile(path));

/** The engine with the release's data in it, and every address in it moved to where things stand now. */
async function filled(engine: Engine, from: string, moves: Moves): Promise<OpenEngine> {
  const opened = await engine.open();
  const { databaseUrl = null, dataDir } = opened;
  if (databaseUrl === null) {
    await writeFile(join(dataDir, "ledger-relay.sqlite"), await unpacked(join(from, "app.db.gz")));
  } else {
    const connection = await createConnection({ uri: databaseUrl, multipleStatements: true });
    await connection.query((await unpacked(join(from, "app.sql.gz"))).toString());
    await connection.end();
  }
  const { db, close } = openDatabase({ databaseUrl, dataDir });
  await moveAddresses(db, moves);
  await close();
  return opened;
}

async function moveAddresses<T>(db: Kysely<T>, moves: Moves): Promise<void> {
  for (const { name, columns } of await db.introspection.getTables()) {
    const texts = columns.filter(({ dataType }) => /char|text/i.test(dataType));
    if (texts.length === 0) continue;
    const changes = texts.map((column) => {
      const old = sql.ref(column.name);
      const value = moves.reduce((all, [from, to]) => sql`replace(${all}, ${from}, ${to})`, sql`${old}`);
      return sql`${old} = ${value}`;
    });
    await sql`update ${sql.table(name)} set ${sql.join(changes)}`.execute(db);
  }
}
