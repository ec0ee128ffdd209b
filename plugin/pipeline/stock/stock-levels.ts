import type { StockLevel, StockReader } from "../../connectors/connector.ts";
import { formatDecimal, parseDecimal } from "../../domain/money.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Shop } from "../../platforms/platform.ts";
import { readLevels, type SentLevel, type StockKey, storeLevel } from "../../store/catalogue/stock.ts";
import { skusOfArticles } from "../../store/effects/mappings.ts";
import type { Context } from "../context.ts";
import type { StockTally } from "./stock-report.ts";

const BATCH = 200;
const DAY_MS = 86_400_000;
/** The shop sells by itself between two runs, and a SKU it did not know may be new there: told again after a day. */
const RETOLD_MS = DAY_MS;
/** An article may come to be kept in stock. */
const ASKED_AGAIN_MS = 7 * DAY_MS;

/** Who has the stock and who is told. */
export interface StockSides {
  readonly reader: StockReader;
  readonly setStock: NonNullable<Shop["setStock"]>;
}

export interface StockWork {
  readonly context: Context;
  readonly key: StockKey;
  readonly sides: StockSides;
  readonly location: string | null;
  readonly tally: StockTally;
}

/** Tells the shop what it does not know yet, some hundred articles at a time; what was told is stored at once. */
export async function sendLevels(work: StockWork, levels: readonly StockLevel[]): Promise<Problem | null> {
  for (let start = 0; start < levels.length; start += BATCH) {
    const problem = await sendBatch(work, levels.slice(start, start + BATCH));
    if (problem !== null) return problem;
  }
  return null;
}

interface Telling {
  readonly article: string;
  readonly available: string;
  readonly skus: readonly string[];
}

async function sendBatch(work: StockWork, levels: readonly StockLevel[]): Promise<Problem | null> {
  const { context, key, sides, location, tally } = work;
  const { store, ports } = context;
  const articles = levels.map((level) => level.article);
  const known = await readLevels(store, key, articles);
  const skus = await skusOfArticles(store, key, articles);
  const news: Telling[] = [];
  for (const { article, available } of levels) {
    const sent = known.get(article);
    const own = (skus.get(article) ?? [article]).filter((sku) => !isHashed(sku));
    if (!isNews(sent, available, ports.clock.now())) {
      if (sent?.state === "unknown") tally.miss(own);
      continue;
    }
    const tracked = await isTracked(work, article, available, sent);
    if (typeof tracked !== "boolean") return tracked;
    if (!tracked) await storeLevel(store, key, { article, available, state: "untracked" }, ports.clock.now());
    else if (own.length > 0) news.push({ article, available, skus: own });
  }
  if (news.length === 0) return null;
  const told = await sides.setStock(
    news.flatMap((one) => one.skus.map((sku) => ({ sku, available: sellable(one.available), location }))),
  );
  if (!told.ok) return told.problem;
  const unknown = new Set(told.value.unknown);
  for (const { article, available, skus: own } of news) {
    const strangers = own.filter((sku) => unknown.has(sku));
    tally.miss(strangers);
    const state = strangers.length === 0 ? "sent" : "unknown";
    if (state === "sent") tally.sent += 1;
    await storeLevel(store, key, { article, available, state }, ports.clock.now());
  }
  return null;
}

/** A SKU too long for its column is kept as its hash, from which it cannot be told any more. */
const isHashed = (sku: string): boolean => sku.startsWith("sha256:");

function isNews(sent: SentLevel | undefined, available: string, nowMs: number): boolean {
  if (sent === undefined || sent.available !== available) return true;
  const age = nowMs - Date.parse(sent.updatedAt);
  return age >= (sent.state === "untracked" ? ASKED_AGAIN_MS : RETOLD_MS);
}

/** Nothing in stock may mean that no stock is kept: such a product must not become sold out in the shop. */
async function isTracked(
  { sides }: StockWork,
  article: string,
  available: string,
  sent: SentLevel | undefined,
): Promise<boolean | Problem> {
  const isEmpty = formatDecimal(parseDecimal(available)) === "0";
  if (!isEmpty || sent?.state === "sent" || sent?.state === "unknown") return true;
  const asked = await sides.reader.isTracked(article);
  return asked.ok ? asked.value : asked.problem;
}

/** As shops take it: more sold than there is leaves nothing to sell. */
function sellable(available: string): string {
  const plain = formatDecimal(parseDecimal(available));
  return plain.startsWith("-") ? "0" : plain;
}
