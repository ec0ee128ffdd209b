import { describe, expect, it } from "vitest";
import type { LedgerRef } from "../../../plugin/connectors/connector.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** Sales orders that become invoices. */
export function ordersContract(stage: Stage): void {
  const { able, worker, lacks, document, asCharged, createOperation, two, draft } = stage;
  if (able.orders === true)
    describe("an order", () => {
      const invoicing = async (order: LedgerRef) => {
        const operation = await createOperation(document({ rows: [two()] }));
        return { ...operation, step: "invoice-order", order } as const;
      };

      it("is no entry in the books, is found by our reference and follows its changes", async () => {
        const before = stage.world.books().documents.length;
        const { operation, ref, update } = await draft("order");
        expect(stage.world.books().documents).toHaveLength(before);
        expect(worked(await stage.ledger.find(operation))).toMatchObject({
          ref,
          totals: { gross: "125.00" },
        });
        expect(worked(await stage.ledger.perform(update))).toMatchObject({ ref, totals: { gross: "62.50" } });
        expect(worked(await stage.ledger.find(update))).toMatchObject({ ref });
      });

      it("whose answer was lost is found and made once", async () => {
        const operation = await createOperation(document({ key: "order", kind: "order" }));
        stage.world.next("create order", "answer lost");
        await stage.unheard(stage.ledger.perform(operation));
        expect(worked(await worker().find(operation))).toMatchObject({ totals: { gross: "125.00" } });
      });

      it("is invoiced once, with date and reference of the plan, also when the answer was lost", async () => {
        const { ref, update } = await draft("order");
        const operation = await invoicing(ref);
        if (lacks("invoicing orders")) {
          expect(failed(await stage.ledger.perform(operation))).toMatchObject({ act: "fix" });
          return;
        }
        const book = { step: "book", document: update.before.document, ref } as const;
        expect(worked(await stage.ledger.find(operation))).toBeNull();
        expect(worked(await stage.ledger.find(book))).toBeNull();
        const before = stage.world.books().documents.length;
        stage.world.next("invoice-order", "answer lost");
        await stage.unheard(stage.ledger.perform(operation));
        // The invoice is there, but it does not bear our reference yet: the step is not done.
        expect(worked(await worker().find(operation))).toBeNull();
        const made = worked(await worker().perform(operation));
        expect(made.totals).toEqual(asCharged());
        expect(stage.world.books().documents).toHaveLength(before + 1);
        expect(worked(await stage.ledger.find(operation))).toMatchObject({
          ref: { number: made.ref.number },
        });
        expect(worked(await stage.ledger.find(book))).toMatchObject({ ref: { number: made.ref.number } });
        expect(failed(await stage.ledger.perform(update))).toMatchObject({ act: "retry", inDoubt: false });
      });

      it("is cancelled as long as it is not invoiced, and not found any more", async () => {
        const { operation, ref } = await draft("order");
        const remove = { step: "remove", document: operation.document, ref } as const;
        expect(worked(await stage.ledger.find(remove))).toBeNull();
        worked(await stage.ledger.perform(remove));
        expect(worked(await stage.ledger.find(remove))).toMatchObject({ ref });
        expect(worked(await stage.ledger.find(operation))).toBeNull();
        const code = lacks("invoicing orders") ? "LEDGER_REJECTED" : "CHANGED_IN_LEDGER";
        expect(failed(await stage.ledger.perform(await invoicing(ref)))).toMatchObject({ code });
      });
    });
}
