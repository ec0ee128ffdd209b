import type { Installation, Shop } from "../platforms/platform.ts";
import { type Context, platformOf } from "./context.ts";
import { vaultOf } from "./setup/vault.ts";

/** The shop of an installation. */
export function openShop(context: Context, installation: Installation): Shop {
  return platformOf(context, installation.platform).open(installation, shopPorts(context, installation.id));
}

export function shopPorts(context: Context, installationId: number) {
  const { http, clock, log } = context.ports;
  return { http, clock, log, app: context.app, vault: vaultOf(context, "installations", installationId) };
}
