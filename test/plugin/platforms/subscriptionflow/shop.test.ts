import { describe, expect, it } from "vitest";
import { HttpFailure } from "../../../../plugin/ports.ts";
import { CLUB, openShop, type SignedUp } from "./open-shop.ts";

const linesOf = ({ site }: SignedUp, from = 0): string[] =>
  site
    .apiCalls()
    .slice(from)
    .map((call) => `${call.method} ${call.path}${call.query === "" ? "" : `?${call.query}`}`);

describe("reading an order", () => {
  it("takes three calls with the token of the sign-up", async () => {
    const signedUp = await openShop();
    const { id, customer_id: customer } = signedUp.site.placeInvoice({ lines: [CLUB] });
    const before = signedUp.site.apiCalls().length;
    await signedUp.order(id);
    expect(linesOf(signedUp, before)).toEqual([
      `GET /invoices/${id}`,
      `GET /invoices/${id}/link/transactions`,
      `POST /credit-notes/filter?filter[customer_id][$equals]=${customer}&filter[$sortorder]=asc&filter[$limit]=200&filter[$offset]=0`,
    ]);
    expect(signedUp.site.tokensIssued()).toBe(1);
  });

  it("fetches a token before its last minute, and one for everybody", async () => {
    const { site, clock, order, ports } = await openShop({ tokenLife: 600 });
    const { id } = site.placeInvoice({ lines: [CLUB] });
    clock.pass(541_000);
    await Promise.all([order(id), order(id)]);
    expect(site.tokensIssued()).toBe(2);
    expect(ports.vault.now()).toMatchObject({
      client_id: expect.any(String),
      webhook_secret: expect.any(String),
    });
  });

  it("fetches another when the site refuses it, in JSON or with the page to sign in", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    for (const [index, page] of ([null, 200, 302] as const).entries()) {
      site.faults.loginPage = page;
      site.faults.tokensWithdrawn = true;
      await order(id);
      expect(site.tokensIssued()).toBe(index + 2);
    }
  });

  it("is tried again when a page comes although the keys were just accepted", async () => {
    const { site, installation, ports, platform } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    const shop = platform.open(installation, {
      ...ports,
      http: async (request) => {
        const answer = await ports.http(request);
        return request.url.includes("/api/") ? { ...answer, status: 302, body: "" } : answer;
      },
    });
    expect(await shop.order(id)).toMatchObject({ ok: false, problem: { act: "retry" } });
    expect(site.tokensIssued()).toBe(2);
  });

  it("asks for new keys when the site knows these no more", async () => {
    const { site, client, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.revokeClient(client.id);
    expect(await problem(id)).toMatchObject({
      act: "fix",
      code: "NOT_CONNECTED",
      message: "mountain-club no longer accepts the client id and secret. Sign up again with new ones.",
    });
  });

  it("is tried again when the site is slow to answer, over its limit or broken", async () => {
    const { site, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.faults.api429 = 1;
    expect(await problem(id)).toMatchObject({ act: "retry", afterMs: 1000, inDoubt: false });
    site.faults.apiDown = 1;
    expect(await problem(id)).toMatchObject({ act: "retry", theirs: "500 Server Error" });
    await site.close();
    expect(await problem(id)).toMatchObject({
      act: "retry",
      message: expect.stringContaining("did not answer"),
    });
  });

  it("lets no two calls be on their way to one site", async () => {
    const signedUp = await openShop();
    const { site, installation, ports, platform } = signedUp;
    const ids = [1, 2, 3].map(() => site.placeInvoice({ lines: [CLUB] }).id);
    let [now, most] = [0, 0];
    const shop = platform.open(installation, {
      ...ports,
      http: async (request) => {
        now += 1;
        most = Math.max(most, now);
        return await ports.http(request).finally(() => {
          now -= 1;
        });
      },
    });
    await Promise.all(ids.map((id) => shop.order(id)));
    expect(most).toBe(1);
  });

  it("goes on after a call that found nobody", async () => {
    const { site, installation, ports, platform } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    let isDown = true;
    const shop = platform.open(installation, {
      ...ports,
      http: (request) =>
        isDown ? Promise.reject(new HttpFailure("refused", { sent: false })) : ports.http(request),
    });
    expect(await shop.order(id)).toMatchObject({ ok: false, problem: { act: "retry" } });
    isDown = false;
    expect(await shop.order(id)).toMatchObject({ ok: true });
  });
});

describe("changes", () => {
  const since = (iso: string) => ({ updatedAfter: iso });

  it("are of invoices and of the refunds and credit notes that name them, oldest first, each invoice once", async () => {
    const signedUp = await openShop();
    const { site, clock, shop } = signedUp;
    const place = () => {
      clock.pass(86_400_000);
      return site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
    };
    const [old, refunded, newest] = [place(), place(), place()];
    site.project(newest.id);
    const [, payment] = site.transactions();
    const refund = site.refund(payment?.id ?? "", { amount: "10.00", status: "Processing" });
    const from = clock.now();
    clock.pass(7 * 3_600_000);
    // The invoice has been touched when the refund was asked for; that the money moved only the refund tells.
    site.settle(refund.id, "Paid");
    const mark = new Date(from + 7 * 3_600_000).toISOString();
    expect(await shop.changedOrders(since(mark), null)).toEqual({
      ok: true,
      value: { orders: [{ id: refunded.id, updatedAt: "2026-11-24T18:00:00+01:00" }], nextCursor: null },
    });
    clock.pass(1_000);
    site.addCreditNote({ amount: "1.00", invoice: old.id });
    const read = await shop.changedOrders(since(mark), null);
    const invoices = read.ok ? read.value.orders.filter((one) => one.onlyKnown !== true) : [];
    expect(invoices.map((one) => one.id)).toEqual([refunded.id, old.id]);
    const all = await shop.changedOrders(since("2026-11-01T00:00:00Z"), null);
    const every = all.ok ? all.value.orders.filter((one) => one.onlyKnown !== true) : [];
    expect(every.map((one) => one.id)).toEqual([newest.id, refunded.id, old.id]);
  });

  it("are read with an overlap of hours, and what is known of a refund is not asked again", async () => {
    const signedUp = await openShop();
    const { site, shop, clock } = signedUp;
    site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
    const [payment] = site.transactions();
    site.refund(payment?.id ?? "", { amount: "10.00" });
    const before = site.apiCalls().length;
    const mark = new Date(clock.now()).toISOString();
    await shop.changedOrders(since(mark), null);
    expect(linesOf(signedUp, before)).toEqual([
      expect.stringContaining("POST /invoices/filter?filter[updated_at][$gte]=2026-11-21T04:00:00.000Z"),
      expect.stringContaining("POST /transactions/filter?"),
      expect.stringContaining("GET /transactions/"),
      expect.stringContaining("POST /credit-notes/filter?"),
    ]);
    await shop.changedOrders(since(mark), null);
    expect(site.apiCalls()).toHaveLength(before + 7);
  });

  it("say of an invoice's money what its order says, and something else once money moved without a stamp (A2)", async () => {
    const { site, shop, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
    site.faults.loose = 3;
    const listed = async () => {
      const range = { createdAfter: "2026-11-21T00:00:00+01:00", createdBefore: "2026-11-22T00:00:00+01:00" };
      const read = await shop.changedOrders(range, null);
      return read.ok ? read.value.orders[0]?.listedSums : undefined;
    };
    const handled = await order(id);
    expect(await listed()).toBe(handled.listedSums);
    site.faults.stampsStand = true;
    site.addCreditNote({ amount: "48.75", invoice: id });
    expect(await listed()).not.toBe(handled.listedSums);
    const again = await order(id);
    expect([again.updatedAt, again.listedSums]).toEqual([handled.updatedAt, await listed()]);
    expect(shop.looksBack).toEqual({ days: 45 });
  });

  it("of a range of days are handed on page by page", async () => {
    const { site, shop } = await openShop();
    for (let count = 0; count < 201; count += 1) site.placeInvoice({ lines: [CLUB] });
    const range = { createdAfter: "2026-11-21T00:00:00+01:00", createdBefore: "2026-11-22T00:00:00+01:00" };
    const first = await shop.changedOrders(range, null);
    expect(first).toMatchObject({ ok: true, value: { nextCursor: "200" } });
    const second = await shop.changedOrders(range, "200");
    expect(second.ok && [second.value.orders.length, second.value.nextCursor]).toEqual([1, "credit-notes"]);
  });

  it("within the second in which an order was read are seen by the next sweep", async () => {
    const { site, shop, order, clock } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    const early = await order(id);
    site.pay(id);
    const read = await shop.changedOrders(since("2026-11-21T10:00:00Z"), null);
    const [change] = read.ok ? read.value.orders : [];
    expect(Date.parse(change?.updatedAt ?? "")).toBeGreaterThan(Date.parse(early.updatedAt));
    clock.pass(10_000);
    expect((await order(id)).updatedAt).toBe("2026-11-21T11:00:00+01:00");
  });
});

describe("finding an order", () => {
  it("by its number, its address in the admin or its id", async () => {
    const { site, shop } = await openShop();
    const { id, name } = site.placeInvoice({ lines: [CLUB] });
    for (const text of [
      name,
      name.toLowerCase(),
      ` ${name} `,
      id,
      `${site.url}/invoice-detail/${id}?tab=1`,
    ]) {
      expect(await shop.findOrder?.(text), text).toEqual({ ok: true, value: id });
    }
    for (const text of ["SF-1", "", `${site.url}/invoice-detail/%ZZ`]) {
      expect(await shop.findOrder?.(text), text).toEqual({ ok: true, value: null });
    }
  });
});

describe("products", () => {
  it("are those with a SKU, without a price, because prices belong to plans", async () => {
    const { shop } = await openShop();
    const read = await shop.changedProducts?.(null, null);
    expect(read).toMatchObject({
      ok: true,
      value: {
        products: [
          { sku: "CLUB", title: "Mountain Club", price: null, currency: "SEK" },
          { sku: "MAPS" },
          { sku: "BOOK" },
        ],
        nextCursor: null,
      },
    });
    expect(await shop.changedProducts?.("2100-01-01T00:00:00Z", null)).toMatchObject({
      value: { products: [] },
    });
  });
});
