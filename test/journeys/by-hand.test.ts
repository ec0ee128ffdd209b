import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("what a person does in the ledger on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { config: { sweepIntervalSeconds: 0.25 } });
  });
  afterAll(() => house.close());

  const book = async (booking: "draft" | "book" = "book") => {
    await house.changeSettings({ orders: { booking } });
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(placed.id, "booked");
    return { id: placed.id, number: order.documents[0]?.number ?? "" };
  };
  const accept = (id: string) => house.api("POST", `/orders/${id}/accept`);
  const creditOf = (number: string) =>
    house.fortnox.ledger.invoices().find((one) => one.CreditInvoiceReference === number && one.Credit);

  const looks = () =>
    house.fortnox.ledger.calls().filter((call) => call.query.startsWith("lastmodified=")).length;
  /** Until the ledger was looked at again, twice: a look that had begun before saw nothing of it. */
  const twoMoreLooks = async () => {
    const before = looks();
    await eventually(looks, (count) => count >= before + 2, "two more looks at the ledger");
  };
  const sweeps = () =>
    house.shop.apiCalls().filter((call) => call.method === "GET" && call.path === "/orders").length;

  it("costs one call at each look while nobody touches anything, and our own writes say nothing", async () => {
    const { id } = await book();
    await twoMoreLooks();
    const swept = sweeps();
    house.fortnox.ledger.resetCalls();
    await twoMoreLooks();
    const calls = house.fortnox.ledger.calls();
    // A sweep that had asked the shop already may still have had its look at the ledger before it.
    expect(calls.length).toBeLessThanOrEqual(sweeps() - swept + 1);
    for (const call of calls) {
      expect(`${call.method} ${call.path}`).toBe("GET /3/invoices");
      expect(call.query).toMatch(/^lastmodified=\d{4}-\d\d-\d\d\+\d\d%3A\d\d&limit=500&page=1$/);
    }
    expect(await house.order(id)).toMatchObject({ state: "booked" });
  });

  it("to credit a booked invoice holds its order; accepted, the order goes on and stays so", async () => {
    const { id, number } = await book();
    house.fortnox.byHand(number, "credit");
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({
      code: "CHANGED_IN_LEDGER",
      message: expect.stringContaining(
        `Invoice ${number} was credited by hand in Fortnox: credit note ${creditOf(number)?.DocumentNumber} over 796.00 SEK.`,
      ),
      fix_url: `${house.publicUrl}/embedded/orders/${id}`,
    });
    expect(await accept(id)).toMatchObject({ status: 202, body: { accepted: 1 } });
    await house.waitForOrder(id, "booked");
    await twoMoreLooks();
    expect(await house.order(id)).toMatchObject({ state: "booked" });
    expect(await accept(id)).toMatchObject({ status: 202, body: { accepted: 0 } });
  });

  it("and undoes again lets the order go by itself", async () => {
    const { id, number } = await book();
    house.fortnox.byHand(number, "credit");
    await house.waitForOrder(id, "held");
    house.fortnox.byHand(creditOf(number)?.DocumentNumber ?? "", "cancel");
    const order = await house.waitForOrder(id, "booked");
    expect(order.log.map((line) => line.message)).toContain(
      "What was changed in the ledger by hand was undone there.",
    );
  });

  it("to book a draft makes it booked here too", async () => {
    const { id, number } = await book("draft");
    expect((await house.order(id))?.documents).toMatchObject([{ status: "draft" }]);
    house.fortnox.byHand(number, "book");
    await house.waitForOrder(id, (order) => order.documents[0]?.status === "booked");
    const bookings = house.fortnox.ledger.calls().filter(({ path }) => path.endsWith(`/${number}/bookkeep`));
    expect(bookings).toEqual([]);
  });

  it("to change a draft is nobody's business until it is booked over another amount", async () => {
    const { id, number } = await book("draft");
    house.fortnox.byHand(number, "edit", "200.00");
    await twoMoreLooks();
    expect(await house.order(id)).toMatchObject({ state: "booked" });
    house.fortnox.byHand(number, "book");
    const held = await house.waitForOrder(id, "held");
    expect(held.message).toContain(
      `Invoice ${number} comes to 649.00 SEK in Fortnox; the shop charged 796.00 SEK.`,
    );
  });

  it("to cancel a draft holds its order; accepted, the document is left alone", async () => {
    const { id, number } = await book("draft");
    house.fortnox.byHand(number, "cancel");
    const held = await house.waitForOrder(id, "held");
    expect(held.message).toContain(`Invoice ${number} was cancelled in Fortnox.`);
    await accept(id);
    await house.waitForOrder(id, "booked");
    const before = house.fortnox.ledger.invoices().length;
    // Another look that would finish the draft finds it closed.
    await house.changeSettings({ orders: { booking: "book" } });
    await house.api("POST", "/orders/sync", { ids: [id] });
    await twoMoreLooks();
    expect(await house.order(id)).toMatchObject({ state: "booked" });
    expect(house.fortnox.ledger.invoices()).toHaveLength(before);
  });

  it("that nobody did, to an order of another shop, is not found", async () => {
    expect(await accept("no-such-order")).toMatchObject({ status: 404 });
  });
});
