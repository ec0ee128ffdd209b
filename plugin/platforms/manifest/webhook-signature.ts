import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { RawDelivery } from "../platform.ts";

const TOLERANCE_S = 300;
// The specification asks for 24 to 64 bytes; below 16 a secret can be guessed.
const SHORTEST_SECRET = 16;

/** True for `whsec_` and enough base64 behind it. */
export function isUsableSecret(secret: string): boolean {
  return keyOf(secret).length >= SHORTEST_SECRET;
}

/**
 * Standard Webhooks 1.0.0, symmetric: proves the raw body with any of the secrets and gives the delivery's id,
 * or null. Several signatures and several secrets may be valid at once while a secret is exchanged.
 */
export function provenDeliveryId(
  delivery: RawDelivery,
  secrets: readonly string[],
  nowMs: number,
): string | null {
  const id = delivery.headers["webhook-id"] ?? "";
  const timestamp = delivery.headers["webhook-timestamp"] ?? "";
  const signatures = (delivery.headers["webhook-signature"] ?? "").split(" ");
  if (!/^[\x21-\x7e]{1,255}$/.test(id) || !isRecent(timestamp, nowMs)) return null;
  const expected = secrets.filter(isUsableSecret).map((secret) => {
    const signed = createHmac("sha256", keyObject(secret))
      .update(`${id}.${timestamp}.`)
      .update(delivery.body);
    return `v1,${signed.digest("base64")}`;
  });
  return expected.some((right) => signatures.some((given) => isSame(given, right))) ? id : null;
}

const MOST_KEYS = 2_000;
const keyObjects = new Map<string, KeyObject>();

/** Making the key takes several times as long as the signature. */
function keyObject(secret: string): KeyObject {
  const known = keyObjects.get(secret);
  if (known !== undefined) return known;
  const made = createSecretKey(keyOf(secret));
  if (keyObjects.size >= MOST_KEYS) keyObjects.clear();
  keyObjects.set(secret, made);
  return made;
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}

function isRecent(timestamp: string, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_S;
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
