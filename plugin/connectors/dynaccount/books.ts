import type { Clock, Log } from "../../ports.ts";
import type { LedgerResult } from "../connector.ts";
import { type Assumptions, assumptionsWith } from "./assumptions.ts";
import { type CatalogueCache, readCatalogue } from "./catalogue.ts";
import type { Client } from "./client.ts";
import type { Registers } from "./map-lines.ts";
import { type DynaccountSettings, dynaccountSettings } from "./settings.ts";

/** The books of one connection with all that their operations share. */
export interface Books {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenant: string;
  readonly memory: Memory;
  /** The merchant's own choices, with their defaults. */
  settings(): Promise<DynaccountSettings>;
  /** What a document needs of registers and settings. */
  registers(): Promise<LedgerResult<Registers>>;
  assumptions(): Promise<Assumptions>;
}

/** What one process remembers of companies, so that it is not asked again; nothing depends on it. */
export interface Memory {
  readonly catalogues: CatalogueCache;
  /** By company and document: whose it is, and its number once it is booked. */
  readonly documents: Map<string, Known>;
  /** By company: the last debtor number that was given or seen. */
  readonly debtorNumbers: Map<string, number>;
}

export interface Known {
  readonly customerNumber: string;
  /** Empty while it is a draft. */
  readonly invoiceNumber: string;
}

const MOST_KNOWN = 5_000;

export function createMemory(): Memory {
  return { catalogues: new Map(), documents: new Map(), debtorNumbers: new Map() };
}

type BooksPorts = Pick<Books, "client" | "clock" | "log" | "tenant" | "memory"> & {
  readonly stored: () => Promise<unknown>;
};

export function createBooks({ stored, ...books }: BooksPorts): Books {
  const settings = async () => dynaccountSettings.parse(await stored());
  return {
    ...books,
    settings,
    async registers() {
      const { client, clock, memory, tenant } = books;
      const catalogue = await readCatalogue(client, clock, memory.catalogues, tenant);
      if (!catalogue.ok) return catalogue;
      return { ok: true, value: { catalogue: catalogue.value, settings: await settings() } };
    },
    assumptions: async () => assumptionsWith((await settings()).assumptions),
  };
}

/** Remembers whose a document is; the oldest are forgotten when there are many. */
export function remember({ memory, tenant }: Books, documentId: string, known: Known): void {
  const { documents } = memory;
  documents.delete(`${tenant} ${documentId}`);
  documents.set(`${tenant} ${documentId}`, known);
  const [oldest] = documents.keys();
  if (documents.size > MOST_KNOWN && oldest !== undefined) documents.delete(oldest);
}

export function recall({ memory, tenant }: Books, documentId: string): Known | undefined {
  return memory.documents.get(`${tenant} ${documentId}`);
}
