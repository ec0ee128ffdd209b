import { describe, expect, it } from "vitest";
import { aRow } from "../../plugin/connectors/plans.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** Documents that nobody has booked yet follow the order. */
export function draftsContract(stage: Stage): void {
  const { able, worker, document, inBooks, two, draft } = stage;
  if (able.updatesDrafts === true)
    describe("a draft", () => {
      it("is brought up to date, and that is seen to have happened", async () => {
        const { ref, update } = await draft();
        expect(worked(await stage.ledger.find(update))).toBeNull();
        expect(worked(await stage.ledger.perform(update))).toMatchObject({ ref, totals: { gross: "62.50" } });
        expect(inBooks(ref)).toMatchObject({ total: "62.50", booked: false });
        expect(worked(await stage.ledger.find(update))).toMatchObject({ ref, totals: { vat: "12.50" } });
      });

      it("loses rows, texts and articles that are gone, and gains others", async () => {
        const { ref, update } = await draft();
        const rows = [
          aRow({ kind: "text", text: "Only words", unitPrice: "0", net: "0", vat: "0", gross: "0" }),
        ];
        const next = { ...update.document, rows: [...rows, ...update.document.rows], reference: null };
        const changed = { ...update, document: next };
        expect(worked(await stage.ledger.perform(changed)).totals).toMatchObject({
          gross: "62.50",
          vat: "12.50",
        });
        const before = { ...update.before, document: next };
        const back = { ...update, document: update.before.document, ref, before };
        expect(worked(await stage.ledger.perform(back)).totals).toMatchObject({
          gross: "125.00",
          vat: "25.00",
        });
      });

      it("whose change got no answer is found changed, or not", async () => {
        const { ref, update } = await draft();
        stage.world.next("update", "answer lost");
        await stage.unheard(stage.ledger.perform(update));
        expect(worked(await worker().find(update))).toMatchObject({ ref });
        const other = await draft();
        stage.world.next("update", "outage before writing");
        await stage.unheard(stage.ledger.perform(other.update));
        expect(worked(await worker().find(other.update))).toBeNull();
      });

      it("that somebody changed by hand is left alone", async () => {
        const { ref, operation, update } = await draft();
        const byHand = document({ rows: [two({ text: "Changed by hand" })] });
        worked(await stage.ledger.perform({ ...operation, step: "adjust", document: byHand, ref }));
        const total = inBooks(ref)?.total;
        expect(failed(await stage.ledger.perform(update))).toMatchObject({
          act: "fix",
          code: "CHANGED_IN_LEDGER",
        });
        expect(inBooks(ref)?.total).toBe(total);
        expect(worked(await stage.ledger.find({ ...update, document: update.before.document }))).toBeNull();
      });

      it("that somebody has just booked is decided again", async () => {
        const { ref, update } = await draft();
        worked(await stage.ledger.perform({ step: "book", document: document(), ref }));
        expect(failed(await stage.ledger.perform(update))).toMatchObject({ act: "retry", inDoubt: false });
        expect(inBooks(ref)?.total).toBe("125.00");
      });
    });
}
