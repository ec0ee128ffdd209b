import type { Ledger } from "../../connectors/connector.ts";
import { type Gap, gapsOf } from "../../decision/gaps.ts";
import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import type { Line, Order } from "../../domain/order.ts";
import type { PlannedArticle } from "../../domain/plan.ts";
import type { FixPlace } from "../../domain/problem.ts";
import { namedAccounts } from "../../settings/named-accounts.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { settledOrders } from "../../store/transfers/transfers.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { limitsOf } from "../effects/existing.ts";
import { type Recent, recentOrders } from "./recent-orders.ts";

/** Something missing in the settings or the ledger, found in what the shop sold lately. */
export interface Finding {
  /** A code of an order that would be held, a warning, or `ACCOUNT_UNKNOWN` for an account the settings name. */
  readonly code: Gap["code"] | "ACCOUNT_UNKNOWN";
  readonly message: string;
  readonly fix: FixPlace;
  /** Recent orders it concerns; 0 where it is not about orders. */
  readonly count: number;
}

/** Articles are asked for one by one, within the ledger's limits: so many are enough to see a pattern. */
const MAX_SKUS = 60;

/**
 * Holds what the shop sold in the last two months against the settings and what the ledger has, as a preview of each
 * order would, and names everything that is missing at once, the commonest first. Nothing is written and nobody else is
 * asked. `read`: the orders, where they have been read already. Empty while the ledger cannot be read: its own check says why.
 */
export async function preflight(
  context: Context,
  connection: StoredConnection,
  read: Recent | null = null,
): Promise<readonly Finding[]> {
  const installation = await readInstallation(context.store, connection.installationId);
  if (installation === null || connection.status === "connecting") return [];
  const ledger = openLedger(context, connection, "people");
  const facts = await ledgerFacts(context, connection, ledger);
  if (!facts.ok) return [];
  const settings = await currentSettings(context, connection);
  const connector = connectorOf(context, connection.system);
  const { name: ledgerName } = connector;
  const recent = read ?? (await recentOrders(context, installation));
  const key = { installationId: installation.id, connectionId: connection.id };
  const ids = recent.orders.map((order) => order.id);
  const settled = new Set(await settledOrders(context.store, key, ids));
  const found = new Tally();
  for (const order of recent.orders) {
    const gaps = gapsOf({
      order,
      settings,
      facts: facts.value,
      existing: [],
      shopCountry: installation.country,
      ...limitsOf(connector, settings),
      ledgerName,
    });
    // What is booked or left out already will not meet a locked period, and its oddities have been dealt with.
    const isOver = settled.has(order.id);
    for (const gap of gaps) if (!isOver || isSetUp(gap)) found.add(gap, order);
  }
  return [
    ...found.all(),
    ...unknownAccounts(settings, facts.value, ledgerName),
    ...(await missingArticles(recent, settings, ledger, ledgerName)),
  ];
}

/** Missing in the settings or the ledger whatever became of the order: the next one like it would miss it too. */
function isSetUp({ code }: Gap): boolean {
  return code === "VAT_UNMAPPED" || code === "CURRENCY_NOT_ENABLED" || code === "PAYMENT_METHOD_UNMAPPED";
}

/** Counts the orders of each gap: of one cause where many share it, else of one code with the newest as example. */
class Tally {
  readonly #found = new Map<string, Finding>();

  add(gap: Gap, { number }: Order): void {
    const isShared = isSetUp(gap) || gap.code === "PERIOD_LOCKED";
    const key = isShared ? `${gap.code} ${gap.message}` : gap.code;
    const first = isShared ? gap : { ...gap, message: `For example ${number}: ${gap.message}` };
    const known = this.#found.get(key) ?? { ...first, count: 0 };
    this.#found.set(key, { ...known, count: known.count + 1 });
  }

  all(): Finding[] {
    return [...this.#found.values()].sort((a, b) => b.count - a.count);
  }
}

/** Accounts that are not active in the year the facts were read in. Saving them is allowed: another year may have them. */
function unknownAccounts(settings: Settings, facts: LedgerFacts, ledgerName: string): Finding[] {
  const { accounts } = facts;
  if (accounts === null) return [];
  return namedAccounts(settings)
    .filter(({ account }) => !accounts.includes(account))
    .map(({ account, field }) => ({
      code: "ACCOUNT_UNKNOWN",
      message: `The settings name account ${account}, which is not an active account of ${ledgerName}.`,
      fix: { place: "settings", field },
      count: 0,
    }));
}

/** Only where articles must be in the ledger already; elsewhere they are made. */
async function missingArticles(
  recent: Recent,
  settings: Settings,
  ledger: Ledger,
  ledgerName: string,
): Promise<Finding[]> {
  const { mode, missing, match_by, fallback_article } = settings.products;
  if (mode !== "existing_only" || fallback_article !== undefined) return [];
  const found: Finding[] = [];
  for (const [sku, { line, count }] of [...articlesOf(recent.orders)].slice(0, MAX_SKUS)) {
    if (recent.isTimeUp()) break;
    const matched = await ledger.matchArticle(articleOf(line, ledger.articleNumber(sku) ?? sku), match_by);
    if (!matched.ok) break;
    if (matched.value !== null) continue;
    const what = `${ledgerName} has no article ${sku} (${line.title})`;
    const fix: FixPlace = { place: "settings", field: "products.missing" };
    found.push(
      missing === "hold"
        ? { code: "PRODUCT_NOT_FOUND", message: `${what}.`, fix, count }
        : { code: "ARTICLE_NOT_USED", message: `${what}; its rows go as text.`, fix, count },
    );
  }
  return found;
}

function articleOf({ title, nature, variantId, productId }: Line, sku: string): PlannedArticle {
  return { sku, barcode: null, title, nature, platformId: variantId ?? productId, fixed: false };
}

/** SKUs sold and in how many orders, the commonest first. */
function articlesOf(orders: readonly Order[]): Map<string, { readonly line: Line; readonly count: number }> {
  const sold = new Map<string, { line: Line; count: number }>();
  for (const order of orders) {
    const lines = new Map(order.lines.flatMap((line) => (line.sku ? [[line.sku, line] as const] : [])));
    for (const [sku, line] of lines) sold.set(sku, { line, count: (sold.get(sku)?.count ?? 0) + 1 });
  }
  return new Map([...sold].sort(([, a], [, b]) => b.count - a.count));
}
