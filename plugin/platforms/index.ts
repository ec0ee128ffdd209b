import type { Vendors } from "../vendor.ts";
import { manifestSystem } from "./manifest/system.ts";
import type { Platform, PlatformSystem } from "./platform.ts";
import { shopifySystem } from "./shopify/system.ts";
import { subscriptionFlowSystem } from "./subscriptionflow/system.ts";

/** Every shop system we know. A new one is a folder beside this file and a line here. */
export const shopSystems: readonly PlatformSystem[] = [manifestSystem, shopifySystem, subscriptionFlowSystem];

/** Every shop system the host has the variables of. */
export function platforms(vendors: Vendors): Platform[] {
  return shopSystems.flatMap((system) => {
    const values = vendors[system.id];
    return values === undefined ? [] : [system.platform(values)];
  });
}
