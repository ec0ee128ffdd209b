import { createHmac, timingSafeEqual } from "node:crypto";
import type { RawDelivery } from "../platform.ts";

/** True when the raw bytes bear a signature of one of our secrets; headers are not signed (shopify.md 2.2). */
export function isSigned(delivery: RawDelivery, secrets: readonly string[]): boolean {
  const given = Buffer.from(delivery.headers["x-shopify-hmac-sha256"] ?? "", "base64");
  return secrets.some((secret) => {
    const right = createHmac("sha256", secret).update(delivery.body).digest();
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
