import { describe, expect, it } from "vitest";
import { formatMoney } from "../../../plugin/domain/money.ts";
import { failed } from "./results.ts";
import type { Stage } from "./stage.ts";

/** More cents than a double counts. */
const LARGEST = "90071992547409.93";

/** One order, read whole. */
export function ordersContract(stage: Stage): void {
  describe("an order", () => {
    it("is read whole: its total, its payment, and stamps with offsets", async () => {
      const id = await stage.world.sell("249.00");
      const sold = await stage.order(id);
      expect([sold.id, formatMoney(sold.total), sold.financialStatus]).toEqual([id, "249.00", "paid"]);
      expect(sold.payments.map((one) => [one.status, formatMoney(one.amount)])).toEqual([
        ["success", "249.00"],
      ]);
      for (const stamp of [sold.createdAt, sold.updatedAt]) expect(stamp).toMatch(/(Z|[+-]\d\d:\d\d)$/);
    });

    it("has its amounts to the last digit, however large", async () => {
      const price = stage.able.largestPrice ?? LARGEST;
      const sold = await stage.order(await stage.world.sell(price));
      expect(formatMoney(sold.total)).toBe(price);
      expect(sold.payments.map((one) => formatMoney(one.amount))).toEqual([price]);
    });

    it("has ids that no number could hold as they are", async () => {
      const { orderId, id, of } = await stage.world.sellLongId();
      expect(Number.isSafeInteger(Number(id))).toBe(false);
      const sold = await stage.order(orderId);
      expect(of === "order" ? sold.id : sold.customer.id).toBe(id);
    });

    it("that the shop does not know is none, whatever its id looks like", async () => {
      for (const id of ["no-such-order", "0", "..", "../../x", "a?b=c", "%00", "", "x".repeat(300)]) {
        expect(await stage.shop.order(id), id).toEqual({ ok: true, value: null });
      }
    });

    it("that cannot be read is held for a person, with a sentence", async () => {
      const id = await stage.world.sell("249.00");
      const mend = await stage.world.spoil(id);
      const problem = failed(await stage.shop.order(id));
      mend();
      expect(problem).toMatchObject({ act: "fix", code: "ORDER_UNREADABLE" });
      expect(problem.message).toMatch(/\.$/);
    });
  });
}
