import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, Operation } from "../../../plugin/connectors/connector.ts";
import { existingDocuments } from "../../../plugin/pipeline/effects/existing.ts";
import { paymentInFull } from "../../../plugin/pipeline/effects/payment-in-full.ts";
import { performStep, settleDoubts, storePerformed } from "../../../plugin/pipeline/effects/perform.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { aDocument, aPayment } from "../connectors/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";
import { workOn } from "./work-on.ts";

const REF = { id: "T1", number: "1", url: null };
const RECEIPT = { id: "T2", number: "2", url: null };
const DONE = { ok: true, value: { ref: REF, isBooked: true, payment: RECEIPT } } as const;

const create: Operation = {
  step: "create",
  document: aDocument(),
  reference: "LR-1",
  customerNumber: "C1",
  articles: {},
  credits: null,
  paid: { payment: aPayment(), reference: "LR-2" },
};

describe.each(engines)("a document booked and paid by the call that made it, on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  let connectionId: number;
  beforeEach(async () => {
    pipeline = await openPipeline(engine, { clock });
    connectionId = await pipeline.connect("1");
  });
  afterEach(() => pipeline.close());

  const run = (ledger: Partial<Ledger> = {}) => workOn(pipeline, connectionId, ledger);
  const steps = async () =>
    (await run()).effects.all().map(({ step, state, ref }) => `${step} ${state} ${ref?.id ?? "-"}`);

  const all = ["create done T1", "book done T1", "pay:t-1 done T2", "book-payment:t-1 done T2"];

  it("is stored with all that was done, and none of it is done again", async () => {
    const work = await run({ perform: async () => DONE });
    await performStep(work, "invoice", "create", create);
    await storePerformed(work);
    expect((await steps()).sort((a, b) => a.localeCompare(b))).toEqual(
      all.toSorted((a, b) => a.localeCompare(b)),
    );
    const [existing] = existingDocuments((await run()).effects, true);
    expect(existing).toMatchObject({ isBooked: true, planned: { payments: [{ id: "t-1" }] } });
  });

  it("is found with its payment when the answer was lost, in the same way", async () => {
    const lost: Ledger["perform"] = async () => ({
      ok: false,
      problem: { act: "retry", message: "no answer", inDoubt: true },
    });
    await performStep(await run({ perform: lost }), "invoice", "create", create);
    expect(await steps()).toEqual(["create sending -"]);
    await clock.sleep(60_000);
    expect(await settleDoubts(await run({ find: async () => DONE }))).toBeNull();
    expect((await steps()).sort((a, b) => a.localeCompare(b))).toEqual(
      all.toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it("is only made where the ledger made it and no more", async () => {
    const work = await run({ perform: async () => ({ ok: true, value: { ref: REF } }) });
    await performStep(work, "invoice", "create", create);
    await storePerformed(work);
    expect(await steps()).toEqual(["create done T1"]);
  });
});

describe("the payment that goes with an invoice", () => {
  const paid = (payment: Parameters<typeof aPayment>[0], document: Parameters<typeof aDocument>[0] = {}) =>
    paymentInFull(aDocument({ payments: [aPayment(payment)], ...document }))?.id ?? null;

  it("is the only one, over the whole invoice to the cent, as it came", () => {
    expect(paid({})).toBe("t-1");
    expect(paid({ amount: "124.99" })).toBeNull();
    expect(paid({ amount: "125.02" }, { rounding: "0.02" })).toBe("t-1");
    expect(paid({ fee: { amount: "3.00", account: "6570" } })).toBeNull();
    expect(paid({ setOff: "refund-R1" })).toBeNull();
    expect(paid({ currency: "EUR" })).toBeNull();
    expect(paid({}, { booking: "draft" })).toBeNull();
    expect(paid({ direction: "out" }, { kind: "credit_note" })).toBeNull();
    const two = [aPayment({ amount: "100.00" }), aPayment({ id: "t-2", amount: "25.00" })];
    expect(paid({}, { payments: two })).toBeNull();
  });
});
