import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { type AccountsIqHouse, openAccountsIqHouse, renewal } from "../support/accountsiq-house.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";

const PURCHASE = "CreateBatchPurchasesInvoiceGetBackTransactionID";

/** Mugs at 20.00 and 4.60 of VAT each; a euro is 10.00 kronor to the shop, whose catalogue is in kronor. */
const mugs = (quantity: number, sku = "MUG-01"): OrderDraft =>
  renewal({
    exchangeRate: "10",
    lines: [{ sku, title: "Mug", unitPrice: "24.60", quantity: String(quantity), rate: "23" }],
  });

describe.each(engines)("purchases at the cost of the shop's catalogue, on $name", (engine) => {
  let opened: AccountsIqHouse;
  let aiq: AccountsIqHouse["aiq"];
  let house: AccountsIqHouse["house"];

  beforeAll(async () => {
    opened = await openAccountsIqHouse(engine, { sweepIntervalSeconds: 0.25 });
    ({ aiq, house } = opened);
    await opened.change(opened.irish, {
      purchases: {
        mode: "back_to_back",
        supplier: "WOODWORKS",
        account: "5000",
        markup: "25",
        vat_rate: "23",
        cost_from: "catalogue",
      },
    });
  });
  beforeEach(() => aiq.faults.clear());
  afterAll(() => opened.close());

  const reads = () => house.shop.apiCalls().filter((call) => call.path === "/products").length;
  /** The shop's buyer pays another price from now on, and the app has read it. */
  const costs = async (cost: string) => {
    await house.shop.changeProduct("MUG-01", { cost });
    const before = reads();
    // The second of two begins after the change.
    await eventually(reads, (count) => count >= before + 2, "the catalogue to be read");
  };
  const bought = async (draft: OrderDraft) => {
    const placed = await house.shop.placeOrder(draft);
    return await house.waitForOrder(placed.id, (one) => one.state === "booked" && one.purchases.length === 1);
  };
  const purchases = () =>
    aiq.ledger.transactions("IE01").filter((one) => one.type === "PI" || one.type === "PN");
  const entries = (one: ReturnType<typeof purchases>[number] | undefined) =>
    one?.lines.map((line) => `${line.account} ${line.taxCode ?? "-"} ${line.amount}`);

  it("cost what the catalogue says: two mugs at 88.00 kronor are 17.60 euros", async () => {
    const order = await bought(mugs(2));
    expect(order.documents).toMatchObject([{ kind: "invoice", gross: "49.20" }]);
    expect(order.purchases).toMatchObject([
      { supplier: "WOODWORKS", net: "17.60", vat: "4.05", gross: "21.65" },
    ]);
    expect(entries(purchases().at(-1))).toEqual(["2100 - -21.65", "5000 P23 17.60", "2210 P23 4.05"]);
    const preview = await house.api("GET", `/orders/${order.order_id}/preview`);
    expect(preview.body).toMatchObject({
      purchases: [{ rows: [{ why: "2 x MUG-01 at 88.00 SEK (R19) · the shop's catalogue" }] }],
    });
  });

  it("follow the catalogue from the next order on, and what was bought before stays", async () => {
    const earlier = await bought(mugs(1));
    const before = purchases().length;
    await costs("95.00");
    const next = await bought(mugs(1));
    expect(next.purchases).toMatchObject([{ net: "9.50", vat: "2.19", gross: "11.69" }]);
    await house.api("POST", "/orders/sync", { ids: [earlier.order_id] });
    const still = await house.waitForOrder(earlier.order_id, "booked");
    expect(still.purchases).toEqual(earlier.purchases);
    expect(still.purchases).toMatchObject([{ net: "8.80", vat: "2.02" }]);
    expect(purchases()).toHaveLength(before + 1);
  });

  it("are taken back at what they cost then, whatever the catalogue says by now", async () => {
    const order = await bought(mugs(2));
    await costs("120.00");
    const [line] = house.shop.order(order.order_id)?.lines ?? [];
    await house.shop.refund(order.order_id, { lines: [{ line_id: line?.id ?? "", quantity: "1" }] });
    const credited = await house.waitForOrder(order.order_id, (one) => one.purchases.length === 2);
    // Half of the 19.00 at 95.00 kronor each.
    expect(credited.purchases[1]).toMatchObject({ kind: "credit_note", net: "9.50", gross: "11.69" });
  });

  it("cost the new price once when the answer is lost", async () => {
    const before = purchases().length;
    aiq.faults.next({ match: PURCHASE, fault: "timeout-after-write", ms: 20 });
    const order = await bought(mugs(1));
    expect(order.purchases).toMatchObject([{ net: "12.00" }]);
    expect(purchases()).toHaveLength(before + 1);
  });

  it("go by the markup where the catalogue does not know the goods: 20.00 less a fifth", async () => {
    const order = await bought(mugs(1, "SAMPLE-1"));
    expect(order.purchases).toMatchObject([{ net: "16.00", vat: "3.68" }]);
  });

  it("go by the markup where the catalogue says no cost", async () => {
    await house.shop.changeProduct("TRAY-03", { cost: null });
    await costs("88.00");
    const order = await bought(mugs(1, "TRAY-03"));
    expect(order.purchases).toMatchObject([{ net: "16.00" }]);
  });
});
