import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Module, Records } from "./records.ts";
import type { WebhookSetup } from "./webhooks.ts";

/** What the site remembers, in a form that goes to a file and back. */
interface SiteState {
  /** Kept in the order of creation. */
  records: { [M in Module]: Records[M][] };
  clients: { id: string; secret: string }[];
  webhooks: WebhookSetup[];
  last: { invoice: number; payment: number; creditNote: number; customer: number };
}

export interface Store {
  readonly state: SiteState;
  all<M extends Module>(module: M): readonly Records[M][];
  find<M extends Module>(module: M, id: string): Records[M] | undefined;
  add<M extends Module>(module: M, record: Records[M]): Records[M];
  remove(module: Module, id: string): void;
  /** Notes that the state changed; it is written soon after. */
  changed(): void;
  close(): void;
}

const SAVE_DELAY_MS = 200;

/** The site's memory: in a JSON file when one is named, so that a second start goes on where this one ends. */
export function openStore(dataFile: string | undefined): Store {
  const state = (dataFile === undefined ? undefined : read(dataFile)) ?? emptyState();
  let timer: NodeJS.Timeout | undefined;

  function write(): void {
    timer = undefined;
    if (dataFile === undefined) return;
    mkdirSync(dirname(dataFile), { recursive: true });
    writeFileSync(`${dataFile}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${dataFile}.new`, dataFile);
  }

  const changed = (): void => {
    timer ??= setTimeout(write, SAVE_DELAY_MS);
  };
  return {
    state,
    all: (module) => state.records[module],
    find: (module, id) => state.records[module].find((one) => one.id === id),
    add(module, record) {
      state.records[module].push(record);
      changed();
      return record;
    },
    remove(module, id) {
      const at = state.records[module].findIndex((one) => one.id === id);
      if (at !== -1) state.records[module].splice(at, 1);
      changed();
    },
    changed,
    close() {
      clearTimeout(timer);
      write();
    },
  };
}

export const newId = (): string => randomUUID();

function emptyState(): SiteState {
  return {
    records: { customers: [], invoices: [], transactions: [], "credit-notes": [], products: [] },
    clients: [],
    webhooks: [],
    last: { invoice: 15_500, payment: 13_300, creditNote: 200, customer: 2600 },
  };
}

function read(dataFile: string): SiteState | undefined {
  try {
    return JSON.parse(readFileSync(dataFile, "utf8")) as SiteState;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
