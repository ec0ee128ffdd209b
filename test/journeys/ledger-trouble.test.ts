import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("a ledger in trouble on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  const invoicesOf = (number: string) =>
    house.fortnox.ledger
      .invoices()
      .filter((invoice) => invoice.YourOrderNumber === number && !invoice.Cancelled);
  const paymentsOf = (number: string) =>
    house.fortnox.ledger
      .payments()
      .filter((payment) =>
        invoicesOf(number).some((one) => one.DocumentNumber === String(payment.InvoiceNumber)),
      );

  it("that is down lets orders wait, and books them when it is back", async () => {
    house.fortnox.faults.next({ match: "POST /3/invoices", fault: "503", times: 2 });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, (order) => order.state === "waiting" && order.code === "RETRYING");
    await house.waitForOrder(id, "booked");
    expect(invoicesOf(number)).toHaveLength(1);
  });

  it.each(["timeout-after-write", "connection-reset-after-write"] as const)(
    "that makes an invoice and never says so (%s) has it once",
    async (fault) => {
      house.fortnox.faults.next({ match: "POST /3/invoices", fault, ms: 20 });
      const { id, number } = await house.shop.placeOrder(THREE_MUGS);
      const order = await house.waitForOrder(id, "booked");
      expect(invoicesOf(number)).toHaveLength(1);
      expect(order.log.map((line) => line.message).join("\n")).toContain("Found in the ledger");
    },
  );

  it("that takes a payment and never says so has it once", async () => {
    house.fortnox.faults.next({ match: "POST /3/invoicepayments", fault: "timeout-after-write", ms: 20 });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(paymentsOf(number)).toMatchObject([{ Amount: "796.00", Booked: true }]);
    expect(invoicesOf(number)).toMatchObject([{ Balance: "0.00" }]);
  });

  it("that books an invoice and never says so has it booked once, paid once", async () => {
    house.fortnox.faults.next({ match: "PUT /3/invoices/*/bookkeep", fault: "timeout-after-write", ms: 20 });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(invoicesOf(number)).toMatchObject([{ Booked: true, Balance: "0.00" }]);
  });

  it("that finds our token expired gets a new one in the middle of the work", async () => {
    house.fortnox.faults.next({ match: "POST /3/invoices", fault: "unauthorized" });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(invoicesOf(number)).toHaveLength(1);
  });

  it("does not hinder a shop whose own token has expired", async () => {
    house.shop.faults.tokenExpired = true;
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
  });

  it("whose consent was withdrawn lets orders wait for a new one, and books them then", async () => {
    house.fortnox.faults.set({ consentRevoked: true });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(id, (one) => one.code === "NOT_CONNECTED");
    expect(order).toMatchObject({ state: "waiting", fix_url: `${house.publicUrl}/embedded/connections` });
    const connection = `/connections/${house.connectionId()}`;
    // One refusal is not believed: the second comes with the order's next attempt.
    const lost = await eventually(
      async () => (await house.api("GET", connection)).body,
      (body) => JSON.stringify(body).includes('"needs_reauth"'),
      "the connection to ask for a new consent",
    );
    expect(lost).toMatchObject({ problems: [{ code: "NOT_CONNECTED" }] });
    house.fortnox.faults.set({ consentRevoked: false });
    const checked = await house.api("POST", `${connection}/check`);
    const { authorize_url: address } = checked.body as { authorize_url: string };
    await house.consent(address);
    await house.waitForOrder(id, "booked");
    expect(invoicesOf(number)).toHaveLength(1);
    const after = await eventually(
      async () => (await house.api("GET", connection)).body,
      (body) => JSON.stringify(body).includes('"connected"'),
      "the connection to be good again",
    );
    expect(after).toMatchObject({ problems: [] });
  });
});
