import { describe, expect, it } from "vitest";
import { type Exploration, explore } from "../../support/explore.ts";
import { flawOf, isBooked, movesFrom, PROTOCOL, START, type Variant } from "../../support/protocol-model.ts";

function search(variant: Variant): Exploration {
  return explore({
    start: START,
    moves: (state) => movesFrom(state, variant),
    flaw: flawOf,
    isGoal: isBooked,
  });
}

describe("the exactly-once protocol, whatever dies, stalls or gets lost at whatever moment", () => {
  it("loses nothing, books nothing twice, and always has a way on to the booked document", () => {
    const found = search(PROTOCOL);
    expect(found.wayToFlaw).toBeNull();
    expect(found.wayToStuck).toBeNull();
    expect(found.goals).toBeGreaterThan(0);
    expect(found.states).toBeGreaterThan(10_000);
  });

  it.each<[string, Partial<Variant>]>([
    ["looked up while a call may still land", { waitsToSettle: false }],
    ["made again without looking it up", { looksUp: false }],
    ["sent before its reservation is written", { reservesFirst: false }],
    ["worked on by two at once", { hasLease: false }],
    ["given back by a worker that lost the order", { dropsUnderLease: false }],
  ])("would book twice what is %s", (_name, change) => {
    expect(search({ ...PROTOCOL, ...change }).wayToFlaw?.at(-1)).toBe("twice");
  });
});
