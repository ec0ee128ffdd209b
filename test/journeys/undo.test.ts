import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { add, formatMoney, isZero, parseMoney, subtract, zero } from "../../plugin/domain/money.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { spawnHost } from "../support/host-process.ts";
import { HALF_A_MINUTE, type House, openHouse } from "../support/house.ts";
import { type PanelReader, readPanel } from "../support/panel.ts";

const isUndone = ({ code }: { readonly code?: string | undefined }): boolean => code === "UNDONE";

/** What all vouchers of the ledger have left on each account. */
function balances(house: House): Record<string, string> {
  const accounts = new Map<string, ReturnType<typeof zero>>();
  for (const row of house.fortnox.ledger.vouchers().flatMap((one) => one.VoucherRows)) {
    const moved = subtract(parseMoney(row.Debit, "SEK"), parseMoney(row.Credit, "SEK"));
    const account = String(row.Account);
    accounts.set(account, add(accounts.get(account) ?? zero("SEK"), moved));
  }
  return Object.fromEntries(
    [...accounts].filter(([, sum]) => !isZero(sum)).map(([account, sum]) => [account, formatMoney(sum)]),
  );
}

describe.each(engines)("an order taken out of the books on $name", (engine) => {
  let house: House;
  let panel: PanelReader;
  beforeAll(async () => {
    house = await openHouse(engine);
    panel = readPanel(house, house);
  });
  afterAll(() => house.close());

  const undo = (ids: readonly string[]) =>
    house.api("POST", "/orders/undo", { ids, reason: "Sold by mistake" });
  const booked = async () => {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(placed.id, (one) => one.state === "booked" && one.payments.length === 1);
    return { ...placed, line: placed.lines[0]?.id ?? "" };
  };

  it("is credited with what is left and its payment taken back, once however often it is asked for", async () => {
    const { id, line } = await booked();
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
    await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 2);
    const preview = await house.api("GET", `/orders/${id}/preview?undo=true`);
    expect(preview.body).toMatchObject({
      outcome: { state: "skipped", code: "UNDONE" },
      documents: [
        { key: "invoice" },
        { key: expect.stringMatching(/^refund-/) },
        { key: "undo", gross: "547.00" },
      ],
      payments: [
        { amount: "796.00" },
        { amount: "249.00" },
        { document: "undo", amount: "547.00", account: "1686", undoes: true },
      ],
    });
    const asked = await Promise.all([undo([id]), undo([id, "unknown"])]);
    expect(asked.map(({ status }) => status)).toEqual([202, 202]);
    expect(asked[1]?.body).toMatchObject({
      results: [
        { id, status: "info" },
        { id: "unknown", status: "error" },
      ],
    });
    const order = await house.waitForOrder(id, isUndone);
    expect(order.message).toBe("Taken out of the books by hand: Sold by mistake");
    expect(order.documents.map(({ kind, status, gross }) => [kind, status, gross])).toEqual([
      ["invoice", "booked", "796.00"],
      ["credit_note", "booked", "249.00"],
      ["credit_note", "booked", "547.00"],
    ]);
    expect(order.payments.map(({ direction, amount }) => [direction, amount])).toEqual([
      ["in", "796.00"],
      ["out", "249.00"],
      ["out", "547.00"],
    ]);
    await eventually(
      async () => balances(house),
      (left) => Object.keys(left).length === 0,
      "nothing left on any account",
    );
    expect(house.fortnox.ledger.invoices().map((one) => one.Balance)).toEqual(["0.00", "0.00", "0.00"]);
    // Neither a later refund nor the sweep brings it back.
    await house.shop.refund(id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    const later = await house.waitForOrder(id, ({ warnings }) => warnings.length > 0);
    expect(later).toMatchObject({ code: "UNDONE", warnings: ["CHANGED_AFTER_UNDO"] });
    expect(later.documents).toHaveLength(3);
    expect(later.log.map(({ message }) => message)).toContain(
      "The order was refunded in the shop after it was taken out of the books; nothing of that is booked.",
    );
  });

  it("is booked afresh as a new document once somebody syncs it, and the sums say so all the while", async () => {
    const { id } = await booked();
    const sums = async () => {
      const { body } = await house.api("GET", "/reconciliation?from=2000-01-01&to=2099-12-31");
      return (
        body as {
          currencies: {
            shop_total: string;
            booked: { sum: string };
            skipped: { sum: string; reasons: { code: string; sum: string }[] };
          }[];
        }
      ).currencies[0];
    };
    const before = await sums();
    await undo([id]);
    await house.waitForOrder(id, isUndone);
    const after = await sums();
    const less = (one: string, other: string) =>
      formatMoney(subtract(parseMoney(one, "SEK"), parseMoney(other, "SEK")));
    expect(after?.shop_total).toBe(before?.shop_total);
    expect(less(before?.booked.sum ?? "0", after?.booked.sum ?? "0")).toBe("796.00");
    expect(less(after?.skipped.sum ?? "0", before?.skipped.sum ?? "0")).toBe("796.00");
    await house.api("POST", "/orders/sync", { ids: [id] });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 3);
    expect(order.documents.map(({ kind, gross }) => [kind, gross])).toEqual([
      ["invoice", "796.00"],
      ["credit_note", "796.00"],
      ["invoice", "796.00"],
    ]);
    expect(new Set(order.documents.map(({ number }) => number)).size).toBe(3);
    expect(await sums()).toEqual(before);
    await undo([id]);
    const again = await house.waitForOrder(id, (one) => isUndone(one) && one.payments.length === 4);
    expect(again.documents).toHaveLength(4);
    expect(balances(house)).toEqual({});
  });

  it("in the panel shows what will be written, wants a reason, and does it", async () => {
    const { id } = await booked();
    const order = await panel.get(`/orders/${id}`);
    expect(order.text).toContain(`/orders/${id}/undo`);
    const ask = await panel.get(`/orders/${id}/undo`);
    expect(ask.text).toContain("Taken back");
    expect(ask.text).toContain("796.00");
    const empty = await panel.submit(`/orders/${id}/undo`, { action: "/undo", fields: { reason: " " } });
    expect(empty.status).toBe(422);
    const done = await panel.submit(`/orders/${id}/undo`, {
      action: "/undo",
      fields: { reason: "A test order" },
    });
    expect(done.headers.get("location")).toContain("notice=undone");
    const shown = await panel.get(`/orders/${id}`);
    expect(shown.text).toContain("Taken out of the books by hand: A test order");
    expect(shown.text).toContain("Book it afresh");
    expect((await panel.get(`/orders/${id}/undo`)).status).toBe(303);
  });

  it("that is a draft in the ledger is removed there, and made again under its own key", async () => {
    await house.changeSettings({ orders: { booking: "draft" } });
    const { id, number } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await undo([id]);
    const order = await house.waitForOrder(id, isUndone);
    expect(order.documents).toEqual([]);
    const made = () => house.fortnox.ledger.invoices().filter((one) => one.YourOrderNumber === number);
    expect(made().map((one) => one.Cancelled)).toEqual([true]);
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
    expect(made().map((one) => one.Cancelled)).toEqual([true, false]);
    await house.changeSettings({ orders: { booking: "book" } });
  });

  it("in a locked period is held; asking again goes on with it, and it can be called off", async () => {
    const { id } = await booked();
    house.fortnox.faults.set({ lockedUntil: "2099-12-31" });
    await house.api("POST", `/connections/${house.connectionId()}/check`);
    await undo([id]);
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "PERIOD_LOCKED", documents: [{ kind: "invoice" }] });
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, ({ code }) => code === "PERIOD_LOCKED");
    const kept = await panel.submit(`/orders/${id}`, { action: "/keep" });
    expect(kept.headers.get("location")).toContain("notice=kept");
    const order = await house.waitForOrder(id, "booked");
    expect(order.documents).toHaveLength(1);
    house.fortnox.faults.set({ lockedUntil: null });
  });
});

describe.each(engines)("a worker that dies while it takes an order out of the books on $name", (engine) => {
  it.each(["create:performed", "pay:performed"])(
    "at %s leaves a successor who ends with each thing done exactly once",
    async (fault) => {
      const house = await openHouse(engine);
      try {
        const { id } = await house.shop.placeOrder(THREE_MUGS);
        await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 1);
        await house.stop();
        const worker = await spawnHost({ ...house.environment, FAULT_POINT: `${fault}:1` });
        await house.api("POST", "/orders/undo", { ids: [id], reason: "Sold by mistake" });
        expect(await worker.ended, `the end at ${fault}`).toBe("SIGKILL");
        await house.restart({}, HALF_A_MINUTE);
        const order = await house.waitForOrder(id, isUndone, 90_000);
        expect(order.documents.map(({ kind }) => kind)).toEqual(["invoice", "credit_note"]);
        expect(house.fortnox.ledger.invoices()).toHaveLength(2);
        expect(house.fortnox.ledger.payments().map((one) => [one.Amount, one.Booked])).toEqual([
          ["796.00", true],
          ["-796.00", true],
        ]);
        expect(balances(house)).toEqual({});
      } finally {
        await house.close();
      }
    },
    120_000,
  );
});
