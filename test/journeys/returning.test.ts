import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";

describe.each(engines)("a merchant who comes back on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { config: { sweepIntervalSeconds: 1 } });
  });
  afterAll(() => house.close());

  const invoicesOf = (number: string) =>
    house.fortnox.ledger.invoices().filter((invoice) => invoice.YourOrderNumber === number);

  it("after the shop had shut us out finds the orders that waited for it booked, though nothing in them changed", async () => {
    house.fortnox.faults.next({ match: "POST /3/invoices", fault: "503", times: 100 });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, (order) => order.code === "RETRYING");
    house.shop.faults.refreshInvalidGrant = true;
    house.shop.faults.tokenExpired = true;
    await house.waitForOrder(id, (order) => order.code === "NOT_CONNECTED");
    house.shop.faults.refreshInvalidGrant = false;
    house.fortnox.faults.clear();
    await house.install();
    await house.waitForOrder(id, "booked");
  });

  it("and connects the same company anew finds nothing booked a second time", async () => {
    const before = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(before.id, "booked");
    await house.api("DELETE", `/connections/${house.connectionId()}`);
    await house.shop.refund(before.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    await house.waitForOrder(before.id, (one) => one.code === "NOT_CONNECTED");
    await house.connect();
    await house.changeSettings(SET_UP);
    const order = await house.waitForOrder(
      before.id,
      (one) => one.state === "booked" && one.documents.length === 2,
    );
    expect(invoicesOf(before.number)).toHaveLength(2);
    expect(order.documents.map((one) => [one.kind, one.gross])).toEqual([
      ["invoice", "796.00"],
      ["credit_note", "100.00"],
    ]);
    expect(invoicesOf(before.number)).toHaveLength(2);
  });

  it("and connects a company that is connected already is told so, and every order is booked once", async () => {
    const known = house.connectionId();
    const made = await house.api("POST", "/connections", { system: "fortnox" });
    const { authorize_url: address } = made.body as { authorize_url: string };
    await house.consent(address).catch(() => undefined);
    const { body } = await house.api("GET", "/installation");
    expect(body).toMatchObject({ connections: [{ id: known, status: "connected" }] });
    const placed = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(placed.id, "booked");
    expect(invoicesOf(placed.number)).toHaveLength(1);
  });
});
