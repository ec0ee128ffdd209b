import type { Merchant } from "../merchant.ts";

/** A country with its currency, and the VAT its shops charge and its ledger knows, in percent. */
export interface Market {
  readonly country: "SE" | "DK" | "IE";
  readonly currency: string;
  readonly timeZone: string;
  readonly rates: { readonly standard: string; readonly reduced: string };
}

/** What somebody buys, in words every shop understands: prices with VAT, in the market's currency. */
export interface Sale {
  readonly items: readonly Item[];
  readonly freight?: string;
  /** By card, at once. */
  readonly paid: boolean;
  /** Absent: Maja Lind, at home. To a business in another country nothing is sold with VAT. */
  readonly buyer?: Business;
}

export interface Business {
  readonly name: string;
  readonly country: string;
  readonly vatNumber: string;
}

export interface Item {
  readonly sku: "MAPS" | "BOOK";
  readonly title: string;
  readonly quantity: number;
  /** Of one piece. */
  readonly price: string;
  readonly rate: keyof Market["rates"];
  /** Off the whole item. */
  readonly discount?: string;
}

export type ShopName = "the manifest shop" | "Shopify" | "SubscriptionFlow";

/** A shop with the app in it: what its customers and its merchant do, and how the app's answers reach her. */
export interface ShopWorld {
  readonly api: Merchant["api"];
  readonly waitForOrder: Merchant["waitForOrder"];
  /** The id of the new order. */
  place(sale: Sale): Promise<string>;
  pay(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  /** Takes one piece of an item back and gives its price back. */
  refundOne(id: string, item: Item): Promise<void>;
  refundInFull(id: string): Promise<void>;
  /** The money the shop has taken for an order, as the shop says it. */
  taken(id: string): string;
  /** While it is quiet, the app hears nothing of what happens. */
  keepQuiet(isQuiet: boolean): void;
}
