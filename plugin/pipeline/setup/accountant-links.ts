import { randomBytes } from "node:crypto";
import {
  addAccountantLink,
  findAccountantLink,
  listAccountantLinks,
  type StoredAccountantLink,
} from "../../store/keys/accountant-links.ts";
import type { Context } from "../context.ts";
import { hashOf, isSame, noteUsed } from "./issued.ts";

const PREFIX = "al_";
const TOKEN_BYTES = 32;
const DAY_MS = 86_400_000;
const MAX_LINKS = 50;
export const LONGEST_DAYS = 90;

/** Makes a link and gives its token, told once; null when the installation has as many as it may have. */
export async function makeAccountantLink(
  context: Context,
  installationId: number,
  wanted: { readonly label: string; readonly days: number; readonly by: string },
): Promise<string | null> {
  const { store, ports } = context;
  if ((await listAccountantLinks(store, installationId)).length >= MAX_LINKS) return null;
  const token = `${PREFIX}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  const now = ports.clock.now();
  const id = `link_${randomBytes(8).toString("hex")}`;
  await addAccountantLink(store, {
    id,
    installationId,
    label: wanted.label,
    hash: hashOf(token),
    createdBy: wanted.by,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + Math.min(wanted.days, LONGEST_DAYS) * DAY_MS).toISOString(),
  });
  ports.log.info("a link for an accountant was made", { installation: installationId, link: id });
  return token;
}

/** The stored link that belongs to the token, or null: unknown, revoked and over are told apart by nobody. */
export async function proveAccountantLink(
  context: Context,
  token: string,
): Promise<StoredAccountantLink | null> {
  if (!/^al_[A-Za-z0-9_-]{43}$/.test(token)) return null;
  const { store, ports } = context;
  const hash = hashOf(token);
  const found = await findAccountantLink(store, hash);
  if (found === null || !isSame(found, hash)) return null;
  if (ports.clock.now() >= Date.parse(found.expiresAt)) return null;
  await noteUsed(context, "accountant_links", found);
  return found;
}
