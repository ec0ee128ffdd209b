import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowsOfTenant } from "../../plugin/store/erasure/tenant-rows.ts";
import { openDatabase } from "../../server/database.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { createDataFolder } from "../support/provided.ts";
import { sendRawWebhook, webhookSecretOf } from "../support/raw-webhook.ts";

describe.each(engines)("a shop that asks us to forget on $name", (engine) => {
  let house: House;
  let secret: string;
  beforeAll(async () => {
    const dataFile = join(await createDataFolder(), "shop.json");
    house = await openHouse(engine, { shop: { dataFile } });
    secret = await webhookSecretOf(dataFile);
  });
  afterAll(() => house.close());

  const tell = (type: string, data: Record<string, unknown>) =>
    sendRawWebhook({
      url: house.publicUrl,
      secret,
      body: JSON.stringify({
        type,
        timestamp: new Date().toISOString(),
        iss: house.shop.url,
        tenant: { id: "fjall-form" },
        data,
      }),
    });

  /** All we hold of the shop, as one text. */
  async function held(): Promise<string> {
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    const database = openDatabase({ databaseUrl, dataDir });
    try {
      const rows = [];
      for await (const row of rowsOfTenant({ db: database.db, engine: database.engine }, 1)) rows.push(row);
      return JSON.stringify(rows);
    } finally {
      await database.close();
    }
  }
  /** Row by row, so that a name may go a moment before the number of the card. */
  const forgotten = (...words: string[]) =>
    eventually(held, (text) => !words.some((word) => text.includes(word)), `${words.join()} to be forgotten`);

  it("a customer finds him gone and the figures of his order kept", async () => {
    const customer = { id: "buyer-17", name: "Vera Glömd", email: "vera@example.se", country: "SE" };
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, customer });
    const other = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await house.waitForOrder(other.id, "booked");
    expect((await held()).includes("vera@example.se")).toBe(true);

    expect(await tell("customer.redact", { id: "buyer-17", object: "customer" })).toBe(202);
    const left = await forgotten("Vera Glömd", "vera@example.se", "buyer-17");
    expect(left.includes("vera@example.se")).toBe(false);
    expect(left.includes("buyer-17")).toBe(false);
    expect(left.includes("Anna Ek")).toBe(true);
    expect(await house.order(id)).toMatchObject({
      state: "booked",
      documents: [{ gross: "796.00", vat: "159.20" }],
    });
  });

  it("a customer of whom nothing was booked is forgotten as well", async () => {
    const customer = { id: "buyer-18", name: "Ruth Obetald", email: "ruth@example.se", country: "SE" };
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false, customer });
    await house.waitForOrder(id, (order) => order.code === "TRIGGER_NOT_REACHED");
    expect((await held()).includes("Ruth Obetald")).toBe(true);
    expect(await tell("customer.redact", { id: "buyer-18", object: "customer" })).toBe(202);
    await forgotten("Ruth Obetald", "ruth@example.se", "buyer-18");
    expect(await house.order(id)).toMatchObject({ state: "waiting", code: "TRIGGER_NOT_REACHED" });
  });

  it("a customer without naming him is told that nobody was forgotten", async () => {
    expect(await tell("customer.redact", {})).toBe(400);
  });

  it("everybody, while it keeps the app, keeps its books", async () => {
    expect(await tell("tenant.redact", { id: "fjall-form", object: "tenant" })).toBe(202);
    await house.restart();
    expect((await held()).includes("Anna Ek")).toBe(true);
  });

  it("everybody, after it has left, finds all gone at once; what else it sends is answered 410, later 401", async () => {
    await house.shop.uninstall();
    await eventually(held, (text) => text.includes('"uninstalled"'), "the app to be removed");
    expect(await tell("order.updated", { id: "1" })).toBe(410);
    expect(await tell("tenant.redact", { id: "fjall-form", object: "tenant" })).toBe(202);
    const left = await forgotten("Anna Ek");
    expect(left.includes("anna@example.se")).toBe(false);
    expect(left.includes('\\"number\\":')).toBe(true);
    await eventually(
      () => tell("order.updated", { id: "1" }),
      (status) => status === 401,
      "the secrets to be gone",
    );
  });
});
