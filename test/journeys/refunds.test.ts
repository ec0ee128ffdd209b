import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("a refund on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  async function booked() {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(placed.id, "booked");
    return placed;
  }

  it("of everything becomes a booked credit note over the whole invoice, with the money back", async () => {
    const { id, lines } = await booked();
    await house.shop.refund(id, { lines: [{ line_id: lines[0]?.id ?? "", quantity: "3" }], shipping: true });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 2);
    expect(order.documents).toMatchObject([
      { kind: "invoice", gross: "796.00" },
      { kind: "credit_note", status: "booked", net: "636.80", vat: "159.20", gross: "796.00" },
    ]);
    expect(order.payments).toMatchObject([
      { direction: "in", amount: "796.00" },
      { direction: "out", amount: "796.00", method: "card" },
    ]);
    // The order counts as booked all the while, and shows the money before it is booked in the ledger.
    const credit = await eventually(
      async () =>
        house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === order.documents[1]?.external_id),
      (one) => one?.Balance === "0.00",
      "the money back on the credit note",
    );
    expect(credit).toMatchObject({ Credit: true, Booked: true, Total: "-796.00", Balance: "0.00" });
  });

  it("in parts becomes a credit note for each part, and together they leave nothing", async () => {
    const { id, lines } = await booked();
    const line = lines[0]?.id ?? "";
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
    await house.waitForOrder(id, (one) => one.state === "booked" && one.documents.length === 2);
    await house.shop.refund(id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    await house.waitForOrder(id, (one) => one.state === "booked" && one.documents.length === 3);
    const order = await house.waitForOrder(id, (one) => one.payments.length === 3);
    expect(order.documents.map((one) => [one.kind, one.status, one.gross, one.vat])).toEqual([
      ["invoice", "booked", "796.00", "159.20"],
      ["credit_note", "booked", "249.00", "49.80"],
      ["credit_note", "booked", "100.00", "20.00"],
    ]);
    expect(order.payments.map((one) => [one.direction, one.amount])).toEqual([
      ["in", "796.00"],
      ["out", "249.00"],
      ["out", "100.00"],
    ]);
  });

  it("whose money has not moved yet waits, and the invoice stays as it is", async () => {
    const { id } = await booked();
    await house.shop.refund(id, {
      adjustments: [{ kind: "goodwill", gross: "50.00" }],
      transaction: { status: "pending" },
    });
    const order = await house.waitForOrder(id, (one) => one.code === "REFUND_PENDING");
    expect(order).toMatchObject({ state: "waiting", documents: [{ kind: "invoice", gross: "796.00" }] });
  });
});
