import type { RetryProblem } from "../../domain/problem.ts";
import type { Product } from "../../domain/product.ts";
import type { Installation } from "../../platforms/platform.ts";
import type { Settings } from "../../settings/schema.ts";
import {
  claimProductRead,
  productRead,
  readProducts,
  saveProducts,
  setProductRead,
} from "../../store/catalogue/products.ts";
import { listConnections } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { currentSettings } from "../books.ts";
import type { Context } from "../context.ts";
import { openShop } from "../shop.ts";
import type { Work } from "../work.ts";
import type { Resolved } from "./reserved.ts";

/** Changes may become visible late, and the platform's clock and ours may differ. */
const OVERLAP_MS = 120_000;
const MAX_PAGES = 2_000;
const UNREAD_MS = 15_000;

/** Whether the settings need what only the shop's catalogue says of articles: barcodes, prices. */
export function needsProducts({ products }: Settings): boolean {
  return products.mode === "create_and_update" || products.match_by === "barcode";
}

/** Whether what is bought with a sale is asked of the shop's catalogue (R19). */
export function needsCosts({ purchases }: Settings): boolean {
  return purchases.mode === "back_to_back" && purchases.cost_from === "catalogue";
}

/** Reads what changed in the shop's catalogue since the last time, where some connection needs it and it is due. */
export async function readCatalogue(context: Context, installationId: number): Promise<void> {
  const { store, ports } = context;
  const installation = await readInstallation(store, installationId);
  if (installation === null || installation.status !== "installed") return;
  if (!(await isNeeded(context, installationId))) return;
  const { changedProducts } = openShop(context, installation, "backlog");
  if (changedProducts === null) return;
  const now = ports.clock.now();
  if (!(await claimProductRead(store, installationId, now, now + context.sweepIntervalMs))) return;
  const { readTo } = await productRead(store, installationId);
  const from = readTo === null ? null : new Date(Date.parse(readTo) - OVERLAP_MS).toISOString();
  let newest = readTo;
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await changedProducts(from, cursor);
    if (!read.ok) {
      ports.log.warn("the shop's products could not be read", {
        installationId,
        message: read.problem.message,
      });
      return;
    }
    const { products, nextCursor } = read.value;
    await saveProducts(store, installationId, products);
    for (const { updatedAt } of products) {
      const changed = new Date(updatedAt).toISOString();
      if (newest === null || changed > newest) newest = changed;
    }
    // Stored page by page: a reading that dies goes on where it was.
    if (newest !== null) await setProductRead(store, installationId, { readTo: newest });
    if (nextCursor === null) return await setProductRead(store, installationId, { completedMs: now });
    cursor = nextCursor;
  }
}

async function isNeeded(context: Context, installationId: number): Promise<boolean> {
  for (const connection of await listConnections(context.store, installationId)) {
    if (connection.status !== "connected") continue;
    const settings = await currentSettings(context, connection);
    if (needsProducts(settings) || needsCosts(settings)) return true;
  }
  return false;
}

/** What the catalogue says of these SKUs; nothing where the settings do not need it or the shop does not show it. */
export async function productsOf(
  work: Work,
  skus: readonly string[],
): Promise<Resolved<ReadonlyMap<string, Product>>> {
  const { context, installation } = work;
  if (skus.length === 0 || !needsProducts(work.settings)) return { ok: true, value: new Map() };
  const products = await readProducts(context.store, installation.id, skus);
  const isMissing = skus.some((sku) => !products.has(sku));
  // Without its barcode a product would be taken for one the ledger does not have.
  if (isMissing && work.settings.products.match_by === "barcode" && (await isUnread(context, installation))) {
    return { ok: false, problem: unreadProblem };
  }
  return { ok: true, value: products };
}

/** Nobody knows yet what the shop's catalogue says of a product. */
export const unreadProblem: RetryProblem = {
  act: "retry",
  message: "The shop's products are being read for the first time.",
  afterMs: UNREAD_MS,
  inDoubt: false,
};

/** Whether the catalogue has never been read to its end; false for a shop that shows none. */
export async function isUnread(context: Context, installation: Installation): Promise<boolean> {
  if (openShop(context, installation).changedProducts === null) return false;
  return (await productRead(context.store, installation.id)).completedAt === null;
}
