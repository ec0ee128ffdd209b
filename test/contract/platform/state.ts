import { describe, expect, it } from "vitest";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** What is shown on the order in the shop. */
export function stateContract(stage: Stage): void {
  describe("the accounting state", () => {
    const shown = {
      state: "booked",
      text: "Invoice 12",
      url: "https://ledger.example/embedded/orders/1001",
      tags: [],
    };

    if (stage.able.showsState === true) {
      it("is shown on the order and changes nothing else of it", async () => {
        expect(stage.shop.canShowState).toBe(true);
        const id = await stage.world.sell("249.00");
        const before = await stage.order(id);
        expect(worked(await stage.shop.showState(id, shown))).toBeNull();
        // A shop without a better place shows it as a tag.
        const { updatedAt: _, tags: _tags, ...after } = await stage.order(id);
        const { updatedAt: __, tags: __tags, ...same } = before;
        expect(after).toEqual(same);
        stage.world.line.trouble("down");
        expect(failed(await stage.shop.showState(id, shown))).toMatchObject({ act: "retry" });
      });
    } else {
      it("is shown nowhere, and that costs no call", async () => {
        expect(stage.shop.canShowState).toBe(false);
        const before = stage.world.line.calls();
        expect(await stage.shop.showState("1001", shown)).toEqual({ ok: true, value: null });
        expect(stage.world.line.calls()).toBe(before);
      });
    }
  });
}
