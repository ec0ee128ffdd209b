import { z } from "zod";
import { type Child, startChild } from "./child.ts";

/** A shop and a ledger that answer at once, in processes of their own. */
export interface Peers {
  readonly shop: Child;
  readonly ledger: Child;
  stop(): Promise<void>;
}

export type Counts = Readonly<Record<string, number>>;

const countsForm = z.record(z.string(), z.number());

export async function startPeers(folder: string): Promise<Peers> {
  const [shop, ledger] = await Promise.all([
    startChild(import.meta.resolve("./peers/instant-shop.ts"), {}, folder),
    startChild(import.meta.resolve("./peers/instant-ledger.ts"), {}, folder),
  ]);
  return {
    shop,
    ledger,
    stop: async () => {
      await Promise.all([shop.stop(), ledger.stop()]);
    },
  };
}

/** What the app needs to know of the peers, and of running in a measurement. */
export function appVariables({ ledger }: Peers): Record<string, string> {
  return {
    PORT: "0",
    LOG_LEVEL: "error",
    FORTNOX_CLIENT_ID: "bench",
    FORTNOX_CLIENT_SECRET: "bench",
    FORTNOX_API_URL: ledger.url,
    FORTNOX_AUTH_URL: ledger.url,
  };
}

/** What a process of the bench has counted so far, by kind. */
export async function countsOf(child: Child): Promise<Counts> {
  const response = await fetch(`${child.url}/bench/counts`);
  return countsForm.parse(await response.json());
}

/** What was counted between two readings, without what stayed as it was; the most frequent first. */
export function countedBetween(before: Counts, after: Counts): [kind: string, count: number][] {
  return Object.entries(after)
    .map(([kind, count]): [string, number] => [kind, count - (before[kind] ?? 0)])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
}
