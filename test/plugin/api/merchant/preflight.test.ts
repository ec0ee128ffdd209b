import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";

const answer = z.object({
  preflight: z.array(
    z.object({ code: z.string(), message: z.string(), fix_url: z.string(), count: z.number() }),
  ),
});

describe.each(engines)("the pre-flight check on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  const check = async () => {
    const checked = await house.api("POST", `/connections/${house.connectionId()}/check`);
    expect(checked.status).toBe(200);
    return answer.parse(checked.body).preflight;
  };
  const to = (country: string, rate: string | null) => ({
    ...THREE_MUGS,
    lines: [{ sku: "MUG-01", title: "Mug, birch", unitPrice: "249.00", rate }],
    shipping: null,
    bill_to: { country },
    ship_to: { country },
  });

  it("finds nothing in a shop that sells what the ledger knows", async () => {
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(await check()).toEqual([]);
  });

  it("names every country and rate without an account, with the number of orders", async () => {
    await house.changeSettings({ vat: { registrations: ["OSS"] } });
    for (const [country, rate] of [
      ["FI", "25.5"],
      ["FI", "25.5"],
      ["FR", "5.5"],
    ] as const) {
      const { id } = await house.shop.placeOrder(to(country, rate));
      await house.waitForOrder(id, "held");
    }
    expect(await check()).toEqual([
      {
        code: "VAT_UNMAPPED",
        message: "Finland 25.5 % (OSS) has no account yet.",
        fix_url: `${house.publicUrl}/embedded/settings?group=vat#vat.treatments`,
        count: 2,
      },
      expect.objectContaining({ message: "France 5.5 % (OSS) has no account yet.", count: 1 }),
    ]);
  });

  it("names all that is missing of one order at once: account, currency, payment method", async () => {
    const { id } = await house.shop.placeOrder({
      ...to("NL", "21"),
      currency: "PLN",
      exchangeRate: "2.60",
      gateway: "klarna",
      paid: true,
    });
    await house.waitForOrder(id, "held");
    const found = (await check())
      .filter((one) => one.count === 1)
      .map((one) => `${one.code}: ${one.message}`);
    expect(found).toContain("VAT_UNMAPPED: Netherlands 21 % (OSS) has no account yet.");
    expect(found.find((one) => one.startsWith("CURRENCY_NOT_ENABLED"))).toContain("PLN");
    expect(found).toContain(
      "PAYMENT_METHOD_UNMAPPED: Payments by klarna have no account, so their invoices stay open.",
    );
  });

  it("names accounts of the settings that the ledger does not have; saving them is allowed", async () => {
    await house.changeSettings({
      liabilities: { tip_account: "8999" },
      vat: { treatments: [{ treatment: "oss", country: "FI", account: "3999" }] },
    });
    const found = (await check()).filter((one) => one.code === "ACCOUNT_UNKNOWN");
    expect(found.map((one) => [one.fix_url.split("#")[1], one.message.match(/account (\d+)/)?.[1]])).toEqual(
      expect.arrayContaining([
        ["liabilities.tip_account", "8999"],
        ["vat.treatments", "3999"],
      ]),
    );
    await house.changeSettings({ liabilities: { tip_account: null }, vat: { treatments: null } });
  });

  it("names what was sold and is no article, where articles must be there already", async () => {
    await house.changeSettings({ products: { mode: "existing_only" } });
    const { id } = await house.shop.placeOrder({
      ...THREE_MUGS,
      lines: [{ sku: "NEW-99", title: "Bowl", unitPrice: "99.00", rate: "25" }],
    });
    await house.waitForOrder(id, "booked");
    const asText = (await check()).filter((one) => one.code === "ARTICLE_NOT_USED");
    expect(asText.map((one) => one.message)).toEqual([
      "Fortnox has no article NEW-99 (Bowl); its rows go as text.",
    ]);
    await house.changeSettings({ products: { missing: "hold" } });
    const found = (await check()).filter((one) => one.code === "PRODUCT_NOT_FOUND");
    // The mug became an article when the first order was booked.
    expect(found.map((one) => one.message)).toEqual(["Fortnox has no article NEW-99 (Bowl)."]);
    await house.changeSettings({ products: { mode: "create" } });
  });

  it("names a locked period once for all orders in it that are not booked yet", async () => {
    house.fortnox.faults.set({ lockedUntil: new Date().toISOString().slice(0, 10) });
    await check();
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "held");
    const found = (await check()).filter((one) => one.code === "PERIOD_LOCKED");
    house.fortnox.faults.set({ lockedUntil: null });
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(/^Fortnox is locked up to /);
    expect(found[0]?.count).toBeGreaterThan(0);
  });
});
