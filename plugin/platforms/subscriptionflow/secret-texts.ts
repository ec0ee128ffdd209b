import { randomBytes, timingSafeEqual } from "node:crypto";

/** 32 random bytes in letters that may stand in an address. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares without telling by time how much of it was right. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
