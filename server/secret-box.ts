import { CompactEncrypt, compactDecrypt } from "jose";
import type { SecretBox } from "../plugin/ports.ts";
import type { EncryptionKey } from "./keys.ts";

/**
 * Secrets as compact JWE (`dir`, A256GCM). The header names the key and the context; both are authenticated with
 * the text, so neither can be exchanged. The first key seals, all of them open.
 */
export function createSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const [current] = keys;
  if (current === undefined) throw new Error("at least one encryption key is needed");
  const byId = new Map(keys.map((key) => [key.id, key.bytes]));

  return {
    seal: (plain, context) =>
      new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: current.id, context })
        .encrypt(current.bytes),

    async open(sealed, context) {
      const { plaintext, protectedHeader } = await compactDecrypt(
        sealed,
        ({ kid }) => {
          const key = byId.get(kid ?? "");
          if (key === undefined) throw new Error(`the encryption key "${kid}" is not configured`);
          return key;
        },
        { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] },
      );
      if (protectedHeader["context"] !== context) throw new Error("this secret belongs to something else");
      return new TextDecoder().decode(plaintext);
    },
  };
}
