import { createHash } from "node:crypto";

/** Short hash of a text, to see a change without keeping or asking for the whole. Fits the stores' fingerprint columns. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 24);
}
