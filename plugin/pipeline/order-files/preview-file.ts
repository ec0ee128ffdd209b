import { toOrder } from "../../order-files/file-order.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { fileVersions } from "../../store/incoming/file-orders.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { type PreviewResult, previewOrder } from "../reports/orders.ts";
import { storedOrder } from "./stored-order.ts";
import { chooseFromFile } from "./take-from-file.ts";

/** An order of a file: how it would be booked, or that the shop relays this number itself. */
export interface FilePreview {
  readonly orderId: string;
  readonly preview: PreviewResult | "known";
}

/**
 * Decides orders of a file exactly as they would be once it is imported. An order of which something is in a ledger is
 * shown as it stands: what was taken from an earlier file counts. Nothing is written.
 */
export async function previewFileOrders(
  context: Context,
  installation: StoredInstallation,
  connection: StoredConnection,
  fileId: number,
  orderIds: readonly string[],
): Promise<FilePreview[]> {
  const { store } = context;
  const versions = await fileVersions(store, installation.id, fileId, orderIds);
  const choice = await chooseFromFile(store, { installationId: installation.id }, fileId, orderIds);
  return await Promise.all(
    orderIds.map(async (orderId) => {
      if (choice.known.includes(orderId)) return { orderId, preview: "known" as const };
      const content = choice.asHere.includes(orderId) ? versions.get(orderId) : undefined;
      const order = content === undefined ? undefined : toOrder(storedOrder(content), installation);
      const preview = await previewOrder(context, connection, orderId, {
        imported: true,
        lane: "backlog",
        order,
      });
      return { orderId, preview };
    }),
  );
}
