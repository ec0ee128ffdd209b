/** How long does a merchant with 20,000 orders a month wait for a page: until its largest part is painted? */
import { type Browser, chromium } from "playwright-core";
import { openDatabase } from "../server/database.ts";
import { CHROMIUM_FLAGS } from "../test/browser/flags.ts";
import { THREE_MUGS } from "../test/support/drafts.ts";
import { type House, openHouse } from "../test/support/house.ts";
import { findProgram, programs } from "../test/support/programs.ts";
import type { Engine } from "./engines.ts";
import { type Figure, median, rounded } from "./table.ts";
import type { World } from "./world.ts";

const ORDERS = 20_000;
const BATCH = 500;
const VISITS = 9;
const MONTH_MS = 30 * 86_400_000;
/** What a page is to be painted within, in milliseconds. */
const GOAL = 500;
const PAGES = ["", "/orders", "/settings", "/settings/vat", "/connections", "/reports"] as const;

const PAINTED = `new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true }))`;

export async function pages({ engines }: World): Promise<Figure[]> {
  const executablePath = findProgram(programs.chromium.names);
  if (executablePath === null) throw new Error("Chromium is needed to look at pages.");
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const figures: Figure[] = [];
    for (const engine of engines) figures.push(...(await pagesOn(engine, browser)));
    return figures;
  } finally {
    await browser.close();
  }
}

async function pagesOn(engine: Engine, browser: Browser): Promise<Figure[]> {
  const variables = await engine.fresh();
  const databaseUrl = variables["DATABASE_URL"];
  const redisUrl = variables["REDIS_URL"];
  const data = {
    dataDir: variables["DATA_DIR"] ?? "",
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    close: async () => {},
  };
  const name = databaseUrl === undefined ? "sqlite + in-process queue" : "mariadb + redis";
  const house = await openHouse({ name, open: async () => data });
  try {
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await multiply(id, { databaseUrl: databaseUrl ?? null, dataDir: data.dataDir });
    const figures: Figure[] = [];
    for (const path of [...PAGES, `/orders/${id}`]) {
      const times = await visits(browser, house, path);
      figures.push({
        figure: `Painted: ${path.replace(id, "{id}") || "/"}`,
        engine: engine.name,
        value: `${rounded(median(times))} ms`,
        beside: `longest of ${VISITS}: ${rounded(Math.max(...times))} ms; goal ${GOAL} ms`,
      });
    }
    return figures;
  } finally {
    await house.close();
  }
}

/** As many orders like this one, spread over the last 30 days. */
async function multiply(
  orderId: string,
  place: { readonly databaseUrl: string | null; readonly dataDir: string },
): Promise<void> {
  const { db, close } = openDatabase(place, { isPatient: true });
  const row = await db
    .selectFrom("transfers")
    .selectAll()
    .where("order_id", "=", orderId)
    .executeTakeFirstOrThrow();
  const now = Date.now();
  for (let from = 0; from < ORDERS; from += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, place) => ({
      ...row,
      order_id: `like-${from + place}`,
      number: `#${from + place}`,
      ordered_at: new Date(now - ((from + place) / ORDERS) * MONTH_MS).toISOString(),
    }));
    await db.insertInto("transfers").values(rows).execute();
  }
  await close();
}

/** Milliseconds of each visit until the largest part was painted; the first, that fills caches, is left out. */
async function visits(browser: Browser, house: House, path: string): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const times: number[] = [];
  for (let visit = 0; visit <= VISITS; visit += 1) {
    const address = new URL(`/embedded${path}`, house.publicUrl);
    address.searchParams.set("id_token", await house.shop.sessionToken());
    await page.goto(address.href);
    times.push(await page.evaluate<number>(PAINTED));
  }
  await page.close();
  return times.slice(1);
}
