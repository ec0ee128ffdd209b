import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Role } from "../../domain/role.ts";
import { addApiKey, findApiKey, listApiKeys, type StoredApiKey } from "../../store/keys/api-keys.ts";
import { noteUse } from "../../store/keys/issued.ts";
import type { Context } from "../context.ts";

const PREFIX = "lr_";
const KEY_BYTES = 32;
const MAX_KEYS = 50;
/** When a key was used is told to the hour: no write per call. */
const USE_NOTED_MS = 3_600_000;

export interface NewApiKey {
  readonly stored: StoredApiKey;
  /** Told once; it cannot be read again. */
  readonly key: string;
}

/** Makes a key, or gives null when the installation has as many as it may have. */
export async function makeApiKey(
  context: Context,
  installationId: number,
  wanted: { readonly name: string; readonly role: Role; readonly by: string },
): Promise<NewApiKey | null> {
  const { store, ports } = context;
  if ((await listApiKeys(store, installationId)).length >= MAX_KEYS) return null;
  const key = `${PREFIX}${randomBytes(KEY_BYTES).toString("base64url")}`;
  const fresh = {
    id: `key_${randomBytes(8).toString("hex")}`,
    installationId,
    name: wanted.name,
    role: wanted.role,
    hash: hashOf(key),
    hint: key.slice(-4),
    createdBy: wanted.by,
  };
  const now = ports.clock.now();
  await addApiKey(store, fresh, now);
  ports.log.info("an API key was made", { installation: installationId, key: fresh.id, role: fresh.role });
  return { stored: { ...fresh, createdAt: new Date(now).toISOString(), usedAt: null }, key };
}

export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** The stored key that belongs to the token, or null. */
export async function proveApiKey(context: Context, token: string): Promise<StoredApiKey | null> {
  const { store, ports } = context;
  const hash = hashOf(token);
  const found = await findApiKey(store, hash);
  // The index compares by its own rules; the key counts when every byte is the same.
  if (found === null || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash))) return null;
  const now = ports.clock.now();
  if (found.usedAt === null || now - Date.parse(found.usedAt) > USE_NOTED_MS) {
    await noteUse(store, "api_keys", found.id, now);
  }
  return found;
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
