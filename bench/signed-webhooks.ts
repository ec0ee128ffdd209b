import { createHmac, randomUUID } from "node:crypto";
import { TENANT, WEBHOOK_SECRET } from "./peers/shop-identity.ts";

/** A request ready to be sent: making it costs nothing while something is measured. */
export interface ReadyRequest {
  readonly method: "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Webhooks of the shop about orders `o<from>` and the following, signed as Standard Webhooks asks for. */
export function signedWebhooks(issuer: string, path: string, from: number, count: number): ReadyRequest[] {
  const key = Buffer.from(WEBHOOK_SECRET.replace("whsec_", ""), "base64");
  const now = new Date();
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return Array.from({ length: count }, (_, index) => {
    const id = `msg_${randomUUID()}`;
    const body = JSON.stringify({
      type: "order.paid",
      timestamp: now.toISOString(),
      iss: issuer,
      tenant: { id: TENANT },
      data: { id: `o${from + index}`, object: "order" },
    });
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
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
  });
}
