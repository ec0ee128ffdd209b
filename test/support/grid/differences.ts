import type { LedgerName } from "./books-world.ts";
import type { Booked, ExampleId } from "./examples.ts";
import type { ShopName } from "./shop-world.ts";

/** What a shop or a ledger cannot do, and what is therefore in the books. */
export interface Difference {
  readonly system: ShopName | LedgerName;
  /** Goes on after "where …". */
  readonly because: string;
  /** Of the examples it changes. */
  readonly ends: Readonly<Partial<Record<ExampleId, Booked>>>;
}

export const differences: readonly Difference[] = [
  {
    system: "SubscriptionFlow",
    because: "nothing of an invoice is freight, so the parcel costs nothing",
    ends: {
      paid: { SE: [["249.00", "49.80"]], DK: [["249.00", "49.80"]], IE: [["249.00", "46.56"]] },
      refundedInFull: {
        SE: [
          ["249.00", "49.80"],
          ["249.00", "49.80"],
        ],
        DK: [
          ["249.00", "49.80"],
          ["249.00", "49.80"],
        ],
        IE: [
          ["249.00", "46.56"],
          ["249.00", "46.56"],
        ],
      },
    },
  },
  {
    system: "SubscriptionFlow",
    because: "money goes back without lines, so 57.25 of it is the map's and 48.75 the yearbook's (R6)",
    ends: {
      // VAT of the two: 11.45 + 5.22; 11.45 + 9.75; 10.71 + 5.80.
      oneRateBack: {
        SE: [
          ["230.50", "36.26"],
          ["106.00", "16.67"],
        ],
        DK: [
          ["230.50", "46.10"],
          ["106.00", "21.20"],
        ],
        IE: [
          ["230.50", "35.89"],
          ["106.00", "16.51"],
        ],
      },
    },
  },
];

/** Ledgers where a payment settles nothing before a person has acted there, and why. */
export const settledByAPerson: Readonly<Partial<Record<LedgerName, string>>> = {
  Dynaccount: "payments wait in a draft journal",
};
