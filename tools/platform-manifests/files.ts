import { readManifest } from "./manifest.ts";
import { shopifyFiles } from "./shopify.ts";

/** Stands where an operator has the client id of an app of her own. */
const NO_CLIENT_ID = "replace-with-your-client-id";

/** Every file that is made from manifest.json for a platform with a form of its own, by its path below deploy/platforms/. */
export function platformFiles(publicUrl?: string, clientId = NO_CLIENT_ID): Readonly<Record<string, string>> {
  const shopify = Object.entries(shopifyFiles(readManifest(publicUrl ?? null), clientId));
  return Object.fromEntries(shopify.map(([path, text]) => [`shopify/${path}`, text]));
}
