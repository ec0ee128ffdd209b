import { randomBytes } from "node:crypto";
import type { Role } from "../../domain/role.ts";
import { addApiKey, findApiKey, listApiKeys, type StoredApiKey } from "../../store/keys/api-keys.ts";
import type { Context } from "../context.ts";
import { hashOf, isSame, noteUsed } from "./issued.ts";

const PREFIX = "lr_";
const KEY_BYTES = 32;
const MAX_KEYS = 50;

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
  const hash = hashOf(token);
  const found = await findApiKey(context.store, hash);
  if (found === null || !isSame(found, hash)) return null;
  await noteUsed(context, "api_keys", found);
  return found;
}
