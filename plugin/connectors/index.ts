import type { Vendors } from "../vendor.ts";
import { accountsIqSystem } from "./accountsiq/system.ts";
import type { Connector, LedgerSystem } from "./connector.ts";
import { dynaccountSystem } from "./dynaccount/system.ts";
import { fortnoxSystem } from "./fortnox/system.ts";
import { practiceSystem } from "./practice/system.ts";

/** Every ledger we know. A new one is a folder beside this file and a line here. */
export const ledgers: readonly LedgerSystem[] = [
  fortnoxSystem,
  dynaccountSystem,
  accountsIqSystem,
  practiceSystem,
];

/** Every ledger the host has the variables of. */
export function connectors(vendors: Vendors): Connector[] {
  return ledgers.flatMap((system) => {
    const values = vendors[system.id];
    return values === undefined ? [] : [system.connector(values)];
  });
}
