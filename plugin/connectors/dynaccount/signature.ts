import { createHash } from "node:crypto";

/** The keys of one company, as its administrator sees them. */
export interface Keys {
  readonly apiId: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A call as it goes over the wire: the URL and the body are built once and sent as they are hashed. */
export interface SignedCall {
  readonly url: string;
  readonly body: string;
  readonly hash: string;
}

export type Fields = Readonly<Record<string, string>>;

/** The vendor's own form of an address: a slash before the query. Values of the query are encoded once, here. */
export function signedCall(
  apiUrl: string,
  keys: Keys,
  path: string,
  query: Fields,
  body: string,
): SignedCall {
  const { origin, host } = new URL(apiUrl);
  const search = formBody(query);
  const address = `/v7/${keys.apiId}/${keys.apiKey}/${path}/${search === "" ? "" : `?${search}`}`;
  const hash = createHash("sha1").update(`${host}${address}${body}${keys.apiSecret}`).digest("hex");
  return { url: `${origin}${address}`, body, hash };
}

/** `key=value&…`: keys plain, values encoded, a blank as `+`. */
export function formBody(fields: Fields): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${encoded(value)}`)
    .join("&");
}

/** The columns of several rows as lists: `name[0]=…&name[1]=…`. Every row has to have the same columns. */
export function bulkBody(rows: readonly Fields[]): string {
  return rows
    .flatMap((row, index) => Object.entries(row).map(([key, value]) => `${key}[${index}]=${encoded(value)}`))
    .join("&");
}

/** Nothing is left that a URL parser on the way might encode after the hash was made. */
function encoded(value: string): string {
  return encodeURIComponent(value)
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
