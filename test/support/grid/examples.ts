import type { Code } from "../../../plugin/domain/problem.ts";
import type { Item, Market, ShopWorld } from "./shop-world.ts";

/** Gross and the VAT in it. */
export type Sums = readonly [gross: string, vat: string];
/** The invoice and what was credited of it, by the country of shop and ledger. */
export type Booked = Readonly<Record<Market["country"], readonly [invoice: Sums, ...creditNotes: Sums[]]>>;

export interface Example {
  readonly name: string;
  /** Takes place in the shop; the id of the order. */
  happens(shop: ShopWorld): Promise<string>;
  /** What the books hold of it in the end, or why they hold nothing. */
  readonly ends: Booked | Code;
  /** Documents are left to a person, who has not booked them yet. */
  readonly drafts?: true;
}

// Prices contain VAT: 25 % in Sweden and Denmark, 23 % in Ireland; books bear 12 %, in Denmark 25 % and in Ireland 13.5 %.

/** Two maps of 124.50: 249.00, of which 49.80 is VAT, in Ireland 46.56. */
const maps: Item = { sku: "MAPS", title: "Trail map", quantity: 2, price: "124.50", rate: "standard" };
const map: Item = { ...maps, quantity: 1 };
/** 11.36 of VAT, in Denmark 21.20 and in Ireland 12.61. */
const yearbook: Item = { sku: "BOOK", title: "Yearbook", quantity: 1, price: "106.00", rate: "reduced" };
/** 49.00 of freight: 9.80 of VAT, in Ireland 9.16. */
const sent = { items: [maps], freight: "49.00", paid: true };

/** The bookkeeping examples every shop and every ledger goes through; amounts are worked out by hand. */
export const examples = {
  paid: {
    name: "two maps and the parcel, paid by card",
    happens: (shop) => shop.place(sent),
    ends: { SE: [["298.00", "59.60"]], DK: [["298.00", "59.60"]], IE: [["298.00", "55.72"]] },
  },
  discounted: {
    name: "two maps with a tenth off",
    happens: (shop) => shop.place({ items: [{ ...maps, discount: "24.90" }], paid: true }),
    ends: { SE: [["224.10", "44.82"]], DK: [["224.10", "44.82"]], IE: [["224.10", "41.90"]] },
  },
  twoRates: {
    name: "a map and a yearbook, at two rates where the country has two",
    happens: (shop) => shop.place({ items: [map, yearbook], paid: true }),
    ends: { SE: [["230.50", "36.26"]], DK: [["230.50", "46.10"]], IE: [["230.50", "35.89"]] },
  },
  refundedInFull: {
    name: "everything taken back and paid back after it was booked",
    async happens(shop) {
      const id = await shop.place(sent);
      await shop.waitForOrder(id, "booked");
      await shop.refundInFull(id);
      return id;
    },
    ends: {
      SE: [
        ["298.00", "59.60"],
        ["298.00", "59.60"],
      ],
      DK: [
        ["298.00", "59.60"],
        ["298.00", "59.60"],
      ],
      IE: [
        ["298.00", "55.72"],
        ["298.00", "55.72"],
      ],
    },
  },
  oneBack: {
    name: "one of two maps taken back",
    async happens(shop) {
      const id = await shop.place({ items: [maps], paid: true });
      await shop.waitForOrder(id, "booked");
      await shop.refundOne(id, maps);
      return id;
    },
    ends: {
      SE: [
        ["249.00", "49.80"],
        ["124.50", "24.90"],
      ],
      DK: [
        ["249.00", "49.80"],
        ["124.50", "24.90"],
      ],
      IE: [
        ["249.00", "46.56"],
        ["124.50", "23.28"],
      ],
    },
  },
  oneRateBack: {
    name: "the yearbook taken back, the map kept",
    async happens(shop) {
      const id = await shop.place({ items: [map, yearbook], paid: true });
      await shop.waitForOrder(id, "booked");
      await shop.refundOne(id, yearbook);
      return id;
    },
    ends: {
      SE: [
        ["230.50", "36.26"],
        ["106.00", "11.36"],
      ],
      DK: [
        ["230.50", "46.10"],
        ["106.00", "21.20"],
      ],
      IE: [
        ["230.50", "35.89"],
        ["106.00", "12.61"],
      ],
    },
  },
  reverseCharge: {
    name: "two maps without VAT for a German business whose number VIES knows",
    happens: (shop) =>
      shop.place({
        items: [maps],
        paid: true,
        buyer: { name: "Wanderverein GmbH", country: "DE", vatNumber: "DE136695976" },
      }),
    ends: { SE: [["249.00", "0.00"]], DK: [["249.00", "0.00"]], IE: [["249.00", "0.00"]] },
  },
  refundedUnseen: {
    name: "paid and paid back before the app heard of it",
    async happens(shop) {
      shop.keepQuiet(true);
      const id = await shop.place(sent);
      await shop.refundInFull(id);
      shop.keepQuiet(false);
      await shop.api("POST", "/orders/sync", { ids: [id] });
      return id;
    },
    ends: "NOTHING_TO_BOOK",
  },
  free: {
    name: "two maps given away, so that nothing is to be paid",
    happens: (shop) => shop.place({ items: [{ ...maps, discount: "249.00" }], paid: false }),
    ends: "ZERO_TOTAL",
  },
  unpaid: {
    name: "an order nobody has paid",
    happens: (shop) => shop.place({ items: [maps], paid: false }),
    ends: "TRIGGER_NOT_REACHED",
  },
  paidLater: {
    name: "an order paid after it was seen unpaid",
    async happens(shop) {
      const id = await shop.place({ items: [maps], paid: false });
      await shop.waitForOrder(id, (one) => one.code === "TRIGGER_NOT_REACHED");
      await shop.pay(id);
      return id;
    },
    ends: { SE: [["249.00", "49.80"]], DK: [["249.00", "49.80"]], IE: [["249.00", "46.56"]] },
  },
  calledOff: {
    name: "an unpaid order called off",
    async happens(shop) {
      const id = await shop.place({ items: [maps], paid: false });
      await shop.cancel(id);
      return id;
    },
    ends: "CANCELLED_BEFORE_CAPTURE",
  },
  // The last: a shop that books again finishes its drafts when it looks at them next.
  draft: {
    name: "left as a draft, with one of two maps taken back before a person has booked it",
    drafts: true,
    async happens(shop) {
      const id = await shop.place({ items: [maps], paid: true });
      await shop.waitForOrder(id, "booked");
      await shop.refundOne(id, maps);
      return id;
    },
    ends: { SE: [["124.50", "24.90"]], DK: [["124.50", "24.90"]], IE: [["124.50", "23.28"]] },
  },
} as const satisfies Readonly<Record<string, Example>>;

export type ExampleId = keyof typeof examples;
