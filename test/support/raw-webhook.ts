import { createHmac, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { eventually } from "./eventually.ts";

const savedShop = z.object({ app: z.object({ webhook_secret: z.string() }).nullable() });

/** The secret a shop signs its webhooks with, from the file the shop keeps. */
export async function webhookSecretOf(dataFile: string): Promise<string> {
  const secret = await eventually(
    async () => {
      const text = await readFile(dataFile, "utf8").catch(() => '{"app":null}');
      return savedShop.parse(JSON.parse(text)).app?.webhook_secret ?? "";
    },
    (found) => found !== "",
    "the shop's file with its secret",
  );
  return secret;
}

export interface RawWebhook {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly id?: string;
  /** Seconds by which the signed time lies in the past. */
  readonly age?: number;
}

/** Sends one signed delivery by hand and gives the answer's status. */
export async function sendRawWebhook(delivery: RawWebhook): Promise<number> {
  const response = await sendSigned("/webhooks", delivery);
  await response.arrayBuffer();
  return response.status;
}

/** Signs a body (Standard Webhooks 1.0.0, v1) and sends it to one of our doors. */
export async function sendSigned(
  door: "/webhooks" | "/actions/sync-now",
  { url, secret, body, id = randomUUID(), age = 0 }: RawWebhook,
): Promise<Response> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return await fetch(`${url}${door}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
    body,
  });
}

/** The body of an event about an order. */
export function orderEvent(
  shop: { readonly issuer: string; readonly tenant: string },
  orderId: string,
): string {
  return JSON.stringify({
    type: "order.updated",
    timestamp: new Date().toISOString(),
    iss: shop.issuer,
    tenant: { id: shop.tenant },
    data: { id: orderId, object: "order" },
  });
}
