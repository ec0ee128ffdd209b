import type { Connector } from "./connector.ts";
import { fortnox } from "./fortnox/connector.ts";
import type { FortnoxOptions } from "./fortnox/options.ts";

/** What the host knows of each ledger; null = not offered. */
export interface LedgerOptions {
  readonly fortnox: FortnoxOptions | null;
}

/** Every ledger the host has credentials for. A new one is a folder beside this file and a line here. */
export function connectors(options: LedgerOptions): Connector[] {
  return [options.fortnox === null ? null : fortnox(options.fortnox)].filter(
    (connector) => connector !== null,
  );
}
