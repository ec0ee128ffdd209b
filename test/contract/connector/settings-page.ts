import { describe, expect, it } from "vitest";
import { worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** What the decision and the settings page read. */
export function settingsPageContract(stage: Stage): void {
  const { lacks } = stage;
  describe("what the decision and the settings page need", () => {
    it("has the currency, the open years, the rounding account and a sales account for the common rates", async () => {
      const facts = worked(await stage.ledger.facts());
      expect(facts.baseCurrency).toBe(stage.world.baseCurrency);
      expect(facts.roundingAccount).toBe(lacks("a rounding account") ? null : stage.world.accounts.rounding);
      expect(facts.accounts).toContain(stage.world.accounts.sales);
      expect(facts.years?.some((year) => year.from <= "2026-03-31" && "2026-03-31" <= year.to)).toBe(true);
      const domestic = facts.defaultAccounts.filter((each) => each.treatment === "domestic");
      expect(domestic.map((each) => each.rate)).toEqual(
        expect.arrayContaining([...stage.world.domesticRates]),
      );
    });

    it("shows a lock that is in force", async () => {
      stage.world.lockUntil("2026-02-28");
      const locked = worked(await stage.ledger.facts()).lockedUntil;
      stage.world.lockUntil(null);
      const shown = lacks("lock dates") ? null : "2026-02-28";
      expect([locked, worked(await stage.ledger.facts()).lockedUntil]).toEqual([shown, null]);
    });

    it.each(["accounts", "vat_codes", "payment_terms", "currencies"])("offers the list %s", async (list) => {
      const choices = worked(await stage.ledger.choices(list));
      expect(choices.length).toBeGreaterThan(1);
      expect(new Set(choices.map((choice) => choice.value)).size).toBe(choices.length);
    });

    it("offers nothing for a list the ledger does not have", async () => {
      expect(worked(await stage.ledger.choices("constructor"))).toEqual([]);
    });
  });
}
