import { describe, expect, it } from "vitest";
import type { LedgerPurchases, LedgerRef, PurchaseOperation } from "../../../plugin/connectors/connector.ts";
import type { PlannedPurchase } from "../../../plugin/domain/purchase.ts";
import { failed, worked } from "./results.ts";
import type { Stage } from "./stage.ts";
import type { PurchaseWorld } from "./world.ts";

/** Invoices of suppliers, where the ledger takes them. */
export function purchasesContract(stage: Stage): void {
  const { worker, reference } = stage;

  /** The world's purchases, of a ledger that has them. */
  const world = (): PurchaseWorld => {
    const { purchases } = stage.world;
    if (purchases === undefined) throw new Error("this ledger takes no purchases");
    return purchases;
  };
  const purchasesOf = (ledger = stage.ledger): LedgerPurchases => {
    if (ledger.purchases === undefined) throw new Error("this ledger takes no purchases");
    return ledger.purchases;
  };
  const operation = (
    changes: Partial<PlannedPurchase> = {},
    credits: LedgerRef | null = null,
  ): PurchaseOperation => ({
    step: "purchase",
    reference: reference(),
    credits,
    purchase: {
      key: "purchase-invoice",
      kind: "invoice",
      credits: null,
      date: "2026-03-31",
      currency: stage.world.baseCurrency,
      supplier: world().supplier,
      orderNumber: "1001",
      text: "Order 1001",
      net: "80.00",
      vat: "0.00",
      gross: "80.00",
      rows: [
        {
          text: "Mug",
          quantity: "2",
          net: "80.00",
          vat: "0.00",
          gross: "80.00",
          vatRate: "0",
          account: world().account,
          vatCode: null,
          biCode: null,
          why: "R19",
        },
      ],
      ...changes,
    },
  });
  const isAble = () => stage.world.connector.capabilities.purchases === true;

  describe("a purchase", () => {
    it("is taken exactly where the ledger says so", () => {
      expect(stage.ledger.purchases !== undefined).toBe(isAble());
      expect(stage.world.purchases !== undefined).toBe(isAble());
    });

    it("is owed to its supplier, and found by our reference among its like", async () => {
      if (!isAble()) return expect.soft(stage.ledger.purchases).toBeUndefined();
      const [wanted, like] = [operation(), operation()];
      const purchases = purchasesOf();
      worked(await purchases.perform(like));
      expect(worked(await purchases.find(wanted))).toBeNull();
      const { ref } = worked(await purchases.perform(wanted));
      expect(worked(await purchasesOf(worker()).find(wanted))).toMatchObject({ ref: { id: ref.id } });
      expect(world().documents().at(-1)).toEqual({ id: ref.id, owed: "-80.00", vat: "0.00" });
    });

    it("is taken back by a credit note of the supplier", async () => {
      if (!isAble()) return expect.soft(stage.ledger.purchases).toBeUndefined();
      const { ref: original } = worked(await purchasesOf().perform(operation()));
      const credit = operation({ key: "purchase-refund-R1", kind: "credit_note" }, original);
      const { ref } = worked(await purchasesOf().perform(credit));
      expect(worked(await purchasesOf().find(credit))).toMatchObject({ ref: { id: ref.id } });
      expect(world().documents().at(-1)).toEqual({ id: ref.id, owed: "80.00", vat: "0.00" });
    });

    it("whose answer was lost is found by another worker and written once", async () => {
      if (!isAble()) return expect.soft(stage.ledger.purchases).toBeUndefined();
      const lost = operation();
      const before = world().documents().length;
      world().next("answer lost");
      expect(failed(await purchasesOf().perform(lost))).toMatchObject({ act: "retry", inDoubt: true });
      expect(worked(await purchasesOf(worker()).find(lost))).not.toBeNull();
      expect(world().documents()).toHaveLength(before + 1);
    });

    it("that an outage kept from being written is certainly absent", async () => {
      if (!isAble()) return expect.soft(stage.ledger.purchases).toBeUndefined();
      const kept = operation();
      world().next("outage before writing");
      expect(failed(await purchasesOf().perform(kept))).toMatchObject({ act: "retry", inDoubt: true });
      expect(worked(await purchasesOf().find(kept))).toBeNull();
    });

    it("of a supplier who is not there is held with the place that mends it", async () => {
      if (!isAble()) return expect.soft(stage.ledger.purchases).toBeUndefined();
      const unknown = operation({ supplier: "NOBODY" });
      expect(failed(await purchasesOf().perform(unknown))).toMatchObject({
        act: "fix",
        code: "PURCHASE_UNMAPPED",
        fix: { place: "settings", field: "purchases.supplier" },
      });
    });
  });
}
