import { createHash } from "node:crypto";
import type { Work } from "../work.ts";

/**
 * Our external reference of a document, a customer or an article: the same for ever for the same shop and thing, also
 * after a reconnection or with a fresh database, and of fixed width because ledgers search by substring (fortnox.md 3.2).
 */
export function documentReference(work: Pick<Work, "installation">, owner: string, name: string): string {
  const { issuer, tenantId } = work.installation;
  const hash = createHash("sha256")
    .update(JSON.stringify([issuer, tenantId, owner, name]))
    .digest("hex");
  return `LR-${hash.slice(0, 32)}`;
}
