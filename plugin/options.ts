import type { Kysely } from "kysely";
import type { FortnoxOptions } from "./connectors/fortnox/options.ts";
import type { Database, Engine } from "./store/database.ts";

/** What the host tells the product, once. */
export interface PluginOptions {
  readonly db: Kysely<Database>;
  readonly engine: Engine;
  /** Our public origin, without a slash at the end. */
  readonly publicUrl: string;
  readonly production: boolean;
  /** Issuers that may install us; empty = any https. */
  readonly allowedIssuers: readonly string[];
  readonly sweepIntervalSeconds: number;
  readonly fortnox: FortnoxOptions | null;
  /** Base address of VIES' REST interface, without a slash at the end. */
  readonly viesUrl: string;
  /** Text of manifest.json with its placeholder origin. */
  readonly manifestTemplate: string;
  readonly viewsDirectory: string;
}
