import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Grant } from "./oauth/tokens.ts";
import type { Place, Variant } from "./trade/catalogue.ts";
import type { Company, Customer, Order } from "./trade/order.ts";
import type { Payout } from "./trade/payouts.ts";
import type { Delivery } from "./webhooks/sender.ts";

/** The merchant whose shop this is. */
export interface Tenant {
  /** The part before `.myshopify.com`. */
  handle: string;
  name: string;
  /** ISO 3166 alpha-2. */
  country: string;
  /** ISO 4217. */
  currency: string;
  /** IANA name. */
  timeZone: string;
  email: string;
  /** "Basic", "Shopify", "Advanced", "Shopify Plus": decides how fast the cost bucket fills. */
  plan: "Basic" | "Advanced" | "Shopify Plus";
  /** Whether the catalogue's prices contain tax; absent: they do. */
  taxesIncluded?: boolean;
}

/** The app as it stands in one shop. */
export interface Installation {
  scopes: string[];
  installedAt: string;
}

export interface BulkOperation {
  id: string;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  query: string;
  createdAt: string;
  completedAt: string | null;
  objectCount: number;
  jsonl: string;
}

export interface ShopState {
  tenant: Tenant;
  lastId: string;
  lastOrder: number;
  lastStamp: string | null;
  orders: Map<string, Order>;
  customers: Map<string, Customer>;
  /** By the id of the location. */
  companies: Map<string, Company>;
  variants: Map<string, Variant>;
  places: Place[];
  /** Pieces available, by `inventoryItemId@locationId`. */
  levels: Map<string, { available: number; updatedAt: string }>;
  payouts: Map<string, Payout>;
  bulks: Map<string, BulkOperation>;
  installation: Installation | null;
  grants: Grant[];
  deliveries: Delivery[];
}

export interface Store {
  state: ShopState;
  nextId(): string;
  /** Notes that the state changed; it is written soon after. */
  changed(): void;
  close(): void;
}

const SAVE_DELAY_MS = 200;

/** A shop's memory: in a JSON file when one is named, so that a second start goes on where this one ends. */
export function openStore(dataFile: string | undefined, tenant: Tenant, firstId: string): Store {
  const kept = dataFile === undefined ? undefined : read(dataFile);
  // A file of before lacks what came later.
  const state = { ...emptyState(tenant, firstId), ...kept };
  let timer: NodeJS.Timeout | undefined;

  function write(): void {
    timer = undefined;
    if (dataFile === undefined) return;
    mkdirSync(dirname(dataFile), { recursive: true });
    writeFileSync(`${dataFile}.new`, JSON.stringify(state, mapsAsEntries), { mode: 0o600 });
    renameSync(`${dataFile}.new`, dataFile);
  }

  return {
    state,
    nextId() {
      state.lastId = String(BigInt(state.lastId) + 1n);
      return state.lastId;
    },
    changed() {
      timer ??= setTimeout(write, SAVE_DELAY_MS);
    },
    close() {
      clearTimeout(timer);
      write();
    },
  };
}

/** Takes a record to the end of its map, where the latest change belongs. */
export function putLast<T>(map: Map<string, T>, id: string, value: T): void {
  map.delete(id);
  map.set(id, value);
}

function emptyState(tenant: Tenant, firstId: string): ShopState {
  return {
    tenant,
    lastId: firstId,
    lastOrder: 1000,
    lastStamp: null,
    orders: new Map(),
    customers: new Map(),
    companies: new Map(),
    variants: new Map(),
    places: [],
    levels: new Map(),
    payouts: new Map(),
    bulks: new Map(),
    installation: null,
    grants: [],
    deliveries: [],
  };
}

function read(dataFile: string): ShopState | undefined {
  let text: string;
  try {
    text = readFileSync(dataFile, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text, entriesAsMaps) as ShopState;
}

function mapsAsEntries(_key: string, value: unknown): unknown {
  return value instanceof Map ? { $map: [...value] } : value;
}

function entriesAsMaps(_key: string, value: unknown): unknown {
  const isMap = typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map);
  return isMap ? new Map(value.$map as [string, unknown][]) : value;
}
