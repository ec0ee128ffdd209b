import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A 256-bit key and the name under which ciphertexts refer to it. */
export interface EncryptionKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Reads `kid:base64,…`, or returns null when it is anything else. */
export function parseKeys(text: string): readonly EncryptionKey[] | null {
  const keys: EncryptionKey[] = [];
  for (const part of text.split(",")) {
    const match = /^([\w.-]{1,64}):([A-Za-z0-9+/]{43}=)$/.exec(part.trim());
    if (match?.[1] === undefined || match[2] === undefined) return null;
    const id = match[1];
    if (keys.some((key) => key.id === id)) return null;
    keys.push({ id, bytes: new Uint8Array(Buffer.from(match[2], "base64")) });
  }
  return keys;
}

/**
 * The keys of an installation without ENCRYPTION_KEYS: kept in the data folder beside the database they protect,
 * so they only help against a copy of the database alone. That is why production wants its own.
 */
export function keysInFolder(dataDir: string): readonly EncryptionKey[] {
  const path = join(dataDir, "encryption-keys");
  const keys = parseKeys(readOrCreate(path, dataDir).trim());
  if (keys === null) throw new Error(`${path} is damaged: expected kid:base64 with keys of 32 bytes`);
  return keys;
}

function readOrCreate(path: string, dataDir: string): string {
  const existing = read(path);
  if (existing !== null) return existing;
  mkdirSync(dataDir, { recursive: true });
  // Written whole and then linked: of several processes one wins, and none reads half a key.
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `local-1:${randomBytes(32).toString("base64")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, "utf8");
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
