import { join } from "node:path";
import type { AppDescription } from "../../sandbox/platforms/shopify/deploy/app-description.ts";
import { readDeployment } from "../../sandbox/platforms/shopify/deploy/deployment.ts";

const FOLDER = join(import.meta.dirname, "../../deploy/platforms/shopify");

/** What a deploy tells Shopify of our app when it runs at this address: topics, scopes and links from its own files. */
export function deployed(publicUrl: string): AppDescription {
  return readDeployment(FOLDER, { applicationUrl: `${publicUrl}/shopify` });
}
