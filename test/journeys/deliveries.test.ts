import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { createDataFolder } from "../support/provided.ts";
import { orderEvent, sendRawWebhook, webhookSecretOf } from "../support/raw-webhook.ts";

const MEBIBYTE = 1_048_576;

describe.each(engines)("a delivery on $name", (engine) => {
  let house: House;
  let secret: string;
  beforeAll(async () => {
    const dataFile = join(await createDataFolder(), "shop.json");
    house = await openHouse(engine, { config: { sweepIntervalSeconds: 1 }, shop: { dataFile } });
    secret = await webhookSecretOf(dataFile);
  });
  afterAll(() => house.close());

  const us = () => ({ issuer: house.shop.url, tenant: "fjall-form" });
  const send = (body: string, more: { id?: string; age?: number; secret?: string } = {}) =>
    sendRawWebhook({ url: house.publicUrl, secret, body, ...more });
  const invoicesOf = (number: string) =>
    house.fortnox.ledger.invoices().filter((invoice) => invoice.YourOrderNumber === number);
  const quietly = async (work: () => Promise<void>) => {
    house.shop.faults.webhooksDrop = true;
    await work();
    house.shop.faults.webhooksDrop = false;
  };

  it("that was lost is made good by the sweep", async () => {
    let id = "";
    await quietly(async () => {
      id = (await house.shop.placeOrder(THREE_MUGS)).id;
    });
    await house.waitForOrder(id, "booked");
  });

  it("of a refund that was lost is made good by the sweep", async () => {
    const { id, lines } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await quietly(async () => {
      await house.shop.refund(id, { lines: [{ line_id: lines[0]?.id ?? "", quantity: "1" }] });
    });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.documents.length === 2);
    expect(order.documents[1]).toMatchObject({ kind: "credit_note", gross: "249.00" });
  });

  it("that comes twice and in the wrong order books everything once", async () => {
    house.shop.faults.webhooksDuplicate = true;
    house.shop.faults.webhooksShuffle = true;
    const { id, number, lines } = await house.shop.placeOrder(THREE_MUGS);
    await house.shop.refund(id, { lines: [{ line_id: lines[0]?.id ?? "", quantity: "1" }] });
    await house.shop.fulfil(id);
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.documents.length === 2);
    await house.shop.idle();
    house.shop.faults.webhooksDuplicate = false;
    house.shop.faults.webhooksShuffle = false;
    expect(order.documents.map((one) => [one.kind, one.gross])).toEqual([
      ["invoice", "796.00"],
      ["credit_note", "249.00"],
    ]);
    expect(invoicesOf(number)).toHaveLength(2);
  });

  it("that is replayed word for word is taken and changes nothing", async () => {
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const message = { id: randomUUID() };
    const body = orderEvent(us(), id);
    expect(await send(body, message)).toBe(202);
    expect(await send(body, message)).toBe(200);
    expect(await send(body, message)).toBe(200);
    await house.shop.syncNow([id]);
    expect(invoicesOf(number)).toHaveLength(1);
  });

  it("with a wrong or an old signature, or of a shop we do not know, is refused the same way and not kept", async () => {
    house.shop.faults.webhooksDrop = true;
    const stranger = { issuer: house.shop.url, tenant: "somebody-else" };
    const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    expect(await send(orderEvent(us(), "forged"), { secret: other })).toBe(401);
    expect(await send(orderEvent(us(), "forged"), { age: 3_600 })).toBe(401);
    expect(await send(orderEvent(stranger, "forged"))).toBe(401);
    expect(await send(orderEvent({ ...us(), issuer: "https://shop.example" }, "forged"))).toBe(401);
    house.shop.faults.webhooksDrop = false;
    expect(await house.order("forged")).toBeNull();
  });

  it("that is no JSON is told so, and one larger than a mebibyte is not read", async () => {
    expect(await send("not json")).toBe(400);
    expect(await send(JSON.stringify("x".repeat(MEBIBYTE)))).toBe(413);
    expect(await send("x".repeat(MEBIBYTE + 1))).toBe(413);
  });

  it("that could not be taken for a wrong signature arrives when the shop signs rightly again", async () => {
    house.shop.faults.webhooksBadSignature = true;
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const refused = await eventually(
      () => house.shop.deliveries().filter((one) => one.data.id === id && one.attempts.length > 0),
      (found) => found.length > 0,
      "a refused delivery",
    );
    expect(refused[0]?.attempts[0]?.status).toBe(401);
    house.shop.faults.webhooksBadSignature = false;
    await house.waitForOrder(id, "booked");
  });
});
