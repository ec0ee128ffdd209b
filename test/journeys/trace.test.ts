import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../server/database.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { createDataFolder } from "../support/provided.ts";
import { orderEvent, sendRawWebhook, webhookSecretOf } from "../support/raw-webhook.ts";

describe.each(engines)("the log on $name", (engine) => {
  let house: House;
  let secret: string;
  beforeAll(async () => {
    const dataFile = join(await createDataFolder(), "shop.json");
    house = await openHouse(engine, { shop: { dataFile } });
    secret = await webhookSecretOf(dataFile);
    await eventually(nextSweep, (at) => Date.parse(at) > Date.now() + 60_000, "the first sweep to begin");
    // By the time this one is booked, that sweep has read its list.
    await house.waitForOrder((await house.shop.placeOrder(THREE_MUGS)).id, "booked");
  });
  afterAll(() => house.close());

  /** Until it is over, a sweep may be quicker than the delivery a test sends. */
  async function nextSweep(): Promise<string> {
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    const { db, close } = openDatabase({ databaseUrl, dataDir });
    const row = await db.selectFrom("installations").select("sweep_due_at").executeTakeFirst();
    await close();
    return row?.sweep_due_at ?? "";
  }

  const send = (orderId: string, id: string) => {
    const body = orderEvent({ issuer: house.shop.url, tenant: "fjall-form" }, orderId);
    return sendRawWebhook({ url: house.publicUrl, secret, body, id });
  };

  it("names the delivery in every line from its arrival to the calls of shop and ledger", async () => {
    house.shop.faults.webhooksDrop = true;
    const first = await house.shop.placeOrder(THREE_MUGS);
    const second = await house.shop.placeOrder(THREE_MUGS);
    expect(await send(first.id, "msg_traced")).toBe(202);
    expect(await send(second.id, "msg_other")).toBe(202);
    await house.waitForOrder(first.id, "booked");
    await house.waitForOrder(second.id, "booked");

    const lines = house.log.filter(({ detail }) => detail?.["delivery"] === "msg_traced");
    expect(lines[0]).toMatchObject({ message: "a delivery was stored", detail: { type: "order.updated" } });
    const calls = lines.filter(({ message }) => message === "called").map(({ detail }) => detail);
    const hostOf = (url: string) => new URL(url).host;
    expect(new Set(calls.map((detail) => detail?.["host"]))).toEqual(
      new Set([hostOf(house.shop.url), hostOf(house.fortnox.url)]),
    );
    expect(calls.length).toBeGreaterThan(3);
    // Nothing of the one delivery's work bears the other's name.
    expect(new Set(calls.map((detail) => detail?.["orderId"]))).toEqual(new Set([first.id]));
  });

  it("goes on to name it when the process has died in between", async () => {
    house.fortnox.faults.next({ match: "POST /3/invoices", fault: "503", times: 2 });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    expect(await send(id, "msg_before")).toBe(202);
    await house.waitForOrder(id, (order) => order.code === "RETRYING");
    const before = house.log.length;
    await house.restart();
    await house.waitForOrder(id, "booked");
    const after = house.log.slice(before).filter(({ message }) => message === "called");
    expect(after.some(({ detail }) => detail?.["delivery"] === "msg_before")).toBe(true);
  });
});
