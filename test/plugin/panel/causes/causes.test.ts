import { describe, expect, it } from "vitest";
import type { Code } from "../../../../plugin/domain/problem.ts";
import { causesOf } from "../../../../plugin/panel/causes/causes.ts";
import type { Transfer } from "../../../../plugin/store/transfers/transfers.ts";

function held(orderId: string, code: Code, message: string): Transfer {
  return {
    installationId: 1,
    connectionId: 1,
    kind: "order",
    orderId,
    state: "held",
    code,
    message,
    fix: { place: "settings", field: "vat.treatments" },
    warnings: [],
    wantedSeq: 1,
    handledSeq: 1,
    dueAt: null,
    cause: null,
    leftOut: null,
    documents: [],
    attempts: 0,
    number: `#${orderId}`,
    customer: null,
    total: null,
    currency: null,
    orderedAt: null,
    platformUrl: null,
    version: null,
    shown: null,
    sums: null,
    imported: false,
    updatedAt: "2026-10-31T10:00:00.000Z",
  };
}
const count = (code: Code, of: number) => ({ state: "held" as const, code, currency: "SEK", count: of });

describe("what needs somebody", () => {
  it("is one line per cause, the most frequent first", () => {
    const orders = [
      held("1", "PERIOD_LOCKED", "October is locked."),
      held("2", "VAT_UNMAPPED", "Finland 25.5 % has no account."),
      held("3", "VAT_UNMAPPED", "Finland 25.5 % has no account."),
    ];
    const causes = causesOf(orders, [count("PERIOD_LOCKED", 1), count("VAT_UNMAPPED", 2)]);
    expect(causes.map((cause) => [cause.count, cause.message, cause.only?.orderId])).toEqual([
      [2, "Finland 25.5 % has no account.", undefined],
      [1, "October is locked.", "1"],
    ]);
  });

  it("is one line for orders that say the same with numbers of their own", () => {
    const orders = ["1", "2", "3", "4"].map((id) => held(id, "TOTAL_MISMATCH", `${id}.00 is too much.`));
    expect(causesOf(orders, [count("TOTAL_MISMATCH", 4)])).toEqual([
      { code: "TOTAL_MISMATCH", message: null, fix: orders[0]?.fix, count: 4, only: null },
    ]);
  });

  it("counts also the orders that were not read", () => {
    const causes = causesOf([held("1", "VAT_UNMAPPED", "Finland.")], [count("VAT_UNMAPPED", 900)]);
    expect(causes.map((cause) => cause.count)).toEqual([900]);
  });
});
