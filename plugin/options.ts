import type { Kysely } from "kysely";
import type { Database, Engine } from "./store/database.ts";
import type { Vendors } from "./vendor.ts";

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
  /** What the operator told of ledgers and platforms. */
  readonly vendors: Vendors;
  /** Base address of VIES' REST interface, without a slash at the end. */
  readonly viesUrl: string;
  /** Text of manifest.json with its placeholder origin. */
  readonly manifestTemplate: string;
  readonly viewsDirectory: string;
  /** The guides for merchants and their pictures; absent = the help page has none. */
  readonly guidesDirectory?: string;
}
