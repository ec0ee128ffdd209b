import { acceptedAddress, isLoopback, withoutEndSlash } from "./address.ts";
import { manifestRules } from "./manifest-rules.ts";

/** Stands in manifest.json where an installed app has its public address; `.invalid` never resolves (RFC 2606). */
const PLACEHOLDER = "https://app.example.invalid";

const LARGEST = 5_120; // bytes, exclusive: what servers accept of a Client ID Metadata Document

/**
 * The manifest as it is served: the text of manifest.json with our public address filled in, checked and compact.
 * Throws with every rule it breaks, so that a wrong manifest stops the start instead of a merchant's installation.
 */
export function renderManifest(template: string, publicUrl: string): string {
  const base = withoutEndSlash(publicUrl);
  const url = acceptedAddress(base, true);
  if (url === null || url.search !== "") {
    throw new Error(`manifest: the public address must be https, or http on loopback: ${publicUrl}`);
  }
  const manifest: unknown = JSON.parse(template.replaceAll(PLACEHOLDER, base));
  const parsed = manifestRules(isLoopback(url)).safeParse(manifest);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (parsed.success && parsed.data.client_id !== `${base}/manifest.json`) {
    faults.push("client_id: must be the address the manifest is served at");
  }
  const served = JSON.stringify(manifest);
  const size = Buffer.byteLength(served);
  if (size >= LARGEST) faults.push(`${size} bytes, but only ${LARGEST - 1} are accepted`);
  if (faults.length > 0) throw new Error(`manifest: ${faults.join("; ")}`);
  return served;
}
