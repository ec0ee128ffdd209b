import type { Ledger } from "../../../plugin/connectors/connector.ts";
import { effectBook } from "../../../plugin/pipeline/effects/existing.ts";
import { openShop } from "../../../plugin/pipeline/shop.ts";
import type { Work } from "../../../plugin/pipeline/work.ts";
import type { Settings } from "../../../plugin/settings/schema.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { readEffects } from "../../../plugin/store/effects/effects.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { settings } from "../../support/plans.ts";
import { memoryShelf } from "../connectors/memory-shelf.ts";
import type { Pipeline } from "./open-pipeline.ts";

/** A run over one order, as a worker begins it; `notes` keeps what it would write into the merchant's log. */
export async function workOn(
  pipeline: Pipeline,
  connectionId: number,
  ledger: Partial<Ledger>,
  run: { readonly orderId?: string; readonly owner?: string; readonly settings?: Settings } = {},
): Promise<Work & { readonly notes: string[] }> {
  const { context, store, installationId } = pipeline;
  const key = { installationId, connectionId, orderId: run.orderId ?? "1" };
  const connection = await readConnection(store, installationId, connectionId);
  const installation = await readInstallation(store, installationId);
  const fortnox = context.connectors.get("fortnox");
  if (connection === null || installation === null || fortnox === undefined)
    throw new Error("nothing is set up");
  const view = { id: connectionId, installationId, ledgerTenant: "1" };
  const vault = { read: async () => ({}), update: async () => ({}) };
  const notes: string[] = [];
  return {
    context,
    key,
    installation,
    connection,
    settings: run.settings ?? settings(),
    ledger: {
      ...fortnox.open(view, {
        ...context.ports,
        vault,
        lane: "backlog",
        settings: async () => ({}),
        shelf: memoryShelf(),
      }),
      ...ledger,
    },
    shop: openShop(context, installation),
    attempts: 0,
    owner: run.owner ?? `run-${key.orderId}`,
    effects: effectBook(await readEffects(store, key)),
    warnings: new Set(),
    postponed: [],
    foundDocuments: new Set(),
    checkLease: () => {},
    note: (_step, message) => notes.push(message),
    notes,
  };
}
