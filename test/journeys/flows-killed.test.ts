import { describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { spawnHost } from "../support/host-process.ts";
import { HALF_A_MINUTE, openHouse } from "../support/house.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

const STEPS = ["message", "capture"];
const MOMENTS = ["reserved", "performed", "stored"];
const cases = STEPS.flatMap((step) => MOMENTS.map((moment) => `${step}:${moment}`));

describe.each(engines)("a worker that dies in a flow on $name", (engine) => {
  it.concurrent.each(cases)(
    "at %s leaves a successor who takes the money once and sends its message under one id",
    async (fault) => {
      const house = await openHouse(engine);
      const receiver = await startWebhookReceiver();
      try {
        const webhook = { url: receiver.url, awaited: true };
        const flow = [
          { when: "authorized", do: ["webhook"], webhook },
          { when: "fulfilled", do: ["invoice", "book", "capture", "payment"] },
        ];
        await house.changeSettings({ orders: { flow } });
        await house.stop();
        const worker = await spawnHost({ ...house.environment, FAULT_POINT: `${fault}:1` });
        const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
        await house.shop.fulfil(id);
        expect(await worker.ended).toBe("SIGKILL");
        await house.restart({}, HALF_A_MINUTE);
        const isPaid = (one: { state: string; payments: readonly unknown[] }) =>
          one.state === "booked" && one.payments.length > 0;
        const paid = await house.waitForOrder(id, isPaid, 90_000);
        expect(paid).toMatchObject({
          documents: [{ kind: "invoice", status: "booked", gross: "796.00" }],
          payments: [{ amount: "796.00" }],
        });
        const taken = house.shop.order(id)?.transactions.filter(({ kind }) => kind === "capture");
        expect(taken?.map(({ amount }) => amount)).toEqual(["796.00"]);
        expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      } finally {
        await receiver.close();
        await house.close();
      }
    },
    120_000,
  );
});
