import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OrderDraft } from "../../sandbox/platforms/shopify/trade/draft.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { openShopifyHouse, type ShopifyHouse } from "../support/shopify-house.ts";

const progress = z.object({
  id: z.string(),
  state: z.string(),
  message: z.string().nullable(),
  found: z.int(),
  booked: z.int(),
});
type Progress = z.infer<typeof progress>;

const ONE_MUG: OrderDraft = { paid: true, lines: [{ sku: "MUG-01", quantity: 1, rate: "25" }] };

describe.each(engines)("the history of a shop on Shopify on $name", (engine) => {
  let house: ShopifyHouse;
  /** The day the shop believes it is. */
  let today = new Date("2026-10-02T10:00:00Z");
  beforeAll(async () => {
    house = await openShopifyHouse(engine, { today: () => today }, "vendor's");
    await house.shopify.install();
    await house.open();
    await house.connect();
    // What the first sweep finds is not history any more; the next comes when the test is long over.
    await eventually(
      () => asked(),
      (names) => names.includes("Orders"),
      "the first sweep",
    );
  });
  afterAll(() => house.close());

  const asked = (): string[] => house.shopify.calls().map(({ query }) => query);
  const placeOn = async (day: string, count: number): Promise<void> => {
    today = new Date(`${day}T10:00:00Z`);
    house.shopify.faults.webhooksDrop = true;
    for (let one = 0; one < count; one += 1) await house.shopify.place(ONE_MUG);
    await house.shopify.idle();
    house.shopify.faults.webhooksDrop = false;
    today = new Date("2026-11-21T10:00:00Z");
  };
  const begin = async (day: string, isTrial = false): Promise<Progress> => {
    const answer = await house.api("POST", "/imports", { from: day, to: day, dry_run: isTrial });
    return progress.parse(answer.body);
  };
  const until = ({ id }: Progress, isEnough: (one: Progress) => boolean): Promise<Progress> =>
    eventually(
      async () => progress.parse((await house.api("GET", `/imports/${id}`)).body),
      isEnough,
      "how far the import is",
      120_000,
    );

  it("lets an order of today pass: it is booked while the import of 500 is reading the shop", {
    timeout: 120_000,
  }, async () => {
    await placeOn("2026-10-02", 500);
    // Of the shop's 2,000 points the import may use 200 more; then it lives on what comes back.
    house.shopify.drainBucket(600);
    const begun = await begin("2026-10-02", true);
    await until(begun, ({ found }) => found >= 20);
    const { id } = await house.shopify.place(ONE_MUG);
    await house.waitForOrder(id, "booked");
    const now = await until(begun, () => true);
    expect(now).toMatchObject({ state: "running" });
    expect(now.found).toBeLessThan(500);
    await house.api("POST", `/imports/${begun.id}/cancel`);
  });

  it("of thousands of orders is written by Shopify, and the import says so and goes on by itself", {
    timeout: 120_000,
  }, async () => {
    await placeOn("2026-10-05", 2_500);
    house.shopify.faults.bulkRunMs = 4_000;
    const begun = await begin("2026-10-05");
    const waiting = await until(begun, ({ message }) => message !== null);
    expect(waiting).toMatchObject({
      state: "running",
      found: 0,
      message: "Fjäll & Form is writing the list of its orders: 0 so far.",
    });
    const onItsWay = await until(begun, ({ booked }) => booked >= 4);
    expect(onItsWay).toMatchObject({ state: "running", message: null });
    await house.api("POST", `/imports/${begun.id}/cancel`);
    expect(asked().filter((name) => name === "Begin")).toHaveLength(1);
  });
});
