import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Company } from "./company.ts";

/** Keeps a company in a JSON file. */
export interface Store {
  readonly company: Company;
  /** Notes that something changed; the file follows within a second. */
  changed(): void;
  /** Writes what is still unwritten. */
  close(): void;
}

/** Opens the file, or starts with `fresh` when there is none; without a file everything stays in memory. */
export function openStore(dataFile: string | undefined, fresh: () => Company): Store {
  if (dataFile === undefined) return { company: fresh(), changed: () => {}, close: () => {} };
  const company = existsSync(dataFile) ? (JSON.parse(readFileSync(dataFile, "utf8")) as Company) : fresh();
  let timer: NodeJS.Timeout | undefined;

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(dataFile), { recursive: true });
    // Written beside and moved over, so that a crash leaves the old file whole.
    writeFileSync(`${dataFile}.new`, JSON.stringify(company));
    renameSync(`${dataFile}.new`, dataFile);
  };

  return {
    company,
    changed: () => {
      timer ??= setTimeout(save, 500).unref();
    },
    close: save,
  };
}
