import { createHmac, randomUUID } from "node:crypto";
import { tenantOf, WEBHOOK_SECRET } from "./peers/shop-identity.ts";

const KEY = Buffer.from(WEBHOOK_SECRET.replace("whsec_", ""), "base64");

/** A request ready to be sent: making it costs nothing while something is measured. */
export interface ReadyRequest {
  readonly method: "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Webhooks of the shop's first merchant about orders `o<from>` and the following. */
export function signedWebhooks(issuer: string, path: string, from: number, count: number): ReadyRequest[] {
  return Array.from({ length: count }, (_, index) => signedWebhook({ issuer, path, order: from + index }));
}

/** A webhook about order `o<order>`, signed as Standard Webhooks asks for; of the first merchant unless told. */
export function signedWebhook({
  issuer,
  path,
  order,
  merchant = 1,
}: {
  readonly issuer: string;
  readonly path: string;
  readonly order: number;
  readonly merchant?: number;
}): ReadyRequest {
  const id = `msg_${randomUUID()}`;
  const now = new Date();
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const body = JSON.stringify({
    type: "order.paid",
    timestamp: now.toISOString(),
    iss: issuer,
    tenant: { id: tenantOf(merchant) },
    data: { id: `o${order}`, object: "order" },
  });
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    method: "POST",
    path,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    body,
  };
}
