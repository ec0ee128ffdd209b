import { describe, expect, it } from "vitest";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** What connecting promises. */
export function connectingContract(stage: Stage): void {
  const { able } = stage;
  describe("connecting", () => {
    it("names the company that was connected", () => {
      expect(stage.connected.companyName).not.toBe("");
      expect(stage.connected.ledgerTenant).not.toBe("");
    });

    if (able.isOurs !== true) {
      it("says so when the consent was not given", async () => {
        expect(failed(await stage.world.connect("deny"))).toMatchObject({
          act: "fix",
          code: "NOT_CONNECTED",
        });
      });
    }

    it("finds nothing wrong with a company in good order", async () => {
      expect(worked(await stage.ledger.check({ orders: able.orders === true }))).toEqual([]);
    });

    it("says what it is able to do", () => {
      const { updatesDrafts, orders } = stage.world.connector.capabilities;
      expect({ updatesDrafts: updatesDrafts === true, orders: orders === true }).toEqual({
        updatesDrafts: able.updatesDrafts === true,
        orders: able.orders === true,
      });
    });
  });
}
