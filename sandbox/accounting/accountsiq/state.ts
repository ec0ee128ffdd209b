import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Entity } from "./entity.ts";

/** A token that was given out; its end is a time of the stand-in's clock. */
export interface TokenRecord {
  readonly kind: "access" | "refresh" | "login";
  readonly expiresAt: number;
  /** The entity of a login; tokens of an application go for all of them. */
  readonly entity: string | null;
}

/** All that outlives the process. */
export interface State {
  readonly entities: Map<string, Entity>;
  readonly tokens: Map<string, TokenRecord>;
}

/** Keeps the state in a JSON file, or in memory without one. */
export interface StateFile {
  readonly state: State;
  /** Notes that something changed; the file follows within a second. */
  changed(): void;
  /** Writes what is still unwritten. */
  close(): void;
}

export function openState(dataFile: string | undefined, fresh: () => State): StateFile {
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

const freeze = (state: State): string =>
  JSON.stringify(state, (_key, value: unknown) => (value instanceof Map ? { $map: [...value] } : value));

function thaw(json: string): State {
  return JSON.parse(json, (_key, value: unknown) => {
    const isMap = typeof value === "object" && value !== null && "$map" in value;
    return isMap && Array.isArray(value.$map) ? new Map(value.$map) : value;
  }) as State;
}
