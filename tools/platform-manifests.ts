import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { platformFiles } from "./platform-manifests/files.ts";

/**
 * Writes what other platforms want to read instead of manifest.json into deploy/platforms/. To deploy an app of one's
 * own: `node tools/platform-manifests.ts https://relay.example.com <client id of the app at Shopify>`.
 */
const [publicUrl, clientId] = process.argv.slice(2);
for (const [path, text] of Object.entries(platformFiles(publicUrl, clientId))) {
  const file = join(import.meta.dirname, "..", "deploy", "platforms", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote deploy/platforms/${path}`);
}
