import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const SCOPES = ["order"];
/** Three mugs and freight, 796.00, reserved on a card. */
const RESERVED = { ...THREE_MUGS, paid: false, authorized: true };
const CAPTURE_WHEN_SHIPPED = [
  { when: "authorized", do: ["order"] },
  { when: "fulfilled", do: ["invoice", "book", "capture", "payment"] },
];

describe.each(engines)("a flow on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { scopes: SCOPES });
  });
  afterAll(() => house.close());

  const flow = (steps: readonly unknown[]) =>
    house.changeSettings({ orders: { ...SET_UP.orders, flow: steps } });
  const invoices = () => house.fortnox.ledger.invoices();
  const takenFor = (id: string) =>
    house.shop
      .order(id)
      ?.transactions.filter(({ kind }) => kind === "capture")
      .map(({ amount }) => amount);

  it("makes an order when it is paid, and invoices, books and pays it when it is shipped", async () => {
    await flow([
      { when: "paid", do: ["order"] },
      { when: "fulfilled", do: ["invoice", "book", "payment"] },
    ]);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const ordered = await house.waitForOrder(id, (one) => one.code === "FLOW_WAITING");
    expect(ordered).toMatchObject({
      state: "waiting",
      message: "Step 1 of 2 of the flow is reached. The next waits until the order is fulfilled.",
      documents: [{ kind: "order", status: "draft", gross: "796.00" }],
      payments: [],
    });
    expect(invoices()).toEqual([]);
    await house.shop.fulfil(id);
    const booked = await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 1);
    expect(booked.documents).toMatchObject([
      { kind: "order", status: "booked" },
      { kind: "invoice", status: "booked", gross: "796.00" },
    ]);
    expect(invoices()).toMatchObject([{ Booked: true, Total: "796.00", Balance: "0.00" }]);
    const preview = await house.api("GET", `/orders/${id}/preview`);
    expect(JSON.stringify(preview.body)).toContain("flow, step 2 of 2, fulfilled");
  });

  it("takes the reserved money when the parcel leaves, once, and registers it", async () => {
    await flow(CAPTURE_WHEN_SHIPPED);
    const { id } = await house.shop.placeOrder(RESERVED);
    await house.waitForOrder(id, (one) => one.code === "FLOW_WAITING");
    expect(takenFor(id)).toEqual([]);
    await house.shop.fulfil(id);
    const paid = await house.waitForOrder(id, (one) => one.payments.length === 1);
    expect(paid).toMatchObject({ state: "booked", payments: [{ amount: "796.00", direction: "in" }] });
    expect(takenFor(id)).toEqual(["796.00"]);
  });

  it("takes the money once although the shop's answer was lost", async () => {
    await flow(CAPTURE_WHEN_SHIPPED);
    const { id } = await house.shop.placeOrder(RESERVED);
    await house.waitForOrder(id, (one) => one.code === "FLOW_WAITING");
    house.shop.faults.apiDropAfterWrite = 1;
    await house.shop.fulfil(id);
    const paid = await house.waitForOrder(id, (one) => one.payments.length === 1, 60_000);
    expect(paid.payments).toMatchObject([{ amount: "796.00" }]);
    expect(takenFor(id)).toEqual(["796.00"]);
  });

  it.each([
    [[{ when: "paid", do: ["order", "book"] }], "orders.flow.0"],
    [
      [{ when: "paid", do: ["webhook", "invoice"], webhook: { url: "http://wms.example/in" } }],
      "orders.flow.0.webhook.url",
    ],
  ])("that cannot be followed is refused: %j", async (steps, path) => {
    const answer = await house.api("PATCH", `/connections/${house.connectionId()}/settings`, {
      orders: { flow: steps },
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

const message = z.object({
  type: z.literal("order.step_reached"),
  data: z.object({ order_id: z.string(), step: z.object({ when: z.string(), day: z.string() }) }),
});

describe.each(engines)("a webhook as a step on $name", (engine) => {
  let house: House;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
  });
  afterEach(() => receiver.close());

  const flow = (awaited: boolean) =>
    house.changeSettings({
      orders: {
        ...SET_UP.orders,
        flow: [
          { when: "created", do: ["webhook"], webhook: { url: receiver.url, awaited } },
          { when: "paid", do: ["invoice", "book", "payment"] },
        ],
      },
    });
  const messagesFor = (id: string) =>
    receiver.received.filter((one) => message.parse(JSON.parse(one.body)).data.order_id === id);

  it("is signed, and the invoice is made only after its answer", async () => {
    receiver.answer(503);
    await flow(true);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const waiting = await house.waitForOrder(id, (one) => one.code === "RETRYING");
    expect(waiting).toMatchObject({
      documents: [],
      message: expect.stringContaining("did not take the message"),
    });
    receiver.answer(204);
    await house.api("POST", "/orders/sync", { ids: [id] });
    const booked = await house.waitForOrder(id, "booked");
    expect(booked.documents).toMatchObject([{ kind: "invoice", status: "booked", gross: "796.00" }]);
    const sent = messagesFor(id);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const { secret } = z
      .object({ secret: z.string() })
      .parse((await house.api("GET", `/connections/${house.connectionId()}/flow-secret`)).body);
    for (const { body, headers } of sent) new Webhook(secret).verify(body, headers);
  });

  it("is sent once, and again only by its id, when nothing waits for its answer", async () => {
    receiver.answer(500);
    await flow(false);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    receiver.answer(200);
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, (one) => one.log.some(({ step }) => step === "message"));
    const before = messagesFor(id).length;
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
    expect(messagesFor(id).length).toBe(before);
  });
});
