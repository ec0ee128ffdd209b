import { createHmac, randomBytes, randomUUID } from "node:crypto";

/** A new secret as Standard Webhooks 1.0.0 writes it: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll("-", "")}`;
}

interface Message {
  id: string;
  /** Of this attempt, not of the event. */
  at: Date;
  body: string;
}

/** The three headers of an attempt, signed v1 over `id.timestamp.body`. */
export function signedHeaders(secret: string, { id, at, body }: Message): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
