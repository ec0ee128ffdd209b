import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { HALF_A_MINUTE, type House, openHouse } from "../support/house.ts";

describe.each(engines)("an order that is held on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  const today = () => new Date().toISOString().slice(0, 10);
  const lockUntilToday = async () => {
    house.fortnox.faults.set({ lockedUntil: today() });
    await house.api("POST", `/connections/${house.connectionId()}/check`);
  };
  const unlock = async () => {
    house.fortnox.faults.set({ lockedUntil: null });
    await house.api("POST", `/connections/${house.connectionId()}/check`);
  };

  it("for a currency the ledger does not have says so and where to go; nothing is made", async () => {
    const before = house.fortnox.ledger.invoices().length;
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, currency: "PLN", exchangeRate: "2.60" });
    const order = await house.waitForOrder(id, "held");
    expect(order).toMatchObject({ code: "CURRENCY_NOT_ENABLED", documents: [] });
    expect(order.message).toContain("PLN");
    expect(order.fix_url).toMatch(/^http/);
    expect(house.fortnox.ledger.invoices()).toHaveLength(before);
  });

  it("for a country's VAT without an account is released and booked by the setting", async () => {
    const { id } = await house.shop.placeOrder({
      paid: true,
      lines: [{ sku: "MUG-01", title: "Mug, birch", unitPrice: "251.00", rate: "25.5" }],
      customer: { email: "aino@example.fi", name: "Aino Aalto", country: "FI" },
      ship_to: { country: "FI" },
      bill_to: { country: "FI" },
    });
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "VAT_UNMAPPED" });
    expect(held.fix_url).toMatch(/\/embedded\/settings\?group=vat#vat\./);
    house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    await house.changeSettings({
      vat: {
        registrations: ["OSS"],
        treatments: [{ treatment: "oss", country: "FI", rate: "25.5", account: 3106, vat_code: "FI255" }],
      },
    });
    const order = await house.waitForOrder(id, "booked");
    expect(order.documents).toMatchObject([{ vat: "51.00", net: "200.00", gross: "251.00" }]);
  });

  it("for a locked period is held before anything is made, and booked once the period is open", async () => {
    const before = house.fortnox.ledger.invoices().length;
    await lockUntilToday();
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "PERIOD_LOCKED", documents: [] });
    expect(held.message).toContain(today());
    expect(house.fortnox.ledger.invoices()).toHaveLength(before);
    await unlock();
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
  });

  it("for a locked period is released by the setting that dates it on the first open day", async () => {
    await lockUntilToday();
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "held");
    await house.changeSettings({ orders: { locked_period: "next_open_day" } });
    const order = await house.waitForOrder(id, "booked");
    const number = order.documents[0]?.number;
    const invoice = house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === number);
    expect(invoice?.InvoiceDate.localeCompare(today())).toBe(1);
    await house.changeSettings({ orders: { locked_period: "hold" } });
    await unlock();
  });

  it("by a lock that only booking reveals keeps its unbooked invoice, and books that one later", async () => {
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(id, (order) => order.code === "TRIGGER_NOT_REACHED");
    house.fortnox.faults.set({ lockedUntil: today(), lockHidden: true });
    await house.shop.pay(id);
    const held = await house.waitForOrder(id, "held");
    expect(held.code).toBe("PERIOD_LOCKED");
    house.fortnox.faults.set({ lockedUntil: null, lockHidden: false });
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
    const made = house.fortnox.ledger.invoices().filter((invoice) => invoice.YourOrderNumber === number);
    expect(made).toMatchObject([{ Booked: true, Balance: "0.00" }]);
  });

  it("by such a lock is dated on the first open day when the settings say so, and its later refund too", async () => {
    await house.changeSettings({ orders: { locked_period: "next_open_day" } });
    house.fortnox.faults.set({ lockedUntil: today(), lockHidden: true });
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(placed.id, "booked");
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(order.documents).toMatchObject([{ status: "booked", gross: "796.00" }]);
    const made = () =>
      house.fortnox.ledger.invoices().filter((invoice) => invoice.YourOrderNumber === placed.number);
    expect(made()).toMatchObject([{ Booked: true, Balance: "0.00", InvoiceDate: tomorrow }]);
    expect(made()[0]?.Remarks).toContain(`Leveransdatum: ${today()}.`);
    await house.shop.refund(placed.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    const back = await house.waitForOrder(placed.id, (one) => one.documents[1]?.status === "booked");
    house.fortnox.faults.set({ lockedUntil: null, lockHidden: false });
    await house.changeSettings({ orders: { locked_period: "hold" } });
    expect(back.documents[1]).toMatchObject({ kind: "credit_note", gross: "100.00" });
    expect(made().map((invoice) => invoice.InvoiceDate)).toEqual([tomorrow, tomorrow]);
  });

  it("for a locked period is booked when somebody asks for it after the lock was taken away", async () => {
    await lockUntilToday();
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "held");
    house.fortnox.faults.set({ lockedUntil: null });
    // As long as a merchant needs to open the period and come back.
    await house.restart({}, HALF_A_MINUTE);
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
  });
});
