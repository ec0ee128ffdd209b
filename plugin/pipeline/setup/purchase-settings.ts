import type { Settings } from "../../settings/schema.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import { type Context, connectorOf } from "../context.ts";
import type { SettingsError } from "./settings-error.ts";

/** What is wrong with purchases that go with sales: a ledger that takes none, or a company that cannot sell to this one. */
export async function purchaseErrors(
  context: Context,
  connection: StoredConnection,
  { purchases }: Settings,
): Promise<SettingsError[]> {
  if (purchases.mode === "none") return [];
  const { name, capabilities } = connectorOf(context, connection.system);
  if (capabilities.purchases !== true) {
    const message = `${name} takes no purchase invoices from us`;
    return [{ path: "purchases.mode", code: "unavailable", message }];
  }
  // Suppliers by line may leave nothing to the general terms; a line nobody sells holds its order.
  const isByLine = purchases.mode === "back_to_back" && purchases.suppliers.length > 0;
  const missing = (["supplier", "account"] as const).filter(
    (field) => purchases[field] === undefined && !isByLine,
  );
  const errors = missing.map((field) => ({
    path: `purchases.${field}`,
    code: "required",
    message: "is needed when purchases go with sales",
  }));
  return purchases.mode === "back_to_back" ? errors : [...errors, ...(await sellerErrors())];

  async function sellerErrors(): Promise<SettingsError[]> {
    const path = "purchases.seller";
    if (purchases.seller === undefined) {
      return [
        { path, code: "required", message: "is needed when these books buy what another connection sells" },
      ];
    }
    const { id, installationId } = connection;
    const seller = await readConnection(context.store, installationId, Number(purchases.seller));
    if (seller !== null && seller.id !== id) return [];
    return [{ path, code: "unknown", message: "is no other connection of this shop" }];
  }
}
