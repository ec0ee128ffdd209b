import { describe, expect, it } from "vitest";
import type { Operation } from "../../../plugin/connectors/connector.ts";
import { worked } from "./results.ts";
import type { Stage } from "./stage.ts";

const journalLine = (account: string, debit: string, credit: string) => ({
  account,
  debit,
  credit,
  costCentre: null,
  project: null,
  text: "Plan",
  why: "a prepaid period (R18)",
  source: null,
});

/** Vouchers of our own. */
export function vouchersContract(stage: Stage): void {
  const { worker, reference } = stage;
  describe("a voucher", () => {
    const journal = (): Operation => ({
      step: "journal",
      reference: reference(),
      journal: {
        key: "defer-L1",
        date: "2026-04-10",
        text: "Prepaid “Plan” for 2026 | 100 %",
        currency: stage.world.baseCurrency,
        series: null,
        lines: [
          journalLine(stage.world.accounts.sales, "100.00", "0.00"),
          journalLine(stage.world.accounts.clearing, "0.00", "99.99"),
          journalLine(stage.world.accounts.rounding, "0.00", "0.01"),
        ],
      },
    });

    it("is written once with its accounts and amounts, and found by our reference among its like", async () => {
      if (!stage.world.connector.capabilities.journals)
        return expect.soft(stage.world.books().vouchers).toEqual([]);
      const [operation, like] = [journal(), journal()];
      expect(worked(await stage.ledger.find(operation))).toBeNull();
      worked(await stage.ledger.perform(like));
      expect(worked(await stage.ledger.find(operation))).toBeNull();
      const { ref } = worked(await stage.ledger.perform(operation));
      expect(worked(await worker().find(operation))).toMatchObject({ ref });
      const { sales, clearing, rounding } = stage.world.accounts;
      expect(stage.world.books().vouchers.find((one) => one.number === ref.number)).toMatchObject({
        date: "2026-04-10",
        lines: [`${sales} 100.00 0.00`, `${clearing} 0.00 99.99`, `${rounding} 0.00 0.01`],
      });
    });

    it("whose answer was lost is found by another worker and written once", async () => {
      if (!stage.world.connector.capabilities.journals)
        return expect.soft(stage.world.books().vouchers).toEqual([]);
      const operation = journal();
      const before = stage.world.books().vouchers.length;
      stage.world.next("journal", "answer lost");
      await stage.unheard(worker().perform(operation));
      expect(worked(await worker().find(operation))).not.toBeNull();
      expect(stage.world.books().vouchers).toHaveLength(before + 1);
    });
  });
}
