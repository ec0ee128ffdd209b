import { describe, expect, it } from "vitest";
import type { Problem } from "../../../plugin/domain/problem.ts";
import { EVER } from "./pages.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** What a shop that does not answer as it should means for who must act. */
export function lineContract(stage: Stage): void {
  describe("a shop", () => {
    const asked = async (): Promise<Problem> => failed(await stage.shop.order("1001"));

    it("that asks us to slow down is asked again when it said", async () => {
      worked(await stage.shop.order("1001"));
      stage.world.line.trouble("too many calls");
      expect(await asked()).toMatchObject({ act: "retry", afterMs: 7_000, inDoubt: false });
    });

    it.each(["down", "a page of HTML", "no answer"] as const)(
      "whose line has trouble (%s) is asked again, whatever it was asked",
      async (trouble) => {
        worked(await stage.shop.order("1001"));
        stage.world.line.trouble(trouble);
        expect(await asked()).toMatchObject({ act: "retry", inDoubt: false });
        expect(failed(await stage.shop.changedOrders({ updatedAfter: EVER }, null))).toMatchObject({
          act: "retry",
        });
        stage.world.line.trouble(null);
        worked(await stage.shop.order("1001"));
      },
    );

    it("that knows our login no more is asked once with a new one, and nobody notices", async () => {
      const id = await stage.world.sell("249.00");
      await stage.order(id);
      stage.world.line.trouble("login expired");
      const before = stage.world.line.calls();
      const whole = await stage.order(id);
      const withTrouble = stage.world.line.calls() - before;
      expect(whole.id).toBe(id);
      await stage.order(id);
      expect(withTrouble).toBe(stage.world.line.calls() - before - withTrouble + 1);
    });

    it("that refuses the new login as well is a person's matter, after no third try", async () => {
      worked(await stage.shop.order("1001"));
      stage.world.line.trouble("login refused");
      const before = stage.world.line.calls();
      expect(await asked()).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
      expect(stage.world.line.calls() - before).toBe(2);
    });
  });
}
