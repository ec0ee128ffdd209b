/** The one tenant of the instant shop, and the secret under which its webhooks are signed: nothing here is secret. */
export const TENANT = "bench-shop";
export const WEBHOOK_SECRET = `whsec_${Buffer.from("a secret that guards only a bench").toString("base64")}`;
