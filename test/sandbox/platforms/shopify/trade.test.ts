import { describe, expect, it } from "vitest";
import { firstShopifyOrders } from "../../../../sandbox/platforms/shopify/first-orders.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { list } from "./identities.ts";
import type { Row } from "./open-shop.ts";
import { at, openConnectedShop, readOrder, THREE_MUGS } from "./open-shop.ts";

/** A placed order as the API then shows it, in the buyer's currency. */
async function placed(draft: OrderDraft) {
  const { shop, ask } = await openConnectedShop();
  const order = await shop.place(draft);
  const [line] = order.lines;
  return {
    shop,
    ask,
    order,
    lineId: line?.id ?? "",
    read: () => readOrder(ask, order.id),
  };
}

const buyer = (row: Row, path: string) => at(row, `${path}.presentmentMoney.amount`);
const inShop = (row: Row, path: string) => at(row, `${path}.shopMoney.amount`);

/** The sales of the latest agreement: what each is about and what it comes to. */
function latestSales(agreements: Row[]): unknown[] {
  const sales = list(agreements.at(-1) ?? {}, "sales.nodes");
  return sales.map((sale) => [
    sale["actionType"],
    sale["lineType"],
    sale["quantity"],
    buyer(sale, "totalAmount"),
    buyer(sale, "totalTaxAmount"),
  ]);
}

describe("a sale", () => {
  it("of three mugs at 199.00 with freight, 25 % in the prices, is 646.00 of which 129.20 is VAT", async () => {
    const { read } = await placed(THREE_MUGS);
    const { order, agreements } = await read();
    expect(buyer(order, "totalPriceSet")).toBe("646.0");
    expect(buyer(order, "totalTaxSet")).toBe("129.2");
    expect(order["displayFinancialStatus"]).toBe("PAID");
    expect(latestSales(agreements)).toEqual([
      ["ORDER", "PRODUCT", 3, "597.0", "119.4"],
      ["ORDER", "SHIPPING", null, "49.0", "9.8"],
    ]);
  });

  it("with 10 % off the order gives indivisible cents to the first lines", async () => {
    const { read } = await placed({
      paid: true,
      discount: { code: "TEN", percentage: "10" },
      lines: ["A", "B", "C"].map((title) => ({ title, unitPrice: "0.33", rate: null })),
    });
    const { order } = await read();
    const given = list(order, "lineItems.nodes").map((line) =>
      buyer(list(line, "discountAllocations")[0] ?? {}, "allocatedAmountSet"),
    );
    // 10 % of 0.99 is 0.10: 0.0333 each, and the one cent left goes to the first line.
    expect(given).toEqual(["0.04", "0.03", "0.03"]);
  });

  it("without tax in the prices adds two taxes of one line, each rounded alone", async () => {
    const { read } = await placed({
      paid: true,
      taxesIncluded: false,
      lines: [
        {
          title: "Poster",
          unitPrice: "19.99",
          taxes: [
            { title: "State", rate: "6.25" },
            { title: "City", rate: "2.75" },
          ],
        },
      ],
    });
    const { order } = await read();
    expect(list(order, "taxLines").map((tax) => [tax["title"], tax["rate"], buyer(tax, "priceSet")])).toEqual(
      [
        ["State", 0.0625, "1.25"],
        ["City", 0.0275, "0.55"],
      ],
    );
    expect(buyer(order, "totalPriceSet")).toBe("21.79");
  });

  it("in euro shows the same in kronor, and pays the shop's column off to the öre", async () => {
    const { read } = await placed({
      paid: true,
      currency: "EUR",
      exchangeRate: "11.2345",
      lines: [{ title: "Blanket", unitPrice: "119.00", quantity: 3, rate: "25" }],
    });
    const { order } = await read();
    expect([buyer(order, "totalPriceSet"), inShop(order, "totalPriceSet")]).toEqual(["357.0", "4010.72"]);
    expect(inShop(order, "totalOutstandingSet")).toBe("0.0");
    expect(at(order, "presentmentCurrencyCode")).toBe("EUR");
  });

  it("over the counter in cash rounds beside the amount", async () => {
    const { read } = await placed({
      inStore: true,
      customer: null,
      paid: [{ gateway: "cash", rounding: "-0.40" }],
      lines: [{ title: "Cup", unitPrice: "199.40", rate: "25" }],
    });
    const { order } = await read();
    expect(buyer(order, "totalReceivedSet")).toBe("199.4");
    expect(buyer(order, "totalCashRoundingAdjustment.paymentSet")).toBe("-0.4");
    expect([at(order, "customer"), at(order, "shippingAddress")]).toEqual([null, null]);
    expect(at(order, "retailLocation.name")).toBe("Warehouse");
  });

  it("paid half by gift card is two movements; the card sold before it carried no tax", async () => {
    const { read } = await placed({
      paid: [{ gateway: "gift_card", amount: "100.00", giftCardId: "4411" }, {}],
      lines: [
        { sku: "GIFT-500", giftCard: true, unitPrice: "150.00" },
        { sku: "MUG-01", unitPrice: "199.00", rate: "25" },
      ],
    });
    const { order, agreements } = await read();
    expect(list(order, "transactions").map((each) => [each["gateway"], buyer(each, "amountSet")])).toEqual([
      ["gift_card", "100.0"],
      ["shopify_payments", "249.0"],
    ]);
    expect(latestSales(agreements)).toEqual([
      ["ORDER", "GIFT_CARD", 1, "150.0", "0.0"],
      ["ORDER", "PRODUCT", 1, "199.0", "39.8"],
    ]);
  });

  it("to a company on account is unpaid until its terms are met, and names the company", async () => {
    const {
      shop,
      order: placedOrder,
      read,
    } = await placed({
      paid: false,
      taxesIncluded: false,
      paymentTerms: { days: 30 },
      company: { name: "Krogen AB", vatNumber: "SE556677889901" },
      lines: [{ sku: "LAMP-02", unitPrice: "1000.00", rate: "25" }],
    });
    const { order } = await read();
    expect(order).toMatchObject({ displayFinancialStatus: "PENDING", unpaid: true });
    expect(at(order, "purchasingEntity.location.taxSettings.taxRegistrationId")).toBe("SE556677889901");
    expect(at(order, "paymentTerms.paymentSchedules.nodes.0.balanceDue.amount")).toBe("1250.0");
    await shop.pay(placedOrder.id, { gateway: "bank_deposit" });
    expect((await read()).order).toMatchObject({ displayFinancialStatus: "PAID", fullyPaid: true });
  });

  it("on a reserved card is captured in parts", async () => {
    const { shop, order, read } = await placed({ ...THREE_MUGS, paid: [{ kind: "AUTHORIZATION" }] });
    expect((await read()).order).toMatchObject({ displayFinancialStatus: "AUTHORIZED" });
    await shop.pay(order.id, { kind: "CAPTURE", amount: "600.00" });
    expect((await read()).order).toMatchObject({ displayFinancialStatus: "PARTIALLY_PAID" });
    await shop.pay(order.id, { kind: "CAPTURE" });
    await expect(shop.pay(order.id, { kind: "CAPTURE" })).rejects.toThrow("Nothing is left to capture");
    expect((await read()).order).toMatchObject({ displayFinancialStatus: "PAID" });
  });
});

