import { describe, expect, it } from "vitest";
import { parseMoney } from "../../../plugin/domain/money.ts";
import type { SettledMovement } from "../../../plugin/domain/payout.ts";
import type { Store } from "../../../plugin/store/database.ts";
import { inheritConnection } from "../../../plugin/store/inheritance.ts";
import {
  claimMovements,
  dropMovements,
  movementsOf,
} from "../../../plugin/store/reports/payout-movements.ts";
import { engines } from "../../support/engines.ts";
import { openStore } from "./open-store.ts";

const BOOKS = { installationId: 1, connectionId: 1 };
const AT = "2026-03-03T09:00:00.000Z";

const movement = (payoutId: string, orderId: string): SettledMovement => ({
  orderId,
  turn: 0,
  payoutId,
  paidAt: AT,
  movement: "T1",
  kind: "charge",
  amount: parseMoney("249.00", "SEK"),
});

describe.each(engines)("what payouts have settled on $name", (engine) => {
  async function inStore(test: (store: Store) => Promise<void>): Promise<void> {
    const opened = await openStore(engine);
    try {
      await test(opened.store);
    } finally {
      await opened.close();
    }
  }

  it("is claimed by one of those that saw the same, all of it or nothing, and given back whole", () =>
    inStore(async (store) => {
      const payouts = async (): Promise<string[]> =>
        (await movementsOf(store, BOOKS, ["1001", "1002"])).map(
          (one) => `${one.orderId} ${one.turn} ${one.payoutId}`,
        );
      const both = [movement("D1", "1002"), movement("D1", "1001"), movement("D1", "1001")];
      expect(await claimMovements(store, BOOKS, both, [])).toBe(true);
      expect(await claimMovements(store, BOOKS, [movement("D2", "1002")], [])).toBe(false);
      expect(await claimMovements(store, { ...BOOKS, connectionId: 2 }, [movement("D1", "1002")], [])).toBe(
        true,
      );
      expect(await payouts()).toEqual(["1001 1 D1", "1001 2 D1", "1002 1 D1"]);

      const seen = await movementsOf(store, BOOKS, ["1001"]);
      expect(seen[1]).toEqual({ ...movement("D1", "1001"), turn: 2 });
      // The second order was not seen, so nothing of the first is kept either.
      const mixed = [movement("D3", "1001"), movement("D3", "1002")];
      expect(await claimMovements(store, BOOKS, mixed, seen)).toBe(false);
      expect(await claimMovements(store, BOOKS, [movement("D3", "1001")], seen)).toBe(true);
      await dropMovements(store, BOOKS, "D1");
      expect(await payouts()).toEqual(["1001 3 D3"]);
      expect(await claimMovements(store, BOOKS, [], [])).toBe(true);
    }));

  it("goes with the books to a new connection", () =>
    inStore(async (store) => {
      await claimMovements(store, BOOKS, [movement("D1", "1001")], []);
      await store.db.transaction().execute((db) => inheritConnection(db, 1, 1, 2, Date.parse(AT)));
      expect(await movementsOf(store, BOOKS, ["1001"])).toEqual([]);
      expect(await movementsOf(store, { ...BOOKS, connectionId: 2 }, ["1001"])).toHaveLength(1);
    }));
});
