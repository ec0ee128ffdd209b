import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { HALF_A_MINUTE, type House, openHouse, settleIn } from "../support/house.ts";

const progress = z.object({
  id: z.string(),
  state: z.string(),
  message: z.string().nullable(),
  found: z.int(),
  queued: z.int(),
  booked: z.int(),
  skipped: z.int(),
  waiting: z.int(),
  held: z.int(),
});
type Progress = z.infer<typeof progress>;

const FREE: OrderDraft = {
  ...THREE_MUGS,
  lines: [{ title: "Card", unitPrice: "0.00", rate: "25" }],
  shipping: null,
};
const UNPAID: OrderDraft = { ...THREE_MUGS, paid: false };
const FOREIGN: OrderDraft = { ...THREE_MUGS, currency: "PLN", exchangeRate: "2.6" };

describe.each(engines)("an import of history on $name", (engine) => {
  let house: House;
  let old: string[];
  beforeAll(async () => {
    house = await openHouse(engine);
    await house.changeSettings({ orders: { start_date: "2026-01-01" } });
    old = [];
    const drafts = [...Array.from({ length: 12 }, () => THREE_MUGS), FREE, UNPAID, FOREIGN];
    for (const [index, draft] of drafts.entries()) {
      const createdAt = `2025-03-${String(index + 1).padStart(2, "0")}T12:00:00+01:00`;
      old.push((await house.shop.placeOrder({ ...draft, createdAt })).id);
    }
    // Half past midnight on the first of April in Stockholm: not a day of March.
    await house.shop.placeOrder({ ...THREE_MUGS, createdAt: "2025-03-31T22:30:00Z" });
    for (const id of old) await house.waitForOrder(id, "skipped");
  });
  afterAll(() => house.close());

  const march = { from: "2025-03-01", to: "2025-03-31" };
  const begin = async (body: Record<string, unknown>): Promise<Progress> => {
    const answer = await house.api("POST", "/imports", body);
    expect(answer.status).toBe(201);
    return progress.parse(answer.body);
  };
  const read = async (id: string): Promise<Progress> =>
    progress.parse((await house.api("GET", `/imports/${id}`)).body);
  /** All looked at, and those booked that had to wait for the ledger. */
  const done = ({ id }: Progress, booked: number): Promise<Progress> =>
    eventually(
      () => read(id),
      (one) => one.state === "done" && one.booked === booked,
      "the end of the import",
      60_000,
    );

  it("as a dry run tells what would be booked, and writes nothing", async () => {
    const { id } = await done(await begin({ ...march, dry_run: true }), 12);
    expect((await house.api("GET", `/imports/${id}`)).body).toMatchObject({
      dry_run: true,
      found: 15,
      queued: 0,
      booked: 12,
      skipped: 1,
      waiting: 1,
      held: 1,
      report: {
        orders: 15,
        already_booked: 0,
        invoices: 12,
        credit_notes: 0,
        outcomes: expect.arrayContaining([
          { state: "booked", code: null, currency: "SEK", count: 12, sum: "9552.00" },
          { state: "skipped", code: "ZERO_TOTAL", currency: "SEK", count: 1, sum: "0.00" },
          { state: "waiting", code: "TRIGGER_NOT_REACHED", currency: "SEK", count: 1, sum: "796.00" },
          { state: "held", code: "CURRENCY_NOT_ENABLED", currency: "PLN", count: 1, sum: "796.00" },
        ]),
      },
    });
    expect(house.fortnox.ledger.invoices()).toEqual([]);
    expect(await house.order(old[0] ?? "")).toMatchObject({ state: "skipped", code: "BEFORE_START_DATE" });
  });

  it("books the orders of its days although they are older than the start date, and no others", async () => {
    const begun = await begin(march);
    expect(await done(begun, 12)).toMatchObject({
      found: 15,
      queued: 0,
      booked: 12,
      skipped: 1,
      waiting: 1,
      held: 1,
      message: null,
    });
    expect(house.fortnox.ledger.invoices()).toHaveLength(12);
    expect((await house.api("GET", "/orders?code=BEFORE_START_DATE")).body).toMatchObject({
      data: [{ ordered_at: "2025-03-31T22:30:00.000Z" }],
    });
  });

  it("is safe to run again: what is booked counts as such and is not booked twice", async () => {
    const again = await done(await begin(march), 12);
    expect(again).toMatchObject({ found: 15, booked: 12 });
    expect(house.fortnox.ledger.invoices()).toHaveLength(12);
    const dry = await done(await begin({ ...march, dry_run: true }), 12);
    expect((await house.api("GET", `/imports/${dry.id}`)).body).toMatchObject({
      report: { already_booked: 12, invoices: 0 },
    });
  });

  it("lets an imported order go on like any other: it is booked when it is paid", async () => {
    const unpaid = old[13] ?? "";
    await house.shop.pay(unpaid);
    expect(await house.waitForOrder(unpaid, "booked")).toMatchObject({ documents: [{ kind: "invoice" }] });
  });

  it("waits for a shop that is away, and can be paused, resumed and cancelled", async () => {
    await house.shop.idle();
    house.shop.faults.apiDown = true;
    const { id } = await begin({ from: "2025-01-01", to: "2025-12-31" });
    await eventually(
      () => read(id),
      ({ message }) => message !== null,
      "the sentence that the shop is away",
    );
    expect((await house.api("POST", "/imports", march)).status).toBe(409);
    expect((await house.api("POST", `/imports/${id}/pause`)).body).toMatchObject({ state: "paused" });
    expect((await house.api("POST", `/imports/${id}/pause`)).status).toBe(409);
    house.shop.faults.apiDown = false;
    expect((await house.api("POST", `/imports/${id}/resume`)).body).toMatchObject({ state: "running" });
    expect(await done(await read(id), 14)).toMatchObject({ found: 16 });
    expect((await house.api("POST", `/imports/${id}/cancel`)).status).toBe(409);
    const listed = z.object({ data: z.array(progress) }).parse((await house.api("GET", "/imports")).body);
    expect(listed.data[0]).toMatchObject({ id, state: "done" });
  });

  it("lets a live order pass, which is booked before the import is through", async () => {
    const createdAt = "2023-05-01T12:00:00+02:00";
    for (let count = 0; count < 30; count += 1) await house.shop.placeOrder({ ...THREE_MUGS, createdAt });
    const { id } = await begin({ from: "2023-05-01", to: "2023-05-01" });
    await eventually(
      () => read(id),
      ({ found }) => found > 0,
      "the first orders of the import",
    );
    const live = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(live.id, "booked");
    expect(await read(id)).toMatchObject({ state: "running" });
    await done(await read(id), 30);
  }, 90_000);

  it("goes on where it was when the app is stopped in the middle", async () => {
    const createdAt = "2024-05-01T12:00:00+02:00";
    for (let count = 0; count < 12; count += 1) await house.shop.placeOrder({ ...THREE_MUGS, createdAt });
    const before = house.fortnox.ledger.invoices().length;
    const { id } = await begin({ from: "2024-05-01", to: "2024-05-01" });
    await eventually(
      () => read(id),
      ({ found }) => found > 0,
      "the first orders of the import",
    );
    await house.restart({}, HALF_A_MINUTE);
    expect(await done(await read(id), 12)).toMatchObject({ found: 12, booked: 12, queued: 0 });
    expect(house.fortnox.ledger.invoices()).toHaveLength(before + 12);
  }, 90_000);

  it("is asked for two days that make sense, by somebody with a ledger, and seen by nobody else", async () => {
    for (const body of [
      {},
      { from: "2025-02-30", to: "2025-03-01" },
      { from: "2025-03-02", to: "2025-03-01" },
      { ...march, dry_run: "yes" },
    ]) {
      expect([body, (await house.api("POST", "/imports", body)).status]).toEqual([body, 422]);
    }
    const other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "installed");
    expect(await other.api("POST", "/imports", march)).toMatchObject({
      status: 409,
      body: { code: "NOT_CONNECTED" },
    });
    const [mine] = z
      .object({ data: z.array(progress) })
      .parse((await house.api("GET", "/imports")).body).data;
    expect((await other.api("GET", "/imports")).body).toEqual({ data: [] });
    expect((await other.api("GET", `/imports/${mine?.id}`)).status).toBe(404);
    expect((await other.api("POST", `/imports/${mine?.id}/cancel`)).status).toBe(404);
    expect((await house.api("GET", "/imports/x")).status).toBe(404);
  });
});
