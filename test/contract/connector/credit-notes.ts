import { describe, expect, it } from "vitest";
import { aRow } from "../../plugin/connectors/plans.ts";
import { worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** Credit notes and the money that goes back. */
export function creditNotesContract(stage: Stage): void {
  const {
    able,
    document,
    asCharged,
    buyers,
    payOperation,
    createOperation,
    newDocument,
    bookedDocument,
    inBooks,
  } = stage;
  describe("a credit note", () => {
    const credit = () => document({ key: "refund-R1", kind: "credit_note", credits: "invoice" });

    it("mirrors the invoice, and the money that goes back settles it", async () => {
      const original = await bookedDocument();
      const operation = await createOperation(credit(), original);
      const { ref, totals } = worked(await stage.ledger.perform(operation));
      buyers.set(ref.id, operation.customerNumber);
      if (able.booksAtOnce !== true) expect(totals).toEqual(asCharged());
      expect(worked(await stage.ledger.find(operation))).toMatchObject({ ref, totals: asCharged() });
      worked(await stage.ledger.perform({ step: "book", document: credit(), ref }));
      const pay = payOperation(ref, { direction: "out" }, credit());
      const paid = worked(await stage.ledger.perform(pay));
      const settling = { document: credit(), payment: pay.payment, ref: paid.ref, documentRef: ref };
      worked(await stage.ledger.perform({ step: "book-payment", ...settling }));
      stage.world.bookkeep?.();
      expect(inBooks(ref)).toMatchObject({ total: "-125.00", booked: true, open: "0.00" });
    });

    it("may be the second on the same invoice", async () => {
      const original = await bookedDocument();
      const half = aRow({
        account: stage.world.accounts.sales,
        unitPrice: "50.00",
        net: "40.00",
        vat: "10.00",
        gross: "50.00",
      });
      for (const key of ["refund-R1", "refund-R2"]) {
        const part = { ...credit(), key, rows: [half], net: "40.00", vat: "10.00", gross: "50.00" };
        const made = await newDocument(part, original);
        if (able.booksAtOnce !== true) expect(made.totals).toMatchObject({ gross: "50.00", vat: "10.00" });
        expect(inBooks(made.ref)?.total).toBe("-50.00");
      }
    });
  });
}
