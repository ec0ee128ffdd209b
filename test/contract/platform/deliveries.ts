import { describe, expect, it } from "vitest";
import type { Stage } from "./stage.ts";

/** Who sends a delivery, and what it asks of us. */
export function deliveriesContract(stage: Stage): void {
  describe("a delivery", () => {
    it("of the shop points at its order", async () => {
      const id = await stage.world.sell("249.00");
      const [genuine] = await stage.about(id);
      expect((await stage.heard(genuine))?.meaning).toEqual({ kind: "order", orderIds: [id] });
    });

    it("is nothing without its proof, with a wrong one, or proven by another shop", async () => {
      const [genuine] = await stage.about(await stage.world.sell("249.00"));
      for (const how of ["without its proof", "with a wrong proof", "proven by another shop"] as const) {
        expect(await stage.heard(stage.world.forged(genuine, how)), how).toBeNull();
      }
    });

    it("is nothing as long as the installation has no secrets", async () => {
      const [genuine] = await stage.about(await stage.world.sell("249.00"));
      const read = stage.world.platform.webhooks.verify(genuine, {}, stage.world.ports.clock.now());
      // One secret for all shops proves it still, and then nothing more than an order to look at is meant.
      expect(typeof read === "string" || read.meaning.kind === "order").toBe(true);
    });

    if (stage.able.repeatsUnderOneId === true) {
      it("that is repeated bears the id it had", async () => {
        const [first, again] = await stage.about(await stage.world.sell("249.00"));
        if (again === undefined) throw new Error("nothing was repeated");
        const ids = [await stage.heard(first), await stage.heard(again)].map((one) => one?.deliveryId);
        expect(ids[0]).toBe(ids[1]);
        expect(ids[0]).not.toBeUndefined();
      });
    } else {
      it("cannot be told from a second one, so each counts", async () => {
        const [first] = await stage.about(await stage.world.sell("249.00"));
        expect((await stage.heard(first))?.deliveryId).not.toBe((await stage.heard(first))?.deliveryId);
      });
    }
  });
}
