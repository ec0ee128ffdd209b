import { describe, expect, it } from "vitest";
import { entriesOf, payoutPlan, payoutsInTurn } from "../../support/payouts.ts";

const CHARGE = { amount: "249.00", whole: "249.00" } as const;
/** Told on the charge's own number. */
const TAKEN_BACK = { kind: "dispute", amount: "-249.00", whole: "249.00" } as const;
/** A movement of a known order that the shop never listed. */
const UNLISTED_LOSS = { kind: "dispute", amount: "-249.00" } as const;
const UNLISTED_WIN = { kind: "unknown", amount: "249.00" } as const;

const FIRST_CHARGE = ["1930 249.00", "1686 -249.00"];
const LOST = ["1930 -249.00", "6351 249.00"];
const WON = ["1930 249.00", "6351 -249.00"];

describe("R15, a movement is settled once", () => {
  it("the same charge in a second payout is held, naming order, transaction and the first payout", () => {
    const [first, second] = payoutsInTurn({ D1: CHARGE, D1b: CHARGE });
    expect(first && entriesOf(first)).toEqual(FIRST_CHARGE);
    expect(second).toMatchObject({
      journal: null,
      settles: [],
      outcome: {
        state: "held",
        code: "ALREADY_SETTLED",
        message: expect.stringMatching(/249\.00 SEK \(transaction T1 of order 1001\), which payout D1 has/),
      },
    });
  });

  it("nor twice within one payout", () => {
    const twice = payoutPlan("498.00", [
      { ...CHARGE, movement: "T1" },
      { ...CHARGE, movement: "T1" },
    ]);
    expect(twice.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
  });

  it("a refund of 100.00 in a second payout is held", () => {
    const refund = { kind: "refund", amount: "-100.00", whole: "100.00", movement: "R1" } as const;
    const [first, second] = payoutsInTurn({ D1: refund, D2: refund });
    expect(first && entriesOf(first)).toEqual(["1930 -100.00", "1686 100.00"]);
    expect(second?.outcome).toMatchObject({
      code: "ALREADY_SETTLED",
      message: expect.stringMatching(/refund R1 of order 1001/),
    });
  });

  it("paid out in parts it may come in several payouts: 100.00 and 149.00 of 249.00, and not a cent more", () => {
    const [, rest, more] = payoutsInTurn({
      D1: { ...CHARGE, amount: "100.00" },
      D2: { ...CHARGE, amount: "149.00" },
      D3: { ...CHARGE, amount: "0.01" },
    });
    expect(rest && entriesOf(rest)).toEqual(["1930 149.00", "1686 -149.00"]);
    expect(more?.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
  });

  it("a fee of 3.49 charged later on its number is no second charge", () => {
    const [first] = payoutsInTurn({ D1: CHARGE });
    const fee = { kind: "charge", amount: "0.00", fee: "3.49", movement: "T1" } as const;
    const later = payoutPlan("-3.49", [fee], {}, { id: "D2", settled: first?.settles ?? [] });
    expect(entriesOf(later)).toEqual(["1930 -3.49", "6040 3.49"]);
  });

  it("another charge of the same order is another movement", () => {
    const [, other] = payoutsInTurn({ D1: CHARGE, D2: { ...CHARGE, movement: "T2" } });
    expect(other && entriesOf(other)).toEqual(FIRST_CHARGE);
  });
});

describe("R15, disputes of platforms that list none", () => {
  it("told on the charge's own number: 249.00 sold, taken back and won leave nothing on either account", () => {
    const plans = payoutsInTurn({ D1: CHARGE, D2: TAKEN_BACK, D3: CHARGE });
    expect(plans.map(entriesOf)).toEqual([FIRST_CHARGE, LOST, WON]);
  });

  it("that are won are not won twice, nor lost twice", () => {
    const [, , , won] = payoutsInTurn({ D1: CHARGE, D2: TAKEN_BACK, D3: CHARGE, D4: CHARGE });
    expect(won?.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
    const [, , lost] = payoutsInTurn({ D1: CHARGE, D2: TAKEN_BACK, D3: TAKEN_BACK });
    expect(lost?.outcome).toMatchObject({ code: "ALREADY_SETTLED", message: expect.stringMatching(/D2/) });
  });

  it("that are lost again after they were won stand on the dispute account again", () => {
    const plans = payoutsInTurn({ D1: CHARGE, D2: TAKEN_BACK, D3: CHARGE, D4: TAKEN_BACK });
    expect(plans.map(entriesOf)).toEqual([FIRST_CHARGE, LOST, WON, LOST]);
  });

  it("told on a number the shop never saw: a win clears the dispute account, under the same number or another", () => {
    for (const movement of ["dp_1", "dp_1_won"]) {
      const plans = payoutsInTurn({
        D1: CHARGE,
        D2: { ...UNLISTED_LOSS, movement: "dp_1" },
        D3: { ...UNLISTED_WIN, movement },
      });
      expect(plans.map(entriesOf)).toEqual([FIRST_CHARGE, LOST, WON]);
    }
  });

  it("money from nowhere without an open dispute of the order, or more than is open, is held", () => {
    const [none] = payoutsInTurn({ D1: { ...UNLISTED_WIN, movement: "dp_1" } });
    expect(none?.outcome).toMatchObject({ code: "TOTAL_MISMATCH" });
    const [, more] = payoutsInTurn({
      D1: { ...UNLISTED_LOSS, amount: "-100.00", movement: "dp_1" },
      D2: { ...UNLISTED_WIN, movement: "dp_2" },
    });
    expect(more?.outcome).toMatchObject({ code: "TOTAL_MISMATCH" });
  });

  it("of a charge settled before the start date are won all the same", () => {
    const plans = payoutsInTurn({ D2: TAKEN_BACK, D3: CHARGE });
    expect(plans.map(entriesOf)).toEqual([LOST, WON]);
  });

  it("looked at before the payout of their charge take nothing from it: it was paid out earlier", () => {
    const [lost] = payoutsInTurn({ D2: TAKEN_BACK });
    const charge = payoutPlan(
      "249.00",
      [{ ...CHARGE, movement: "T1" }],
      {},
      { id: "D1", at: "2026-03-01T09:00:00Z", settled: lost?.settles ?? [] },
    );
    expect(entriesOf(charge)).toEqual(FIRST_CHARGE);
  });
});

describe("R15, disputes the shop lists", () => {
  it("are each settled once: the chargeback and its reversal", () => {
    const loss = { ...TAKEN_BACK, movement: "CB1" } as const;
    const win = { kind: "won_dispute", amount: "249.00", whole: "249.00", movement: "CBR1" } as const;
    const plans = payoutsInTurn({ D1: CHARGE, D2: loss, D3: win });
    expect(plans.map(entriesOf)).toEqual([FIRST_CHARGE, LOST, WON]);
    const [, , again] = payoutsInTurn({ D1: CHARGE, D2: loss, D2b: loss });
    expect(again?.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
    const [, , , wonAgain] = payoutsInTurn({ D1: CHARGE, D2: loss, D3: win, D3b: win });
    expect(wonAgain?.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
    const [, , charged] = payoutsInTurn({ D1: CHARGE, D2: loss, D1b: CHARGE });
    expect(charged?.outcome).toMatchObject({ code: "ALREADY_SETTLED" });
  });
});
