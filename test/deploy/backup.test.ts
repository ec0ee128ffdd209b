import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { createAdministration } from "../../plugin/index.ts";
import { systemClock } from "../../server/clock.ts";
import { openDatabase } from "../../server/database.ts";
import { Secret } from "../../server/secret.ts";
import { createSecretBox } from "../../server/secret-box.ts";
import { createDatabase } from "../support/databases.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { openHouse } from "../support/house.ts";
import { createDataFolder } from "../support/provided.ts";

const run = promisify(execFile);
const deploy = join(import.meta.dirname, "../../deploy");

it("a backup read back books what came after it once, although it forgot", async () => {
  const engine = engines.find(({ name }) => name === "mariadb + redis");
  if (engine === undefined) throw new Error("there is no engine with a database server");
  const house = await openHouse(engine, { config: { sweepIntervalSeconds: 1 } });
  const restored = await createDatabase();
  try {
    const before = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(before.id, "booked");
    const copy = join(await createDataFolder(), "copy.sql.gz");
    await run(join(deploy, "backup.sh"), [house.environment["DATABASE_URL"] ?? "", copy]);

    const after = await house.shop.placeOrder(THREE_MUGS);
    const booked = await house.waitForOrder(after.id, "booked");
    await house.stop();

    await run(join(deploy, "restore.sh"), [copy, restored.url]);
    const database = openDatabase({ databaseUrl: restored.url, dataDir: "" });
    const ports = { clock: systemClock, secrets: createSecretBox([{ id: "k", bytes: new Uint8Array(32) }]) };
    const store = { db: database.db, engine: database.engine };
    expect(await createAdministration(store, ports).afterRestore(7)).toBe(1);
    await database.close();

    await house.restart({ databaseUrl: new Secret(restored.url) });
    const found = await house.waitForOrder(after.id, "booked");
    expect(found.documents).toEqual(booked.documents);
    expect(found.payments).toEqual(booked.payments);
    expect(found.log.map(({ message }) => message).join("\n")).toContain("not remembered here");
    const fresh = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(fresh.id, "booked");
    expect(house.fortnox.ledger.invoices()).toHaveLength(3);
    expect(house.fortnox.ledger.payments()).toHaveLength(3);
  } finally {
    await house.close();
    await restored.drop();
  }
}, 60_000);
