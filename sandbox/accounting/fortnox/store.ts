import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Company } from "./company.ts";

/** A refresh token that has not been used yet. */
export interface RefreshGrant {
  clientId: string;
  databaseNumber: number;
  scopes: string[];
  expiresAt: number;
}

/** All that outlives the process. */
export interface State {
  /** Secret of the access tokens' signature; kept so that tokens survive a restart. */
  signingKey: string;
  readonly companies: Map<number, Company>;
  readonly refreshTokens: Map<string, RefreshGrant>;
}

/** Keeps a state in a JSON file. */
export interface Store {
  readonly state: State;
  /** Notes that something changed; the file follows within a second. */
  changed(): void;
  /** Writes what is still unwritten. */
  close(): void;
}

/** Opens the file, or starts with `fresh` when there is none; without a file everything stays in memory. */
export function openStore(dataFile: string | undefined, fresh: () => State): Store {
  if (dataFile === undefined) return { state: fresh(), changed: () => {}, close: () => {} };
  const state = existsSync(dataFile) ? thaw(readFileSync(dataFile, "utf8")) : fresh();
  let timer: NodeJS.Timeout | undefined;

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(dataFile), { recursive: true });
    // Written beside and moved over, so that a crash leaves the old file whole.
    writeFileSync(`${dataFile}.new`, freeze(state));
    renameSync(`${dataFile}.new`, dataFile);
  };

  return {
    state,
    changed: () => {
      timer ??= setTimeout(save, 500).unref();
    },
    close: save,
  };
}

function freeze(state: State): string {
  return JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return { $map: [...value] };
    if (value instanceof Set) return { $set: [...value] };
    return value;
  });
}

function thaw(json: string): State {
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$map" in value && Array.isArray(value.$map)) return new Map(value.$map);
    if ("$set" in value && Array.isArray(value.$set)) return new Set(value.$set);
    return value;
  }) as State;
}
