import { THREE_MUGS } from "./drafts.ts";
import type { Engine } from "./engines.ts";
import { type House, openHouse } from "./house.ts";
import { readPanel } from "./panel.ts";

export interface Practising {
  readonly house: House;
  readonly orderId: string;
}

/** The pages that practice books have, or look different on. */
export const practicePaths = ({ orderId }: Practising): string[] => [
  "",
  `/orders/${orderId}`,
  "/connections",
  "/settings",
  "/start?step=connect",
  "/start?step=live",
  "/practice",
  "/practice/documents/1",
  "/practice/documents/2",
];

/** A merchant who has not connected a ledger and tries her orders on practice books: one is booked, and a mug is back. */
export async function openPractising(engine: Engine): Promise<Practising> {
  const house = await openHouse(engine, { until: "installed", vendors: { practice: {} } });
  const { id } = await house.shop.placeOrder(THREE_MUGS);
  await house.waitForOrder(id, ({ code }) => code === "NOT_CONNECTED");
  await readPanel(house, house).submit("", { action: "/practice/open" });
  await house.waitForOrder(id, "booked");
  await house.shop.refund(id, { lines: [{ line_id: "L1", quantity: "1" }] });
  await house.waitForOrder(id, ({ state, documents }) => state === "booked" && documents.length === 2);
  return { house, orderId: id };
}
