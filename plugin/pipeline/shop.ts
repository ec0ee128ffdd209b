import type { Installation, Shop, ShopPorts } from "../platforms/platform.ts";
import type { Lane } from "../ports.ts";
import { type Context, platformOf } from "./context.ts";
import { withFileOrders } from "./order-files/file-shop.ts";
import { vaultOf } from "./setup/vault.ts";

/**
 * The shop of an installation: its platform's, and the orders of files somebody has handed in. `backlog` is for what
 * may wait: history, whole catalogues.
 */
export function openShop(context: Context, installation: Installation, lane: Lane = "people"): Shop {
  const platform = platformOf(context, installation.platform);
  const shop = platform.open(installation, shopPorts(context, installation.id, lane));
  return withFileOrders(context, installation, shop);
}

export function shopPorts(context: Context, installationId: number, lane: Lane = "people"): ShopPorts {
  const { http, clock, log, points } = context.ports;
  const vault = vaultOf(context, "installations", installationId);
  return { http, clock, log, points, lane, app: context.app, vault };
}
