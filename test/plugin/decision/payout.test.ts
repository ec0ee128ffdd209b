import { describe, expect, it } from "vitest";
import { imbalance } from "../../../plugin/domain/journal.ts";
import {
  add,
  convert,
  formatMoney,
  isZero,
  parseDecimal,
  parseMoney,
  subtract,
} from "../../../plugin/domain/money.ts";
import { entriesOf, payoutPlan } from "../../support/payouts.ts";
import { facts, settings } from "../../support/plans.ts";

const withBank = { enabled: true, bank_account: "1930", fee_account: "6040" };
const CHARGE = { amount: "249.00", fee: "3.49" } as const;

describe("R15, payouts", () => {
  it("of one charge: 249.00 gross off the clearing account, 245.51 to the bank, 3.49 of fees apart", () => {
    const plan = payoutPlan("245.51", [CHARGE]);
    expect(entriesOf(plan)).toEqual(["1930 245.51", "6040 3.49", "1686 -249.00"]);
    expect(plan).toMatchObject({
      outcome: { state: "booked" },
      journal: { key: "payout", date: "2026-03-03" },
    });
  });

  it("with a refund put its gross back on the clearing account", () => {
    const plan = payoutPlan("145.51", [CHARGE, { kind: "refund", amount: "-100.00" }]);
    expect(entriesOf(plan)).toEqual(["1930 145.51", "6040 3.49", "1686 -249.00", "1686 100.00"]);
  });

  it("with a dispute charge its account, and one that was won gives the money back", () => {
    const lost = payoutPlan("-399.00", [{ kind: "dispute", amount: "-249.00", fee: "150.00" }]);
    expect(entriesOf(lost)).toEqual(["1930 -399.00", "6040 150.00", "6351 249.00"]);
    const won = payoutPlan("399.00", [{ kind: "won_dispute", amount: "249.00", fee: "-150.00" }]);
    expect(entriesOf(won)).toEqual(["1930 399.00", "6040 -150.00", "6351 -249.00"]);
  });

  it("empty each method's own clearing account, and the one the payment was registered on", () => {
    const methods = { card: { register: true, account: "1686" }, swish: { register: true, account: "1580" } };
    const plan = payoutPlan(
      "448.00",
      [
        { amount: "249.00", registered: ["1686", "249.00", "SEK", "1"] },
        { amount: "100.00", method: "swish" },
        { amount: "99.00", method: "swish", registered: ["1687", "99.00", "SEK", "1"] },
      ],
      {},
      { settings: settings({ payouts: withBank, payments: { methods } }) },
    );
    expect(entriesOf(plan)).toEqual(["1930 448.00", "1686 -249.00", "1580 -100.00", "1687 -99.00"]);
  });

  it("of a fee alone, or of nothing", () => {
    expect(entriesOf(payoutPlan("-99.00", [{ kind: "fee", amount: "0.00", fee: "99.00" }]))).toEqual([
      "1930 -99.00",
      "6040 99.00",
    ]);
    expect(payoutPlan("0.00", [])).toMatchObject({ journal: null, outcome: { code: "ZERO_TOTAL" } });
  });

  it("whose fees bear no VAT abroad assess it: 25 % of 3.49 is 0.87, due and deducted", () => {
    const plan = payoutPlan("245.51", [CHARGE], {
      fee_vat: "reverse_charge",
      fee_input_vat_account: "2645",
      fee_output_vat_account: "2614",
    });
    expect(entriesOf(plan).slice(3)).toEqual(["2645 0.87", "2614 -0.87"]);
  });

  it("bear the day in the shop's time zone: 23:30 UTC on New Year's Eve is the next year in Stockholm", () => {
    const plan = payoutPlan("245.51", [CHARGE], {}, { at: "2026-12-31T23:30:00Z" });
    expect(plan.journal?.date).toBe("2027-01-01");
  });
});

