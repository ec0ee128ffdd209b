import { describe, expect, it } from "vitest";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** What is true after something went wrong. */
export function troubleContract(stage: Stage): void {
  const {
    able,
    clock,
    worker,
    document,
    payOperation,
    createOperation,
    newDocument,
    bookedDocument,
    inBooks,
  } = stage;
  describe("when things go wrong", () => {
    it("a document whose answer was lost is found by another worker and made once", async () => {
      const operation = await createOperation();
      const before = stage.world.books().documents.length;
      stage.world.next("create", "answer lost");
      await stage.unheard(worker().perform(operation));
      expect(worked(await worker().find(operation))).toMatchObject({ totals: { gross: "125.00" } });
      expect(stage.world.books().documents).toHaveLength(before + 1);
    });

    it("a payment whose answer was lost is found and made once", async () => {
      const ref = await bookedDocument();
      const before = stage.world.books().payments.length;
      const pay = payOperation(ref);
      stage.world.next("pay", "answer lost");
      await stage.unheard(stage.ledger.perform(pay));
      expect(worked(await stage.ledger.find(pay))).not.toBeNull();
      expect(stage.world.books().payments).toHaveLength(before + 1);
    });

    it("an outage before writing leaves nothing behind, and that is found out", async () => {
      const operation = await createOperation();
      stage.world.next("create", "outage before writing");
      await stage.unheard(stage.ledger.perform(operation));
      expect(worked(await stage.ledger.find(operation))).toBeNull();
    });

    if (able.isOurs !== true) {
      it("a call too many was certainly not made", async () => {
        const operation = await createOperation();
        stage.world.next("create", "too many calls");
        expect(failed(await stage.ledger.perform(operation))).toMatchObject({ act: "retry", inDoubt: false });
      });

      it("an expired login is renewed without anybody noticing, and the write happens once; refused keys are said", async () => {
        const operation = await createOperation();
        const before = stage.world.books().documents.length;
        stage.world.next("create", "login expired");
        const result = await stage.ledger.perform(operation);
        if (able.renewsLogin ?? stage.world.connector.auth.kind === "consent") worked(result);
        else expect(failed(result)).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
        expect(stage.world.books().documents).toHaveLength(before + (result.ok ? 1 : 0));
      });
    }

    it("a locked period holds the document, which stays as an unbooked draft", async () => {
      if (able.booksAtOnce === true) {
        const operation = await createOperation();
        const before = stage.world.books().documents.length;
        stage.world.lockUntil("2026-03-31");
        const refused = failed(await stage.ledger.perform(operation));
        stage.world.lockUntil(null);
        expect(refused).toMatchObject({ act: "fix", code: "PERIOD_LOCKED" });
        return expect(stage.world.books().documents).toHaveLength(before);
      }
      const { ref } = await newDocument();
      stage.world.lockUntil("2026-03-31");
      const problem = failed(await stage.ledger.perform({ step: "book", document: document(), ref }));
      stage.world.lockUntil(null);
      expect(problem).toMatchObject({ act: "fix", code: "PERIOD_LOCKED" });
      expect(inBooks(ref)).toMatchObject({ booked: false, cancelled: false });
    });

    it("an unknown currency is named as the thing to mend", async () => {
      const foreign = document({ currency: "XTS", exchangeRate: "2" });
      const operation = await createOperation(foreign);
      expect(failed(await stage.ledger.perform(operation))).toMatchObject({
        act: "fix",
        code: "CURRENCY_NOT_ENABLED",
      });
    });
  });

  if (able.isOurs === true)
    it("is in nobody's hands: there is no login to give, to refuse or to take away", () => {
      expect(stage.world.connector.auth.kind).toBe("own");
    });
  else
    describe("after the merchant removed the app", () => {
      it("every call says that the ledger has to be connected again", async () => {
        stage.world.revokeConsent();
        clock.forward(2 * 3_600_000);
        const problem = failed(await worker().facts());
        expect(problem).toMatchObject({ act: "fix", code: "NOT_CONNECTED", fix: { place: "connection" } });
      });
    });
}
