import { createHash, timingSafeEqual } from "node:crypto";
import { type IssuedTable, noteUse } from "../../store/keys/issued.ts";
import type { Context } from "../context.ts";

/** When one was used is told to the hour: no write per call or page. */
const USE_NOTED_MS = 3_600_000;

/** What is kept of a key or link we have issued. */
export function hashOf(issued: string): string {
  return createHash("sha256").update(issued).digest("hex");
}

/** The index compares by its own rules; what was found counts when every byte is the same. */
export function isSame(found: { readonly hash: string }, hash: string): boolean {
  return timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash));
}

export async function noteUsed(
  { store, ports }: Context,
  table: IssuedTable,
  { id, usedAt }: { readonly id: string; readonly usedAt: string | null },
): Promise<void> {
  const now = ports.clock.now();
  if (usedAt === null || now - Date.parse(usedAt) > USE_NOTED_MS) await noteUse(store, table, id, now);
}
