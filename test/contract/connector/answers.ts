import { describe, expect, it } from "vitest";
import type { Http } from "../../../plugin/ports.ts";
import { loopbackHttp } from "../../plugin/connectors/ledger-ports.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";
import type { AnswerForms } from "./world.ts";

/** Answers of a vendor that goes on working on its interface: more than was promised, or less. */
export function answersContract(stage: Stage): void {
  const { able, worker, document, createOperation, customer, asCharged } = stage;
  if (able.isOurs === true) return;

  const forms = (): AnswerForms => {
    const { answers } = stage.world;
    if (answers === undefined) throw new Error("nobody said how the ledger's answers are written");
    return answers;
  };

  /** HTTP whose answers are changed on their way. */
  const changing =
    (change: (body: string, isWrite: boolean) => string): Http =>
    async (request) => {
      const response = await loopbackHttp(request);
      const isWrite = forms().writesDocument(request);
      return { ...response, body: change(response.body, isWrite) };
    };

  describe("an answer", () => {
    it("with fields nobody knows is read as before", async () => {
      let changed = 0;
      const later = worker(
        changing((body) => {
          const more = forms().withMore(body);
          if (more !== body) changed += 1;
          return more;
        }),
      );
      expect(worked(await later.facts())).toEqual(worked(await stage.ledger.facts()));
      const operation = await createOperation();
      const { ref, totals } = worked(await later.perform(operation));
      if (able.booksAtOnce !== true) expect(totals).toEqual(asCharged());
      expect(worked(await later.find(operation))).toMatchObject({ ref: { id: ref.id }, totals: asCharged() });
      const matched = await later.matchCustomers(customer(), ["email"]);
      expect(worked(matched)).toEqual(worked(await stage.ledger.matchCustomers(customer(), ["email"])));
      expect(changed).toBeGreaterThan(3);
    });

    it("without what was asked for leaves a write in doubt, and the write is found", async () => {
      const operation = await createOperation(document());
      const before = stage.world.books().documents.length;
      const { withLess } = forms();
      const mute = worker(changing((body, isWrite) => (isWrite ? withLess(body) : body)));
      expect(failed(await mute.perform(operation))).toMatchObject({ act: "retry", inDoubt: true });
      expect(worked(await worker().find(operation))).toMatchObject({ totals: { gross: "125.00" } });
      expect(stage.world.books().documents).toHaveLength(before + 1);
    });

    it("without what was asked for is no fact: nothing is read into it", async () => {
      const mute = worker(changing((body) => forms().withLess(body)));
      const facts = await mute.facts();
      // A list that cannot be read is unknown, never empty.
      if (facts.ok) expect(facts.value).toMatchObject({ accounts: null, years: null, currencies: null });
      else expect(facts.problem).toMatchObject({ act: "retry" });
      expect(failed(await mute.find(await createOperation()))).toMatchObject({ act: "retry" });
    });
  });
}
