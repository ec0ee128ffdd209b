import { readManifest } from "./manifest.ts";
import { saleorFiles } from "./saleor.ts";
import { shopifyFiles } from "./shopify.ts";
import { shopwareFiles } from "./shopware.ts";

/** Stands where an operator has the client id of an app of her own. */
const NO_CLIENT_ID = "replace-with-your-client-id";

/** Every file that is made from manifest.json for a platform with a form of its own, by its path below deploy/platforms/. */
export function platformFiles(publicUrl?: string, clientId = NO_CLIENT_ID): Readonly<Record<string, string>> {
  const manifest = readManifest(publicUrl ?? null);
  return {
    ...inFolder("saleor", saleorFiles(manifest)),
    ...inFolder("shopify", shopifyFiles(manifest, clientId)),
    ...inFolder("shopware", shopwareFiles(manifest)),
  };
}

function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
