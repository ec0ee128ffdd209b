import { productId } from "./orders.ts";

/** A product as the contract's section 2.2 has it. */
export interface Product {
  id: string;
  sku: string;
  barcode: string | null;
  title: string;
  description: string | null;
  unit: string;
  nature: "goods" | "service";
  price: string;
  currency: string;
  price_includes_tax: boolean;
  tax_rate: string;
  cost: string | null;
  stock_tracked: boolean;
  active: boolean;
  updated_at: string;
}

interface Ware {
  sku: string;
  barcode: string;
  title: string;
  price: string;
  cost: string;
  rate: string;
}

const WARES: readonly Ware[] = [
  {
    sku: "MUG-01",
    barcode: "7350000000017",
    title: "Mug, birch",
    price: "249.00",
    cost: "88.00",
    rate: "25",
  },
  {
    sku: "BLANKET-01",
    barcode: "7350000000024",
    title: "Wool blanket",
    price: "1295.00",
    cost: "540.00",
    rate: "25",
  },
  {
    sku: "LAMP-02",
    barcode: "7350000000031",
    title: "Table lamp, brass",
    price: "1890.00",
    cost: "790.00",
    rate: "25",
  },
  {
    sku: "TRAY-03",
    barcode: "7350000000048",
    title: "Tray, ash",
    price: "395.00",
    cost: "140.00",
    rate: "25",
  },
  {
    sku: "BOOK-01",
    barcode: "7350000000055",
    title: "Book: Nordic rooms",
    price: "320.00",
    cost: "150.00",
    rate: "6",
  },
  {
    sku: "COFFEE-01",
    barcode: "7350000000062",
    title: "Coffee, 500 g",
    price: "119.00",
    cost: "52.00",
    rate: "12",
  },
];

/** What the shop sells on its first day. */
export function firstProducts(currency: string, stamp: () => string): Product[] {
  return WARES.map(({ sku, barcode, title, price, cost, rate }) => ({
    id: productId(sku),
    sku,
    barcode,
    title,
    description: null,
    unit: "pcs",
    nature: "goods",
    price,
    currency,
    price_includes_tax: true,
    tax_rate: rate,
    cost,
    stock_tracked: true,
    active: true,
    updated_at: stamp(),
  }));
}
