/**
 * An order that was taken out of the books and is booked afresh begins another life: its documents and vouchers get
 * keys of their own, `2~invoice`, so that what was written before keeps its name for ever. The first life has no
 * number. No key begins with a digit by itself, whatever ids the platform gives to refunds and edits.
 */
const LIFE = /^([1-9]\d*)~/;

/** Which life of the order a key belongs to, counted from 1. */
export function lifeOf(key: string): number {
  return Number(LIFE.exec(key)?.[1] ?? "1");
}

/** The key as it would be in the order's first life. */
export function plainKey(key: string): string {
  return key.replace(LIFE, "");
}

/** A plain key as it is called in another life. */
export function keyInLife(key: string, life: number): string {
  return life === 1 ? key : `${life}~${key}`;
}

/** The key of another document of the same life, by its plain key: the invoice of an order, say. */
export function siblingKey(key: string, plain: string): string {
  return keyInLife(plain, lifeOf(key));
}
