/** The client's secrets: one signs, any that is not revoked opens the token endpoint. */
export interface ClientSecrets {
  /** The secret that signs session tokens and webhooks now. */
  signing(): string;
  /** Those not revoked. */
  valid(): readonly string[];
  /** A new secret exists; Shopify may take up to an hour to sign with it. */
  rotate(secret: string): void;
  /** From now on the newest secret signs. */
  signWithNewest(): void;
  /** Only the newest secret counts. */
  revokeOld(): void;
}

export function openSecrets(first: string): ClientSecrets {
  let valid = [first];
  let signing = first;
  const newest = () => valid.at(-1) ?? first;
  return {
    signing: () => signing,
    valid: () => valid,
    rotate(secret) {
      valid.push(secret);
    },
    signWithNewest() {
      signing = newest();
    },
    revokeOld() {
      signing = newest();
      valid = [signing];
    },
  };
}
