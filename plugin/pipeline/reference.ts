import { createHash } from "node:crypto";
import type { Work } from "./work.ts";

/**
 * Our external reference of a document: the same for ever for the same shop, order and document, also after a
 * reconnection or with a fresh database, and of fixed width because ledgers search by substring (fortnox.md 3.2).
 */
export function reference(work: Pick<Work, "installation">, path: string): string {
  const { issuer, tenantId } = work.installation;
  const hash = createHash("sha256")
    .update(JSON.stringify([issuer, tenantId, path]))
    .digest("hex");
  return `LR-${hash.slice(0, 32)}`;
}

export function documentReference(
  work: Pick<Work, "installation">,
  orderId: string,
  document: string,
): string {
  return reference(work, `${orderId}/${document}`);
}
