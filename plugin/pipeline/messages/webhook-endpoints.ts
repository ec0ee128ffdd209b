import { randomBytes } from "node:crypto";
import {
  addEndpoint,
  deleteEndpoint,
  listEndpoints,
  type WebhookEndpoint,
} from "../../store/messages/webhook-endpoints.ts";
import type { Context } from "../context.ts";
import { forgetEndpoints } from "./announce.ts";
import { newWebhookSecret } from "./webhook-signature.ts";

const MAX_ENDPOINTS = 10;

export interface NewEndpoint {
  readonly endpoint: WebhookEndpoint;
  /** Told once; it cannot be read again. */
  readonly secret: string;
}

/** Makes an address known, or gives null when the installation has as many as it may have. */
export async function makeEndpoint(
  context: Context,
  installationId: number,
  wanted: { readonly url: string; readonly description: string | null },
): Promise<NewEndpoint | null> {
  const { store, ports } = context;
  if ((await listEndpoints(store, installationId)).length >= MAX_ENDPOINTS) return null;
  const id = `ep_${randomBytes(8).toString("hex")}`;
  const secret = newWebhookSecret();
  const sealedSecret = await ports.secrets.seal(secret, bindingOf(id));
  const now = ports.clock.now();
  const fresh = { id, installationId, ...wanted, sealedSecret };
  await addEndpoint(store, fresh, now);
  forgetEndpoints(context, installationId);
  return { endpoint: { ...fresh, status: "active", createdAt: new Date(now).toISOString() }, secret };
}

/** False when the installation has no such address. */
export async function removeEndpoint(context: Context, installationId: number, id: string): Promise<boolean> {
  const isGone = await deleteEndpoint(context.store, installationId, id);
  forgetEndpoints(context, installationId);
  return isGone;
}

export async function endpointSecret(context: Context, endpoint: WebhookEndpoint): Promise<string> {
  return await context.ports.secrets.open(endpoint.sealedSecret, bindingOf(endpoint.id));
}

/** https; outside production also http to this machine. */
export function isAcceptable(url: string, isLoopbackAllowed: boolean): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== "" || parsed.password !== "" || parsed.hash !== "") return false;
  if (parsed.protocol === "https:") return true;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  return parsed.protocol === "http:" && isLoopback && isLoopbackAllowed;
}

const bindingOf = (id: string): string => `webhook_endpoints:${id}`;
