import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startVies, type ViesStandIn } from "../../sandbox/vies/server.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

const sale = (vatNumber: string) => ({
  paid: true,
  lines: [{ sku: "MUG-01", title: "Mug, birch", unitPrice: "1000.00", rate: null }],
  customer: {
    type: "B2B" as const,
    company: "Handel GmbH",
    name: "Handel GmbH",
    country: "DE",
    vat_number: vatNumber,
  },
  bill_to: { country: "DE" },
  ship_to: { country: "DE" },
});

describe.each(engines)("a sale without VAT to a German business on $name", (engine) => {
  let house: House;
  let register: ViesStandIn;
  beforeAll(async () => {
    register = await startVies();
    house = await openHouse(engine, { config: { viesUrl: register.url } });
    await house.changeSettings({
      vat: { vat_number_check: "vies", seller_number: "SE556036079301" },
    });
  });
  afterAll(async () => {
    await house.close();
    await register.close();
  });

  it("is booked when VIES says that the number is valid, with the law's words and the proof", async () => {
    const { id } = await house.shop.placeOrder(sale("DE 136695976"));
    const order = await house.waitForOrder(id, "booked");
    expect(order.documents).toMatchObject([{ net: "1000.00", vat: "0.00", gross: "1000.00" }]);
    expect(register.asked).toEqual([{ number: "DE136695976", requester: "SE556036079301" }]);
    expect(order.log.map((line) => line.message)).toContain(
      "VIES says that DE136695976 is valid, consultation number WAPIAAAA00000001.",
    );
    const [invoice] = house.fortnox.ledger.invoices().slice(-1);
    expect(JSON.stringify(invoice)).toContain("Unionsintern leverans, undantagen från moms, artikel 138");
    const preview = await house.api("GET", `/orders/${id}/preview`);
    expect(preview.body).toMatchObject({
      documents: [{ rows: [{ treatment: "eu_goods", vat_rule: 6, country: "DE" }] }],
    });
  });

  it("is held when VIES says no, and says which number", async () => {
    register.say("DE811907980", "invalid");
    const { id } = await house.shop.placeOrder(sale("DE811907980"));
    expect(await house.waitForOrder(id, "held")).toMatchObject({
      code: "VAT_NUMBER_REQUIRED",
      message: "Sold without VAT to a company in Germany, but its VAT number DE811907980 is not valid.",
      documents: [],
    });
  });

  it("is held while Germany does not answer, and charged when the merchant would rather", async () => {
    register.say("DE129273398", "MS_UNAVAILABLE");
    const { id } = await house.shop.placeOrder(sale("DE129273398"));
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "VAT_NUMBER_REQUIRED" });
    expect(held.message).toContain("It is asked again by itself");
    await house.changeSettings({ vat: { unknown_number: "charge" } });
    const order = await house.waitForOrder(id, "booked");
    expect(order.documents).toMatchObject([{ net: "800.00", vat: "200.00", gross: "1000.00" }]);
  });
});
