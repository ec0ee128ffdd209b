import { createHash } from "node:crypto";
import type { Problem } from "../../domain/problem.ts";
import {
  expireMapping,
  type Mapping,
  type MappingKey,
  releaseMapping,
  storeMapping,
} from "../../store/effects/mappings.ts";
import type { Work } from "../work.ts";

/** How long a worker may take to make a customer or an article before another looks whether it is there. */
export const LEASE_MS = 25_000;
const BUSY_MS = 1_000;

/** How long a write whose answer was lost rests before another looks whether it is there (SETTLE). */
const SETTLE_MS = 2_000;

export type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export async function keep(
  work: Pick<Work, "context" | "owner">,
  key: MappingKey,
  number: string,
  print: string,
): Promise<Resolved<string>> {
  const { store, ports } = work.context;
  await storeMapping(store, key, work.owner, number, print, ports.clock.now());
  ports.faultPoint(`${key.kind}:stored`);
  return { ok: true, value: number };
}

/** Gives the reservation back unless the write may have landed: then it stays, for the next run to look it up. */
export async function released(work: Work, key: MappingKey, problem: Problem): Promise<Resolved<never>> {
  const mayHaveLanded = problem.act === "retry" && problem.inDoubt;
  const { store, ports } = work.context;
  if (mayHaveLanded) await expireMapping(store, key, work.owner, ports.clock.now() + SETTLE_MS);
  else await giveBack(work, key);
  return { ok: false, problem };
}

/** Gives the reservation back: nothing was made. */
export async function giveBack(work: Work, key: MappingKey): Promise<void> {
  await releaseMapping(work.context.store, key, work.owner);
}

export function busy(name: string): Resolved<never> {
  const message = `Another order is just making ${name} in the ledger.`;
  return { ok: false, problem: { act: "retry", message, afterMs: BUSY_MS, inDoubt: false } };
}

export function mappingKey(work: Pick<Work, "key">, kind: Mapping["kind"], platformKey: string): MappingKey {
  const { installationId, connectionId } = work.key;
  return { installationId, connectionId, kind, platformKey: storedKey(platformKey) };
}

const MAX_KEY = 191;

/**
 * A platform's key as it is stored: MySQL cuts what is longer than the column and holds texts for equal that differ in
 * spaces at their end only; such keys would never be found again.
 */
export function storedKey(platformKey: string): string {
  if (platformKey.length <= MAX_KEY && !platformKey.endsWith(" ")) return platformKey;
  return `sha256:${createHash("sha256").update(platformKey).digest("hex")}`;
}

/** A place in the settings where a cause is mended. */
export const field = (path: string) => ({ place: "settings", field: path }) as const;
