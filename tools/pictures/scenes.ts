import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleCsv } from "../../plugin/order-files/examples.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import type { Engine } from "../../test/support/engines.ts";
import { eventually } from "../../test/support/eventually.ts";
import { type House, openHouse, SET_UP } from "../../test/support/house.ts";
import type { OrderView } from "../../test/support/merchant.ts";
import { handInFile, readPanel } from "../../test/support/panel.ts";
import type { Scene } from "./pictures.ts";

/** What the shop has sold, and what becomes of it. */
const SOLD: readonly OrderDraft[] = [
  {
    paid: true,
    lines: [
      { sku: "MUG-01", title: "Stoneware mug", quantity: "3", unitPrice: "199.00", rate: "25" },
      { sku: "BOOK-07", title: "Book: The quiet kitchen", quantity: "1", unitPrice: "189.00", rate: "6" },
    ],
    shipping: { title: "Parcel", price: "49.00", rate: "25" },
    customer: { name: "Anna Lind", email: "anna.lind@example.com", country: "SE" },
  },
  {
    paid: true,
    lines: [{ sku: "MUG-01", title: "Stoneware mug", unitPrice: "199.00", rate: "25.5" }],
    customer: { name: "Aino Virtanen", email: "aino@example.com", country: "FI" },
  },
  {
    paid: true,
    lines: [{ sku: "TEA-BOX", title: "Tea box", quantity: "2", unitPrice: "249.00", rate: "12" }],
    customer: { name: "Olle Berg", email: "olle.berg@example.com", country: "SE" },
  },
  {
    paid: true,
    lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "2", unitPrice: "199.00", rate: "25.5" }],
    customer: { name: "Eino Laine", email: "eino@example.com", country: "FI" },
  },
  {
    paid: false,
    lines: [{ sku: "TEA-BOX", title: "Tea box", unitPrice: "249.00", rate: "12" }],
    customer: { name: "Bo Ek", email: "bo@example.com", country: "SE" },
  },
];

/** A shop and its books as a scene needs them, for as long as its pictures are drawn. */
export interface Stage {
  readonly house: House;
  readonly booked: string;
  readonly held: string;
}

const engine: Engine = {
  name: "sqlite + in-process queue",
  async open() {
    const dataDir = await mkdtemp(join(tmpdir(), "pictures-"));
    return { dataDir, close: () => rm(dataDir, { recursive: true, force: true }) };
  },
};

/** Two houses: one of a merchant who tries, one of a merchant who goes on. Each scene goes on where the last one ended. */
export async function playScenes(draw: (scene: Scene, stage: Stage) => Promise<void>): Promise<void> {
  const trying = await openHouse(engine, { until: "installed", vendors: { practice: {} } });
  try {
    const first = await sell(trying, SOLD.slice(0, 1), ({ code }) => code === "NOT_CONNECTED");
    await draw("welcome", stageOf(trying, first));
    const panel = readPanel(trying, trying);
    await panel.submit("", { action: "/practice/open" });
    await trying.waitForOrder(first[0] ?? "", "booked");
    await refundOneMug(trying, first);
    const ids = [...first, ...(await sell(trying, SOLD.slice(1), isSettled))];
    await draw("practising", stageOf(trying, ids));
  } finally {
    await trying.close();
  }
  const going = await openHouse(engine, { until: "connected" });
  try {
    const ids = await sell(going, SOLD, isSettled);
    await draw("connected", stageOf(going, ids));
    await going.changeSettings({
      ...SET_UP,
      vat: {
        registrations: ["OSS"],
        treatments: [{ treatment: "oss", country: "DE", rate: "19", account: "3106" }],
      },
    });
    await going.api("POST", "/orders/sync", { ids });
    await refundOneMug(going, ids);
    for (const id of ids) await going.waitForOrder(id, isSettled);
    await readPanel(going, going).submit("/start?step=live", {
      action: "/start/live",
      fields: { start_date: "2026-10-01" },
    });
    await tryImport(going);
    await handInFile(readPanel(going, going), fileOfTheTill(), "till.csv");
    await draw("live", stageOf(going, ids));
  } finally {
    await going.close();
  }
}

const isSettled = ({ code }: OrderView): boolean => code !== "QUEUED" && code !== "RETRYING";

/** One after the other, so that each document gets the same number each time. */
async function sell(
  house: House,
  drafts: readonly OrderDraft[],
  isDone: (order: OrderView) => boolean,
): Promise<string[]> {
  const ids: string[] = [];
  for (const draft of drafts) {
    const { id } = await house.shop.placeOrder(draft);
    await house.waitForOrder(id, isDone);
    ids.push(id);
  }
  return ids;
}

async function refundOneMug(house: House, [first = ""]: readonly string[]): Promise<void> {
  await house.shop.refund(first, {
    lines: [{ line_id: "L1", quantity: "1" }],
    note: "One mug arrived broken",
  });
  await house.waitForOrder(first, ({ state, documents }) => state === "booked" && documents.length === 2);
}

async function tryImport(house: House): Promise<void> {
  const panel = readPanel(house, house);
  await panel.submit("/import", {
    action: "/import/begin",
    fields: { from: "2026-10-01", to: "2026-10-31", trial: "1" },
  });
  const page = async () => (await panel.get("/import")).text;
  await eventually(page, (text) => !text.includes("data-refresh"), "the trial run to end", 20_000);
}

/** The example under numbers of its own, with a mistake in the second order. */
const fileOfTheTill = (): string =>
  exampleCsv().replaceAll("1001", "5001").replaceAll("1002", "5002").replace(",10,100.00", ",ten,100.00");

const stageOf = (house: House, [booked = "", held = ""]: readonly string[]): Stage => ({
  house,
  booked,
  held,
});