describe("a refund", () => {
  it("of one piece at a time gives the line back to the cent", async () => {
    const { shop, order, lineId, read } = await placed({
      paid: true,
      lines: [{ title: "Pen", quantity: 3, unitPrice: "1.11", discount: "0.10", rate: "25" }],
    });
    for (const amount of ["1.08", "1.08", "1.07"]) {
      const refunded = await shop.refund(order.id, { lines: [{ lineId, quantity: 1 }] });
      expect(refunded.refunds.at(-1)?.lines[0]?.subtotal.buyer).toBe(amount);
    }
    const { order: whole } = await read();
    expect(whole).toMatchObject({ displayFinancialStatus: "REFUNDED" });
    expect([buyer(whole, "currentTotalPriceSet"), buyer(whole, "currentTotalTaxSet")]).toEqual([
      "0.0",
      "0.0",
    ]);
    await expect(shop.refund(order.id, { lines: [{ lineId, quantity: 1 }] })).rejects.toThrow("Only 0");
  });

  it("of less money than the goods are worth keeps the difference as an adjustment", async () => {
    const { shop, order, lineId, read } = await placed(THREE_MUGS);
    await shop.refund(order.id, { lines: [{ lineId, quantity: 1 }], money: { amount: "150.00" } });
    const { order: whole, agreements } = await read();
    expect(latestSales(agreements)).toEqual([
      ["RETURN", "PRODUCT", -1, "-199.0", "-39.8"],
      ["RETURN", "ADJUSTMENT", null, "49.0", "0.0"],
    ]);
    expect(buyer(whole, "refundDiscrepancySet")).toBe("49.0");
    expect(buyer(whole, "totalOutstandingSet")).toBe("0.0");
  });

  it("whose money is pending owes the customer until the bank has paid", async () => {
    const { shop, order, lineId, read } = await placed(THREE_MUGS);
    const refunded = await shop.refund(order.id, {
      lines: [{ lineId, quantity: 1 }],
      money: { status: "PENDING" },
    });
    expect(buyer((await read()).order, "totalOutstandingSet")).toBe("-199.0");
    await shop.settle(order.id, refunded.refunds[0]?.transactionIds[0] ?? "", "SUCCESS");
    expect(buyer((await read()).order, "totalOutstandingSet")).toBe("0.0");
  });

  it("in another currency on another day leaves the exchange's gain on the movement", async () => {
    const { shop, order, lineId, read } = await placed({
      paid: true,
      currency: "EUR",
      exchangeRate: "11.00",
      lines: [{ title: "Blanket", unitPrice: "100.00", rate: "25" }],
    });
    await shop.refund(order.id, { lines: [{ lineId, quantity: 1 }], money: { exchangeRate: "10.50" } });
    const movement = list((await read()).order, "transactions").at(-1) ?? {};
    expect(inShop(movement, "amountSet")).toBe("1050.0");
    expect(at(movement, "currencyExchangeAdjustment.adjustment")).toEqual({
      amount: "50.0",
      currencyCode: "SEK",
    });
  });
});

