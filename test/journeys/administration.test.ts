import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAdministration } from "../../plugin/index.ts";
import { eraseRemovedShops } from "../../plugin/pipeline/erasure/erase.ts";
import { runAdmin } from "../../server/admin.ts";
import { readAdminArguments } from "../../server/admin-arguments.ts";
import { systemClock } from "../../server/clock.ts";
import { openDatabase } from "../../server/database.ts";
import type { EncryptionKey } from "../../server/keys.ts";
import { Secret } from "../../server/secret.ts";
import { createSecretBox } from "../../server/secret-box.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

const OLD: EncryptionKey = { id: "old", bytes: new Uint8Array(32).fill(1) };
const NEW: EncryptionKey = { id: "new", bytes: new Uint8Array(32).fill(2) };
const MONTH_MS = 31 * 86_400_000;

describe.each(engines)("the operator's command line on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { config: { encryptionKeys: new Secret([OLD]) } });
  });
  afterAll(() => house.close());

  /** Runs a command as its own process would: beside the app, on the same database. */
  async function admin(words: string, keys: readonly EncryptionKey[] = [OLD]): Promise<string[]> {
    return await onDatabase(async (store) => {
      const command = readAdminArguments(words.split(" "));
      if ("problem" in command) throw new Error(command.problem);
      const lines: string[] = [];
      const ports = { clock: systemClock, secrets: createSecretBox(keys) };
      await runAdmin(createAdministration(store, ports), command, (line) => lines.push(line));
      return lines;
    });
  }

  async function onDatabase<T>(
    use: (store: Parameters<typeof createAdministration>[0]) => Promise<T>,
  ): Promise<T> {
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    const database = openDatabase({ databaseUrl, dataDir });
    try {
      return await use({ db: database.db, engine: database.engine });
    } finally {
      await database.close();
    }
  }

  it("lists orders that wait for a person, and has them looked at again", async () => {
    house.fortnox.faults.set({ lockedUntil: "2099-12-31" });
    await house.restart();
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "held");
    const lines = await admin(`held --code PERIOD_LOCKED`);
    expect(lines).toEqual([
      expect.stringContaining(`\tFjäll & Form\t1\t${number} (${id})\tPERIOD_LOCKED\t`),
      "1 held",
    ]);
    expect(await admin("held --code TOTAL_MISMATCH")).toEqual(["0 held"]);
    expect(await admin(`retry --order ${id}`)).toEqual(["1 will be looked at again"]);
    expect(await admin("retry --order unknown")).toEqual(["0 will be looked at again"]);
    house.fortnox.faults.set({ lockedUntil: null });
    await house.api("POST", `/connections/${house.connectionId()}/check`);
    await house.waitForOrder(id, "booked");
  });

  it("exports everything of a shop without a secret", async () => {
    const lines = await admin("export --installation 1");
    const tables = new Set(lines.map((line) => (JSON.parse(line) as { table: string }).table));
    expect([...tables]).toEqual(
      expect.arrayContaining(["installations", "connections", "settings_versions", "transfers", "effects"]),
    );
    expect(lines.join("\n")).toContain("anna@example.se");
    expect(lines.join("\n")).not.toMatch(/eyJ|whsec_/);
  });

  it("erases a buyer; a later refund is still credited to the same card", async () => {
    const bought = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(bought.id, "booked");
    const [said] = await admin("erase --installation 1 --email anna@example.se");
    expect(said).toMatch(/^erased from [1-9]\d* orders$/);
    const left = (await admin("export --installation 1")).join("\n");
    expect(left).not.toContain("anna@example.se");
    expect(left).not.toContain("Anna Ek");
    const customers = house.fortnox.ledger.customers().length;
    await house.shop.refund(bought.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    const order = await house.waitForOrder(
      bought.id,
      (one) => one.state === "booked" && one.documents.length === 2,
    );
    expect(order.documents[1]).toMatchObject({ kind: "credit_note", gross: "100.00", vat: "20.00" });
    expect(house.fortnox.ledger.customers()).toHaveLength(customers);
  });

  it("seals every secret anew, so that the old key can go", async () => {
    const receiver = await startWebhookReceiver();
    expect((await house.api("POST", "/webhook-endpoints", { url: receiver.url })).status).toBe(201);
    await house.restart({ encryptionKeys: new Secret([NEW, OLD]) });
    const [said] = await admin("rotate-keys", [NEW, OLD]);
    expect(said).toMatch(/^[1-9]\d* secrets sealed with the first key, 0 changed meanwhile$/);
    await house.restart({ encryptionKeys: new Secret([NEW]) });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    // The address is told with the secret it was given before.
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await receiver.close();
  });

  it("knows what was asked, or says what it would have understood", () => {
    expect(readAdminArguments([])).toEqual({ problem: "No command was given." });
    expect(readAdminArguments(["explode"])).toEqual({ problem: 'There is no command "explode".' });
    expect(readAdminArguments(["erase", "--installation", "1"])).toEqual({
      problem: "erase needs --customer or --email, one of the two.",
    });
    expect(readAdminArguments(["export", "--installation", "x"])).toEqual({
      problem: "--installation expects the number of an installation.",
    });
    expect(readAdminArguments(["held", "--colour", "red"])).toEqual({ problem: expect.any(String) });
  });

  it("forgets the people of a shop a month after it left, and nothing of a shop that stayed", async () => {
    expect(await onDatabase((store) => eraseRemovedShops(store, Date.now() + MONTH_MS))).toEqual([]);
    await house.shop.uninstall();
    await onDatabase(async (store) => {
      const isGone = async () =>
        (await store.db.selectFrom("installations").select("status").executeTakeFirstOrThrow()).status;
      await expect.poll(isGone, { timeout: 10_000 }).toBe("uninstalled");
      expect(await eraseRemovedShops(store, Date.now())).toEqual([]);
      expect(await eraseRemovedShops(store, Date.now() + MONTH_MS)).toEqual([1]);
      expect(await eraseRemovedShops(store, Date.now() + MONTH_MS)).toEqual([]);
    });
    const left = (await admin("export --installation 1", [NEW])).join("\n");
    expect(left).not.toContain("anna@example.se");
    expect(left).not.toContain("Anna Ek");
    // What keeps an order from being booked twice, should the shop come back.
    expect(left).toContain('\\"number\\":');
    await house.shop.install(`${house.publicUrl}/manifest.json`);
  });
});
