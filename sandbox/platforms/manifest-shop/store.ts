import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { JWK } from "jose";
import type { Product } from "./catalogue.ts";
import type { AppManifest } from "./manifest-reader.ts";
import type { Customer, ShopOrder } from "./order.ts";
import type { Payout } from "./payouts.ts";
import type { Tenant } from "./shop.ts";
import type { Grant } from "./tokens.ts";
import type { Delivery } from "./webhooks.ts";

/** What the app last wrote on an order. */
export interface Accounting {
  state: string;
  text: string | null;
  url: string | null;
  written_at: string;
}

export interface OrderRecord {
  order: ShopOrder;
  accounting: Accounting | null;
  history: { at: string; text: string }[];
}

/** The app as the merchant installed it. */
export interface InstalledApp {
  manifest: AppManifest;
  scopes: string[];
  webhook_secret: string;
  installed_at: string;
  /** The app answered 410: nothing is sent any more. */
  webhooks_disabled: boolean;
}

export interface ShopState {
  tenant: Tenant;
  last_stamp: string | undefined;
  last_order: number;
  /** Kept in the order of `updated_at`: a write takes its record to the end. */
  orders: Map<string, OrderRecord>;
  customers: Map<string, Customer>;
  products: Map<string, Product>;
  stock: Map<string, string>;
  payouts: Map<string, Payout>;
  app: InstalledApp | null;
  grants: Grant[];
  /** Client assertions seen, with their expiry in seconds: none counts twice. */
  used_assertions: Map<string, number>;
  signing_keys: JWK[];
  deliveries: Delivery[];
}

export interface Store {
  state: ShopState;
  /** Notes that the state changed; it is written soon after. */
  changed(): void;
  close(): void;
}

const SAVE_DELAY_MS = 200;

/** The shop's memory: in a JSON file when one is named, so that a second start goes on where this one ends. */
export function openStore(dataFile: string | undefined, tenant: Tenant): Store {
  const state = (dataFile === undefined ? undefined : read(dataFile)) ?? emptyState(tenant);
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

function emptyState(tenant: Tenant): ShopState {
  return {
    tenant,
    last_stamp: undefined,
    last_order: 1000,
    orders: new Map(),
    customers: new Map(),
    products: new Map(),
    stock: new Map(),
    payouts: new Map(),
    app: null,
    grants: [],
    used_assertions: new Map(),
    signing_keys: [],
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
