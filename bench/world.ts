import type { Engine } from "./engines.ts";

/** Where the questions are asked. */
export interface World {
  readonly engines: readonly Engine[];
  /** The address of the MariaDB server, ending before a database's name. */
  readonly mariadbUrl: string;
  /** For data and as working folder of all processes, so that no `.env` is read. */
  readonly folder: string;
}