describe("an edit, a return and an exchange", () => {
  it("write agreements of their own; the first stays as it was", async () => {
    const { shop, order, lineId, read } = await placed(THREE_MUGS);
    await shop.edit(order.id, {
      add: [{ sku: "BOOK-07", rate: "6" }],
      remove: [{ lineId, quantity: 1 }],
    });
    const { order: edited, agreements } = await read();
    expect(latestSales(agreements)).toEqual([
      ["RETURN", "PRODUCT", -1, "-199.0", "-39.8"],
      ["ORDER", "PRODUCT", 1, "189.0", "10.7"],
    ]);
    expect(edited).toMatchObject({ edited: true });
    expect([buyer(edited, "originalTotalPriceSet"), buyer(edited, "currentTotalPriceSet")]).toEqual([
      "646.0",
      "636.0",
    ]);
  });

  it("a discount afterwards is an update of the line and moves no pieces", async () => {
    const { shop, order, lineId, read } = await placed(THREE_MUGS);
    await shop.edit(order.id, { discount: [{ lineId, amount: "97.00" }] });
    const { order: edited, agreements } = await read();
    expect(latestSales(agreements)).toEqual([["UPDATE", "PRODUCT", 3, "-97.0", "-19.4"]]);
    expect(at(edited, "lineItems.nodes.0.currentQuantity")).toBe(3);
  });

  it("a return keeps its fee, gives other goods, and pays out weeks later without any sale", async () => {
    const { shop, order, lineId, read } = await placed(THREE_MUGS);
    const returned = await shop.processReturn(order.id, {
      lines: [{ lineId, quantity: 2, restockingFee: "10" }],
      exchange: [{ sku: "BOOK-07", rate: "6" }],
    });
    const { agreements } = await read();
    expect(agreements.at(-1)).toMatchObject({ __typename: "ReturnAgreement", reason: "RETURN" });
    expect(latestSales(agreements)).toEqual([
      ["RETURN", "PRODUCT", -2, "-398.0", "-79.6"],
      ["ORDER", "FEE", null, "39.8", "0.0"],
      ["ORDER", "PRODUCT", 1, "189.0", "10.7"],
    ]);
    await shop.refundReturn(order.id, returned.returns[0]?.id ?? "");
    const after = await read();
    expect(latestSales(after.agreements)).toEqual([]);
    expect(buyer(after.order, "totalRefundedSet")).toBe("169.2");
    expect(buyer(after.order, "totalOutstandingSet")).toBe("0.0");
  });
});

describe("the first orders", () => {
  it("are the same as the other shop's: 835.00 of which 199.00 came back, and a tea box by subscription", async () => {
    const { shop, ask } = await openConnectedShop();
    const [mugs = "", tea = ""] = await firstShopifyOrders(shop);
    const first = await readOrder(ask, mugs);
    expect([buyer(first.order, "totalPriceSet"), buyer(first.order, "currentTotalPriceSet")]).toEqual([
      "835.0",
      "636.0",
    ]);
    const second = await readOrder(ask, tea);
    expect(at(second.order, "lineItems.nodes.0.sellingPlan.name")).toBe("Every month");
  });
});
