import { describe, expect, it } from "vitest";
import { mug, order, parcel } from "../../support/orders.ts";
import { codeOf, planOf } from "../../support/plans.ts";

/** A mug and a parcel, 298.00 with 59.60 of VAT. */
const sold = { lines: [mug()], freight: [parcel()] };

describe("orders divided among connections", () => {
  const swedish = {
    orders: { takes: [{ field: "order.currency" as const, op: "is" as const, value: "SEK" }] },
  };
  const euro = order({ ...sold, currency: "EUR" });

  it("are booked where they are taken, and left to the connection that takes them", () => {
    expect(codeOf(planOf(order(sold), swedish))).toBe("booked");
    const leftTo = { takers: ["Fortnox (B)"], first: { name: "Fortnox (A)", isThis: true } };
    expect(planOf(euro, swedish, { leftTo }).outcome).toMatchObject({
      code: "NOT_TAKEN",
      message: "This order is left to Fortnox (B).",
    });
  });

  it("that nobody takes are held at the first connection, and only there", () => {
    const first = { name: "Fortnox (A)", isThis: true };
    expect(planOf(euro, swedish, { leftTo: { takers: [], first } }).outcome).toMatchObject({
      state: "held",
      code: "NO_CONNECTION_TAKES",
      message: "No connection takes this order: here it would have to be order.currency is SEK.",
    });
    const other = { takers: [], first: { ...first, isThis: false } };
    expect(planOf(euro, swedish, { leftTo: other }).outcome).toMatchObject({
      state: "skipped",
      code: "NOT_TAKEN",
    });
  });

  it("stay where they are booked, also when another connection takes them since, or nobody any more", () => {
    const keptBy = ["Fortnox (Export AB)"];
    const stays = "This order is in the books of Fortnox (Export AB) already, and stays there.";
    expect(planOf(order(sold), swedish, { keptBy }).outcome).toMatchObject({
      code: "NOT_TAKEN",
      message: stays,
    });
    const leftTo = { takers: [], first: { name: "Fortnox", isThis: true } };
    expect(codeOf(planOf(euro, swedish, { leftTo }))).toBe("NO_CONNECTION_TAKES");
    expect(codeOf(planOf(euro, swedish, { leftTo, keptBy }))).toBe("NOT_TAKEN");
  });

  it("can be told apart by their tags", () => {
    const wholesale = {
      orders: { takes: [{ field: "order.tag" as const, op: "is" as const, value: "B2B" }] },
    };
    expect(codeOf(planOf(order({ ...sold, tags: ["gift", "b2b"] }), wholesale))).toBe("booked");
    expect(codeOf(planOf(order(sold), wholesale))).toBe("NOT_TAKEN");
  });
});
