import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import type { Merchant } from "../support/merchant.ts";
import { placeOneOfEach } from "../support/panel.ts";

const dated = (draft: OrderDraft, createdAt: string): OrderDraft => ({ ...draft, createdAt });

describe.each(engines)("the reconciliation on $name", (engine) => {
  let house: House;
  let other: Merchant;
  beforeAll(async () => {
    house = await openHouse(engine);
    other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "connected");
  });
  afterAll(() => house.close());

  const thisYear = "from=2026-01-01&to=2099-12-31";

  it("adds up to the cent: booked, skipped, waiting, held, per currency; unbooked orders are listed with their cause", async () => {
    const [booked = "", vat = "", currency = "", free = "", unpaid = ""] = await placeOneOfEach(house);
    const refunded = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(refunded.id, "booked");
    await house.shop.refund(refunded.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    await house.waitForOrder(refunded.id, (one) => one.state === "booked" && one.documents.length === 2);
    const pending = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(pending.id, "booked");
    await house.shop.refund(pending.id, {
      adjustments: [{ kind: "goodwill", gross: "50.00" }],
      transaction: { status: "pending" },
    });
    await house.waitForOrder(pending.id, (one) => one.code === "REFUND_PENDING");

    // A document is seen as soon as it is in the ledger; the sums follow when the run over the order ends.
    const { status, body } = await eventually(
      () => house.api("GET", `/reconciliation?${thisYear}`),
      (answer) => JSON.stringify(answer.body).includes('"refunded":"150.00"'),
      "both refunds in the sums",
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      connection_id: house.connectionId(),
      unread: 0,
      unbooked_count: 5,
      currencies: [
        { currency: "PLN", orders: 1, shop_total: "158.00", held: { count: 1, sum: "158.00" } },
        {
          currency: "SEK",
          orders: 6,
          // 835 + 199 + 0 + 249 + 796 + 796, less 100 and 50.
          charged: "2875.00",
          refunded: "150.00",
          shop_total: "2725.00",
          // 835 + (796 - 100) + 796
          booked: { count: 2, sum: "2327.00" },
          skipped: { count: 1, sum: "0.00", reasons: [{ code: "ZERO_TOTAL", count: 1, sum: "0.00" }] },
          waiting: {
            count: 2,
            sum: "199.00",
            reasons: [
              { code: "REFUND_PENDING", count: 1, sum: "-50.00" },
              { code: "TRIGGER_NOT_REACHED", count: 1, sum: "249.00" },
            ],
          },
          held: { count: 1, sum: "199.00", reasons: [{ code: "VAT_UNMAPPED" }] },
        },
      ],
    });
    expect(body).toMatchObject({
      unbooked: [
        { order_id: vat, code: "VAT_UNMAPPED", amount: "199.00", fix_url: expect.stringContaining("#vat.") },
        { order_id: currency, state: "held", currency: "PLN", amount: "158.00" },
        { order_id: free, state: "skipped", amount: "0.00" },
        { order_id: unpaid, code: "TRIGGER_NOT_REACHED", amount: "249.00" },
        { order_id: pending.id, code: "REFUND_PENDING", amount: "-50.00", total: "796.00" },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(`"order_id":"${booked}"`);
    expect((await house.api("GET", `/reconciliation?${thisYear}&limit=1`)).body).toMatchObject({
      unbooked_count: 5,
      unbooked: [{ order_id: vat }],
    });
  });

  it("counts an order in the month and day it was placed on in the shop's time zone", async () => {
    // 23:30 UTC on the last of May is the first of June in Stockholm.
    for (const at of ["2025-05-31T21:30:00Z", "2025-05-31T23:30:00Z", "2025-06-30T12:00:00Z"]) {
      const { id } = await house.shop.placeOrder(dated(THREE_MUGS, at));
      await house.waitForOrder(id, "booked");
    }
    expect((await house.api("GET", "/reconciliation?from=2025-05-01&to=2025-06-30")).body).toMatchObject({
      currencies: [
        {
          shop_total: "2388.00",
          booked: { count: 3, sum: "2388.00" },
          months: [
            { month: "2025-05", orders: 1, shop_total: "796.00" },
            { month: "2025-06", orders: 2, shop_total: "1592.00", booked: { count: 2, sum: "1592.00" } },
          ],
        },
      ],
      unbooked: [],
    });
    expect((await house.api("GET", "/reconciliation?from=2025-06-01&to=2025-06-01")).body).toMatchObject({
      currencies: [{ orders: 1 }],
    });
  });

  it("of an order that is drafted, and of one cancelled after its draft was made, shows no difference", async () => {
    await house.changeSettings({ orders: { booking: "draft", trigger: ["created"] } });
    const at = "2024-03-05T12:00:00+01:00";
    const drafted = await house.shop.placeOrder(dated(THREE_MUGS, at));
    const cancelled = await house.shop.placeOrder(dated({ ...THREE_MUGS, paid: false }, at));
    await house.waitForOrder(drafted.id, "booked");
    await house.waitForOrder(cancelled.id, "booked");
    await house.shop.cancel(cancelled.id);
    await house.waitForOrder(cancelled.id, "skipped");
    await house.changeSettings({ orders: { booking: "book", trigger: ["paid"] } });
    expect((await house.api("GET", "/reconciliation?from=2024-03-05&to=2024-03-05")).body).toMatchObject({
      currencies: [
        {
          orders: 2,
          shop_total: "1592.00",
          booked: { count: 1, sum: "796.00" },
          skipped: { count: 1, sum: "796.00", reasons: [{ code: "CANCELLED_BEFORE_CAPTURE" }] },
        },
      ],
    });
  });

  it("is there for spreadsheets, where no name becomes a formula", async () => {
    const name = "=1+1";
    const evil = { ...THREE_MUGS, currency: "PLN", exchangeRate: "2.6", customer: { name, country: "SE" } };
    const { id } = await house.shop.placeOrder(dated(evil, "2023-03-05T12:00:00+01:00"));
    await house.waitForOrder(id, "held");
    const asked = "from=2023-03-01&to=2023-03-31";
    const file = await house.api("GET", `/reconciliation.csv?${asked}`);
    expect(file.headers.get("content-disposition")).toContain("reconciliation.csv");
    expect(String(file.body).replace("\ufeff", "")).toBe(
      [
        "month,currency,state,code,orders,amount",
        "2023-03,PLN,shop_total,,1,796.00",
        "2023-03,PLN,booked,,0,0.00",
        "2023-03,PLN,held,CURRENCY_NOT_ENABLED,1,796.00",
        "",
      ].join("\n"),
    );
    const list = String((await house.api("GET", `/reconciliation/unbooked.csv?${asked}`)).body);
    expect(list.split("\n")[1]).toContain(`${id},`);
    expect(list).toContain("held,CURRENCY_NOT_ENABLED,");
  });

  it("is asked for two days that make sense, and shows nobody another's orders", async () => {
    for (const [query, where] of [
      ["", "from"],
      ["from=2026-01-02&to=2026-01-01", "to"],
      ["from=yesterday&to=2026-01-01", "from"],
      ["from=2026-01-01&to=2026-01-02&limit=-1", "limit"],
    ]) {
      const answer = await house.api("GET", `/reconciliation?${query}`);
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: expect.arrayContaining([expect.objectContaining({ path: where })]) },
      });
    }
    expect((await other.api("GET", "/reconciliation?from=2020-01-01&to=2099-12-31")).body).toMatchObject({
      currencies: [],
      unbooked: [],
    });
    const theirs = `/reconciliation?${thisYear}&connection=${house.connectionId()}`;
    expect((await other.api("GET", theirs)).status).toBe(404);
  });
});
