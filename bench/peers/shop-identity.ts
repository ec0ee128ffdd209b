/** The merchants of the instant shop, in the order in which they install, beginning with 1. */
export const tenantOf = (merchant: number): string => `bench-shop-${merchant}`;
/** Under which all their webhooks are signed: nothing here is secret. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from("a secret that guards only a bench").toString("base64")}`;