describe("R15, payouts in another currency", () => {
  const EUR = { amount: "100.00", fee: "2.00", currency: "EUR" } as const;

  it("book what the rate moved as a gain: 100.00 EUR sold at 11.00, paid out at 11.20", () => {
    const plan = payoutPlan("1097.60", [{ ...EUR, registered: ["1686", "100.00", "EUR", "11.00"] }]);
    expect(entriesOf(plan)).toEqual(["1930 1097.60", "6040 22.40", "1686 -1100.00", "7960 -20.00"]);
  });

  it("or as a loss: sold at 11.50, paid out at 11.20", () => {
    const plan = payoutPlan("1097.60", [{ ...EUR, registered: ["1686", "100.00", "EUR", "11.50"] }]);
    expect(entriesOf(plan)).toEqual(["1930 1097.60", "6040 22.40", "1686 -1150.00", "7960 30.00"]);
  });

  it("to a bank account in euro are valued at the ledger's rate of the day", () => {
    const plan = payoutPlan(
      "98.00",
      [{ ...EUR, registered: ["1686", "100.00", "EUR", "11.00"] }],
      {},
      { currency: "EUR" },
    );
    expect(entriesOf(plan)).toEqual(["1930 1100.98", "6040 22.47", "1686 -1100.00", "7960 -23.45"]);
  });

  it("are held when the difference is more than any rate moves: a line is missing", () => {
    const plan = payoutPlan("1097.60", [{ ...EUR, registered: ["1686", "100.00", "EUR", "9.00"] }]);
    expect(plan).toMatchObject({ journal: null, outcome: { state: "held", code: "TOTAL_MISMATCH" } });
  });
});

describe("R15, payouts that are held", () => {
  it("do not add up, and say both sums", () => {
    const plan = payoutPlan("245.50", [CHARGE]);
    expect(plan.outcome).toMatchObject({
      code: "TOTAL_MISMATCH",
      message: expect.stringMatching(/245\.51 SEK after fees, but 245\.50/),
    });
  });

  it("need an account that nobody has named, and say where", () => {
    const fieldsOf = (missing: string): unknown =>
      payoutPlan("145.51", [CHARGE, { kind: "dispute", amount: "-100.00" }], { [missing]: undefined })
        .outcome;
    for (const setting of ["bank_account", "fee_account", "dispute_account"]) {
      expect(fieldsOf(setting)).toMatchObject({
        code: "PAYOUT_UNMAPPED",
        fix: { place: "settings", field: `payouts.${setting}` },
      });
    }
    const unmapped = payoutPlan("245.51", [CHARGE], {}, { facts: facts(), settings: noMethods });
    expect(unmapped.outcome).toMatchObject({
      code: "PAYOUT_UNMAPPED",
      message: expect.stringMatching(/card.*1001/),
      fix: { field: "payments.methods" },
    });
  });

  it("settle a movement the shop does not know", () => {
    const plan = payoutPlan("249.00", [{ kind: "unknown", amount: "249.00" }]);
    expect(plan.outcome).toMatchObject({ code: "TOTAL_MISMATCH", fix: { place: "shop" } });
  });

  it("are dated in a locked period", () => {
    const plan = payoutPlan("245.51", [CHARGE], {}, { facts: facts({ lockedUntil: "2026-03-31" }) });
    expect(plan.outcome).toMatchObject({ code: "PERIOD_LOCKED" });
  });

  it("but not older than the start date: those are left out", () => {
    const plan = payoutPlan(
      "245.51",
      [CHARGE],
      {},
      { settings: settings({ orders: { start_date: "2026-04-01" } }) },
    );
    expect(plan).toMatchObject({ journal: null, outcome: { state: "skipped", code: "BEFORE_START_DATE" } });
  });
});

describe("every payout", () => {
  it("has debits equal to credits exactly (T12), over many amounts and rates", () => {
    for (const rate of ["10.5", "11.2345", "11.9999"]) {
      for (const amount of ["0.50", "33.33", "100.00", "1234.56"]) {
        const kept = parseMoney("0.01", "EUR");
        const arrived = convert(subtract(parseMoney(amount, "EUR"), kept), parseDecimal("11.05"), "SEK");
        const net = formatMoney(add(arrived, parseMoney("5.00", "SEK")));
        const { journal, outcome } = payoutPlan(net, [
          { amount, fee: "0.01", currency: "EUR", registered: ["1686", amount, "EUR", rate] },
          { amount: "5.00" },
        ]);
        expect([amount, rate, outcome.state]).toEqual([amount, rate, "booked"]);
        expect(journal === null || isZero(imbalance(journal))).toBe(true);
      }
    }
  });
});

const noMethods = settings({ payouts: withBank, payments: { methods: {} } });
