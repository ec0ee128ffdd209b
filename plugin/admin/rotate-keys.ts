import type { SecretBox } from "../ports.ts";
import type { Store } from "../store/database.ts";
import { sealedTexts } from "../store/keys/sealed.ts";

export interface Rotated {
  readonly resealed: number;
  /** Changed by somebody else meanwhile, who sealed with the new key. */
  readonly passedOver: number;
}

/**
 * Seals every stored secret anew with the first key of ENCRYPTION_KEYS, so that an old key can be taken out.
 * Safe beside running processes that have the new key already. States of sign-ins under way are left: they last
 * ten minutes. Throws when a text cannot be opened with any configured key.
 */
export async function rotateKeys(store: Store, secrets: SecretBox): Promise<Rotated> {
  let resealed = 0;
  let passedOver = 0;
  for await (const text of sealedTexts(store)) {
    const plain = await secrets.open(text.sealed, text.binding);
    if (await text.replace(await secrets.seal(plain, text.binding))) resealed += 1;
    else passedOver += 1;
  }
  return { resealed, passedOver };
}
