import { amount, choice, flag, text, whole } from "./fields.ts";

const account = () => whole({ min: 1000, max: 99999 });
const measure = () => whole({ min: 0, max: 999_999_999 });

/** The fields that name accounts; each must exist in the chart. */
export const articleAccounts = [
  "SalesAccount",
  "EUAccount",
  "EUVATAccount",
  "ExportAccount",
  "ConstructionAccount",
  "PurchaseAccount",
  "StockAccount",
  "StockChangeAccount",
] as const;

/** What a caller may write on an article, with the vendor's limits. */
export const articleFields = {
  ArticleNumber: text({ max: 50 }),
  Description: text({ min: 1, max: 200 }),
  Type: choice("STOCK", "SERVICE"),
  Unit: text(),
  EAN: text({ max: 30 }),
  Manufacturer: text({ max: 50 }),
  ManufacturerArticleNumber: text({ max: 50 }),
  StockPlace: text({ max: 100 }),
  Note: text({ max: 10_000 }),
  SalesAccount: account(),
  EUAccount: account(),
  EUVATAccount: account(),
  ExportAccount: account(),
  ConstructionAccount: account(),
  PurchaseAccount: account(),
  StockAccount: account(),
  StockChangeAccount: account(),
  PurchasePrice: amount(),
  DirectCost: amount(),
  FreightCost: amount(),
  OtherCost: amount(),
  StockGoods: flag(),
  QuantityInStock: amount(),
  StockWarning: amount(),
  Weight: measure(),
  Width: measure(),
  Height: measure(),
  Depth: measure(),
  WebshopArticle: flag(),
  Active: flag(),
  Expired: flag(),
  Bulky: flag(),
  SupplierNumber: text(),
} as const;
