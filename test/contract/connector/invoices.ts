import { describe, expect, it } from "vitest";
import { aRow } from "../../plugin/connectors/plans.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** An invoice from its rows to its payment. */
export function invoicesContract(stage: Stage): void {
  const {
    able,
    document,
    payment,
    asCharged,
    payOperation,
    createOperation,
    newDocument,
    bookedDocument,
    inBooks,
  } = stage;
  describe("an invoice", () => {
    it("comes to what the shop charged and stays open for correction until it is booked", async () => {
      const { ref, totals, isBooked } = await newDocument();
      // Who books at once takes the amounts as they are, and reads nothing back unasked.
      if (able.booksAtOnce !== true) expect(totals).toEqual(asCharged());
      expect(isBooked === true).toBe(able.booksAtOnce === true);
      expect(inBooks(ref)).toMatchObject({ total: "125.00", booked: able.booksAtOnce === true });
    });

    it("takes a rounding row while it is unbooked", async () => {
      // Who books at once makes a document for later only where it is to be a draft.
      const operation = await createOperation(
        document(able.booksAtOnce === true ? { booking: "draft" } : {}),
      );
      const { ref } = worked(await stage.ledger.perform(operation));
      const rounding = aRow({
        kind: "rounding",
        text: "Rounding",
        unitPrice: "0.05",
        gross: "0.05",
        net: "0.05",
        vat: "0.00",
        vatRate: "0",
        account: stage.world.accounts.rounding,
      });
      const rounded = {
        ...operation.document,
        rows: [...operation.document.rows, rounding],
        rounding: "0.05",
      };
      const adjust = { ...operation, step: "adjust", document: rounded, ref } as const;
      expect(worked(await stage.ledger.find(adjust))).toBeNull();
      expect(worked(await stage.ledger.perform(adjust)).totals).toMatchObject({
        gross: "125.05",
        vat: "25.00",
      });
      expect(worked(await stage.ledger.find(adjust))).toMatchObject({ ref, totals: { gross: "125.05" } });
    });

    it("is booked once, and booking it again is seen to have happened", async () => {
      const { ref } = await newDocument();
      const book = { step: "book", document: document(), ref } as const;
      if (able.booksAtOnce !== true) expect(worked(await stage.ledger.find(book))).toBeNull();
      worked(await stage.ledger.perform(book));
      expect(inBooks(ref)?.booked).toBe(true);
      expect(worked(await stage.ledger.find(book))).toMatchObject({ ref: { id: ref.id } });
      expect(worked(await stage.ledger.perform(book)).ref.id).toEqual(ref.id);
    });

    it("is paid with its own amount on the account of its method", async () => {
      const ref = await bookedDocument();
      const pay = payOperation(ref);
      expect(worked(await stage.ledger.find(pay))).toBeNull();
      const paid = worked(await stage.ledger.perform(pay)).ref;
      expect(worked(await stage.ledger.find(pay))).toMatchObject({ ref: { id: paid.id } });
      const bookPayment = {
        step: "book-payment",
        document: document(),
        payment: payment(),
        ref: paid,
        documentRef: ref,
      } as const;
      if (stage.world.connector.capabilities.booksPaymentsSeparately) {
        expect(worked(await stage.ledger.find(bookPayment))).toBeNull();
        worked(await stage.ledger.perform(bookPayment));
      }
      expect(worked(await stage.ledger.find(bookPayment))).toMatchObject({ ref: { id: paid.id } });
      stage.world.bookkeep?.();
      expect(inBooks(ref)?.open).toBe("0.00");
    });

    it("may have two equal payments, and the second is not taken for the first", async () => {
      const ref = await bookedDocument();
      const first = payOperation(ref, { amount: "62.50" });
      const known = [worked(await stage.ledger.perform(first)).ref.id];
      expect(worked(await stage.ledger.find({ ...first, known }))).toBeNull();
    });

    it("is e-mailed to the address of the plan", async () => {
      if (!stage.world.connector.capabilities.canEmail)
        return expect.soft(stage.world.books().emails).toEqual([]);
      const email = { to: "receiver@example.com", subject: "Your invoice", body: "Thank you" };
      const planned = document({ email });
      const ref = await bookedDocument(planned);
      worked(await stage.ledger.perform({ step: "email", document: planned, ref, email }));
      const sent = stage.world.books().emails.filter((each) => each.document === ref.id);
      expect(sent).toEqual([{ to: "receiver@example.com", document: ref.id }]);
    });

    it("is removed while it is a draft, and not found any more", async () => {
      if (!stage.world.connector.capabilities.removesDrafts) {
        const { ref } = await newDocument();
        const refused = await stage.ledger.perform({ step: "remove", document: document(), ref });
        return expect(failed(refused)).toMatchObject({ act: "fix", fix: { place: "ledger" } });
      }
      const operation = await createOperation();
      const { ref } = worked(await stage.ledger.perform(operation));
      const remove = { step: "remove", document: document(), ref } as const;
      expect(worked(await stage.ledger.find(remove))).toBeNull();
      worked(await stage.ledger.perform(remove));
      expect(worked(await stage.ledger.find(remove))).toMatchObject({ ref });
      expect(worked(await stage.ledger.find(operation))).toBeNull();
    });
  });
}
