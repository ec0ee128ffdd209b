import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

const MANY = 400;
const TO_FINLAND: OrderDraft = {
  paid: true,
  lines: [{ title: "Mug, birch", unitPrice: "251.00", rate: "25.5" }],
  customer: { email: "aino@example.fi", name: "Aino Aalto", country: "FI" },
  bill_to: { country: "FI" },
  ship_to: { country: "FI" },
};
const page = z.object({
  currencies: z.array(
    z.looseObject({ held: z.object({ count: z.int() }), booked: z.object({ count: z.int() }) }),
  ),
});

describe.each(engines)("hundreds of orders held for one cause on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    // A ledger without a limit: what is measured is not its patience.
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  const counts = async () => {
    const { body } = await house.api("GET", "/reconciliation?from=2026-01-01&to=2099-12-31&limit=0");
    const [sek] = page.parse(body).currencies;
    return { held: sek?.held.count ?? 0, booked: sek?.booked.count ?? 0 };
  };

  it("are all looked at again when the cause is named, and let go together by the setting that mends it", async () => {
    for (let count = 0; count < MANY; count += 1) await house.shop.placeOrder(TO_FINLAND);
    await eventually(counts, ({ held }) => held === MANY, "all orders to be held", 60_000);
    expect(await house.api("POST", "/orders/sync", { code: "VAT_UNMAPPED" })).toMatchObject({
      status: 202,
      body: { results: [], released: MANY },
    });
    expect((await house.api("POST", "/orders/sync", { code: "PERIOD_LOCKED" })).body).toMatchObject({
      released: 0,
    });
    for (const body of [{}, { ids: ["1"], code: "VAT_UNMAPPED" }, { code: "NO_SUCH_CODE" }]) {
      expect((await house.api("POST", "/orders/sync", body)).status).toBe(422);
    }
    await house.changeSettings({ vat: { registrations: ["OSS"] } });
    // They leave the cause they had, each by itself; that there is no account yet holds them for the next one.
    await eventually(
      async () => (await house.api("GET", "/orders?state=held")).body,
      (body) => !JSON.stringify(body).includes("not registered for OSS"),
      "all orders to be looked at again",
      60_000,
    );
    await house.changeSettings({ orders: { start_date: "2099-01-01" } });
    await eventually(counts, ({ held }) => held === 0, "all orders to be let go", 60_000);
  }, 200_000);
});
