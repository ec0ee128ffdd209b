import { decimal } from "./decimal.ts";
import { type Entity, takeId } from "./entity.ts";
import type { Given } from "./given.ts";
import type { WireRecord } from "./records.ts";
import { checkCode, Refused } from "./refused.ts";
import { stockItem as shape } from "./shapes.ts";
import type { Out } from "./xml.ts";

/** What a new item begins with. */
export const itemShell = (id: string | null): Out => inOrder(itemDefaults(id));

export function itemDefaults(id: string | null): WireRecord {
  return {
    StockItemID: checkCode(id, "STOCKITEM_ID"),
    Description: "",
    ItemGroupID: "GENERAL",
    ItemTypeID: "P",
    ItemSubgroupID: "GENERAL",
    DefaultLocationID: "1",
    DefaultSublocationID: "BIN1",
    TaxCode: "S23",
    ItemPrice: "0",
    UpdateOnHand: "true",
    OpeningStockGLAccountCode: "5000",
    ClosingStockGLAccountCode: "5000",
    DefaultSalesGLAccountCode: "4000",
    DefaultPurchasesGLAccountCode: "5000",
    OpeningWorkInProgressGLAccountCode: "5000",
    ClosingWorkInProgressGLAccountCode: "5000",
    Active: "true",
    ReOrderLevel: "0",
    UseMarginWarning: "false",
    Margin: "0",
    Weight: "0",
  };
}

function inOrder(record: WireRecord): Out {
  return Object.fromEntries(
    shape.fields.flatMap(([name]): [string, Out][] => {
      const value = record[name] ?? null;
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Says `Created` of a new item; without `create` an unknown one is answered with `NotCreated`. */
export function saveItem(
  entity: Entity,
  given: Given,
  create: boolean,
): "Created" | "Success" | "NotCreated" {
  const id = checkCode(given.text("StockItemID"), "STOCKITEM_ID");
  const description = given.text("Description");
  if (description === null || description === "") throw new Refused("STOCKITEM_DESCRIPTION_IS_NULL");
  if (description.length > 250) throw new Refused("STOCKITEM_DESCRIPTION_IS_TOO_LONG");
  const accounts = shape.fields.map(([name]) => name).filter((name) => name.endsWith("GLAccountCode"));
  for (const name of accounts) {
    if (entity.chart.get(given.text(name) ?? "")?.kind !== "posting") {
      throw new Refused("GLACCOUNT_IS_NOT_POSTING_OR_DOES_NOT_EXIST");
    }
  }
  if (!entity.taxes.has(given.text("TaxCode") ?? "")) throw new Refused("TAX_CODE_DOES_NOT_EXIST");
  if (given.amount("ItemPrice")?.lt("0") === true) throw new Refused("STOCKITEM_PRICE_IS_NEGATIVE");
  const before = entity.items.get(id);
  if (before === undefined && !create) return "NotCreated";
  if (before !== undefined && create) throw new Refused("STOCKITEM_ITEM_EXISTS");
  if (before !== undefined && given.text("RowVersionNumber") !== before["RowVersionNumber"]) {
    throw new Refused("OUTDATED_RECORD");
  }
  entity.items.set(id, { ...given.leaves(), RowVersionNumber: String(takeId(entity)) });
  if (before === undefined) entity.onHand.set(id, "0");
  return before === undefined ? "Created" : "Success";
}

export function readItem(entity: Entity, id: string | null): Out {
  const found = entity.items.get(id ?? "");
  if (found === undefined) throw new Refused("STOCKITEM_ID_DOES_NOT_EXIST");
  return inOrder(found);
}

export function listItems(entity: Entity, wanted: (record: WireRecord) => boolean): Out {
  return { StockItem: [...entity.items.values()].filter(wanted).map(inOrder) };
}

export const isActiveItem = (record: WireRecord): boolean => record["Active"] === "true";

export function stockInformation(entity: Entity): Out {
  const active = [...entity.items.entries()].filter(
    ([, record]) => isActiveItem(record) && record["ItemTypeID"] === "P",
  );
  return {
    ItemLocationSublocationInformation: active.map(([id]) => ({
      StockItemID: id,
      LocationID: "1",
      SubLocationID: "BIN1",
      OnHandQuantity: entity.onHand.get(id) ?? "0",
      ReservedForPurchasesQuantity: "0",
      ReservedForSalesQuantity: "0",
    })),
  };
}

export function locationStatus(entity: Entity, ids: readonly string[]): Out {
  return {
    StockItemLocationStatus: ids.map((id) => {
      const found = entity.items.get(id);
      if (found === undefined) throw new Refused("STOCKITEM_ID_DOES_NOT_EXIST");
      const onHand = entity.onHand.get(id) ?? "0";
      return {
        StockItemID: id,
        LocationID: "1",
        Location: "Main",
        SubLocationID: "BIN1",
        OnHandQuantity: onHand,
        ReservedForSale: "0",
        PurchasedButNotReceived: "0",
        TrackQuantity: found["ItemTypeID"] === "P",
        FreeStock: onHand,
        AvailableStock: onHand,
      };
    }),
  };
}

/** Stock may not go below zero. */
export function checkStock(entity: Entity, id: string, quantity: string): void {
  if (isStocked(entity, id) && after(entity, id, quantity).lt("0")) {
    throw new Refused("INVOICE_NEGATIVE_STOCK_ERROR");
  }
}

/** Moves stock when an item document is posted. */
export function moveStock(entity: Entity, id: string, quantity: string): void {
  if (isStocked(entity, id)) entity.onHand.set(id, after(entity, id, quantity).toFixed());
}

const isStocked = (entity: Entity, id: string): boolean => entity.items.get(id)?.["ItemTypeID"] === "P";
const after = (entity: Entity, id: string, quantity: string) =>
  decimal(entity.onHand.get(id) ?? "0").plus(quantity);
