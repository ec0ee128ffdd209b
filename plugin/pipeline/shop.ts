import type { Installation, Shop, ShopPorts } from "../platforms/platform.ts";
import type { Lane } from "../ports.ts";
import { type Context, platformOf } from "./context.ts";
import { vaultOf } from "./setup/vault.ts";

/** The shop of an installation. `backlog` is for what may wait: history, whole catalogues. */
export function openShop(context: Context, installation: Installation, lane: Lane = "people"): Shop {
  const platform = platformOf(context, installation.platform);
  return platform.open(installation, shopPorts(context, installation.id, lane));
}

export function shopPorts(context: Context, installationId: number, lane: Lane = "people"): ShopPorts {
  const { http, clock, log, points } = context.ports;
  const vault = vaultOf(context, "installations", installationId);
  return { http, clock, log, points, lane, app: context.app, vault };
}
