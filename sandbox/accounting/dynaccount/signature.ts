import { createHash } from "node:crypto";
import type { Company } from "./company.ts";

/** A call as it came over the wire, before anything about it is known to be right. */
export interface WireCall {
  readonly host: string;
  /** Path and query exactly as sent. */
  readonly url: string;
  /** The body exactly as sent. */
  readonly body: string;
  readonly hash: string | undefined;
}

/** Section 3: SHA-1 over host, path and query as sent, the raw body and the secret, in lower-case hexadecimal. */
function hashOf({ host, url, body }: Omit<WireCall, "hash">, apiSecret: string): string {
  return createHash("sha1").update(`${host}${url}${body}${apiSecret}`).digest("hex");
}

/** Whether the path names this company's key and the hash was made with its secret. */
export function isSigned(company: Company, call: WireCall, apiId: string, apiKey: string): boolean {
  const isKnown = company.apiId === apiId && company.apiKey === apiKey && !company.switches.keyRevoked;
  return isKnown && call.hash === hashOf(call, company.apiSecret);
}
