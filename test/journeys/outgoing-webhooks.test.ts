import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const made = z.object({ id: z.string(), secret: z.string().regex(/^whsec_/) });
const message = z.object({
  type: z.literal("order.state_changed"),
  timestamp: z.iso.datetime(),
  data: z.object({
    order_id: z.string(),
    connection_id: z.string(),
    state: z.string(),
    code: z.string().nullable(),
    previous: z.object({ state: z.string(), code: z.string().nullable() }),
  }),
});
const deliveries = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      webhook_id: z.string(),
      order_id: z.string(),
      state: z.string(),
      attempts: z.int(),
      answer_status: z.int().nullable(),
      failure: z.string().nullable(),
      next_attempt_at: z.string().nullable(),
    }),
  ),
});

describe.each(engines)("a merchant's address on $name", (engine) => {
  let house: House;
  let receiver: WebhookReceiver;
  let endpoint: z.infer<typeof made>;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    endpoint = made.parse((await house.api("POST", "/webhook-endpoints", { url: receiver.url })).body);
  });
  afterEach(async () => {
    await house.api("DELETE", `/webhook-endpoints/${endpoint.id}`);
    await receiver.close();
  });

  const told = (orderId: string) =>
    receiver.received
      .map(({ body }) => message.parse(JSON.parse(body)))
      .filter((one) => one.data.order_id === orderId);
  const log = async () =>
    deliveries.parse((await house.api("GET", `/webhook-endpoints/${endpoint.id}/deliveries`)).body).data;
  const logged = (isEnough: (all: z.infer<typeof deliveries>["data"]) => boolean, what: string) =>
    eventually(log, isEnough, what);

  it("is told of every change of an order's state, signed by Standard Webhooks", async () => {
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(id, (one) => one.code === "TRIGGER_NOT_REACHED");
    await house.shop.pay(id);
    await house.waitForOrder(id, "booked");
    await eventually(
      () => told(id).map((one) => one.data.state),
      (states) => states.includes("booked"),
      "the message that the order is booked",
    );
    expect(told(id).map(({ data }) => [data.previous.code, data.state, data.code])).toEqual([
      ["QUEUED", "waiting", "TRIGGER_NOT_REACHED"],
      ["TRIGGER_NOT_REACHED", "booked", null],
    ]);
    expect(told(id)[0]?.data.connection_id).toBe(house.connectionId());
    for (const { headers, body } of receiver.received) {
      expect(() => new Webhook(endpoint.secret).verify(body, headers)).not.toThrow();
      expect(() => new Webhook(endpoint.secret).verify(`${body} `, headers)).toThrow();
      expect(headers["content-type"]).toBe("application/json");
    }
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(2);
    const all = await logged((some) => some.every((one) => one.state === "delivered"), "both deliveries");
    expect(all).toMatchObject([
      { order_id: id, attempts: 1, answer_status: 204, failure: null, next_attempt_at: null },
      { order_id: id, attempts: 1, answer_status: 204 },
    ]);
  });

  it("that fails is tried again later with the same webhook-id, and can be sent to again by hand", async () => {
    receiver.answer(500);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const [failed] = await logged(([one]) => one?.attempts === 1, "the first attempt");
    expect(failed).toMatchObject({ state: "waiting", answer_status: 500, failure: "answered 500" });
    const wait = Date.parse(failed?.next_attempt_at ?? "") - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(5_500);
    receiver.answer(204);
    await logged(([one]) => one?.state === "delivered" && one.attempts === 2, "the second attempt");
    const resent = await house.api(
      "POST",
      `/webhook-endpoints/${endpoint.id}/deliveries/${failed?.id}/resend`,
    );
    expect(resent).toMatchObject({ status: 202, body: { state: "waiting", attempts: 0 } });
    await eventually(
      () => receiver.received.length,
      (count) => count === 3,
      "the message to be sent again",
    );
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    for (const { headers, body } of receiver.received) {
      expect(() => new Webhook(endpoint.secret).verify(body, headers)).not.toThrow();
    }
  });

  it("that redirects is not followed", async () => {
    const elsewhere = await startWebhookReceiver();
    receiver.answer(307, { location: elsewhere.url });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const [one] = await logged(([first]) => first?.attempts === 1, "the attempt");
    expect(one).toMatchObject({ state: "waiting", answer_status: 307 });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it("that asks for time is given it, at most a day", async () => {
    receiver.answer(429, { "retry-after": "3600" });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const [one] = await logged(([first]) => first?.attempts === 1, "the attempt");
    const wait = Date.parse(one?.next_attempt_at ?? "") - Date.now();
    expect(wait).toBeGreaterThan(3_500_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
  });

  it("that is gone is switched off, and on again by hand", async () => {
    receiver.answer(410);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    const [one] = await logged(([first]) => first?.state === "failed", "the delivery to be given up");
    expect(one).toMatchObject({ answer_status: 410, next_attempt_at: null });
    expect((await house.api("GET", "/webhook-endpoints")).body).toMatchObject({
      data: [{ id: endpoint.id, status: "disabled" }],
    });
    const next = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(next.id, "booked");
    expect(told(next.id)).toEqual([]);
    const path = `/webhook-endpoints/${endpoint.id}`;
    expect((await house.api("POST", `${path}/deliveries/${one?.id}/resend`)).status).toBe(409);
    expect((await house.api("POST", `${path}/enable`)).body).toMatchObject({ status: "active" });
    receiver.answer(204);
    const last = await house.shop.placeOrder(THREE_MUGS);
    await eventually(
      () => told(last.id),
      (all) => all.length > 0,
      "the message of the last order",
    );
  });

  it("has to be https, and on the public internet", async () => {
    for (const url of [
      "http://example.com/hook",
      "ftp://example.com/hook",
      "https://user:pass@example.com/hook",
      "https://example.com/hook#part",
      "example.com",
    ]) {
      const refused = await house.api("POST", "/webhook-endpoints", { url });
      expect([url, refused.status]).toEqual([url, 422]);
    }
    const inside = await house.api("POST", "/webhook-endpoints", { url: "https://169.254.169.254/latest" });
    const { id } = made.parse(inside.body);
    const order = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(order.id, "booked");
    const all = await eventually(
      async () => deliveries.parse((await house.api("GET", `/webhook-endpoints/${id}/deliveries`)).body).data,
      ([one]) => one?.attempts === 1,
      "the attempt",
    );
    expect(all[0]?.failure).toContain("not on the public internet");
    await house.api("DELETE", `/webhook-endpoints/${id}`);
  });

  it("and its secret are nobody else's", async () => {
    const other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "set up");
    const one = `/webhook-endpoints/${endpoint.id}`;
    expect((await other.api("GET", "/webhook-endpoints")).body).toEqual({ data: [] });
    expect((await other.api("GET", `${one}/deliveries`)).status).toBe(404);
    expect((await other.api("POST", `${one}/enable`)).status).toBe(404);
    expect((await other.api("POST", `${one}/deliveries/1/resend`)).status).toBe(404);
    expect((await other.api("DELETE", one)).status).toBe(404);
    const { id } = await other.shop.placeOrder(THREE_MUGS);
    await other.waitForOrder(id, "booked");
    expect(receiver.received).toEqual([]);
    const listed = await house.api("GET", "/webhook-endpoints");
    expect(JSON.stringify(listed.body)).not.toContain(endpoint.secret);
  });
});
