/** `gid://shopify/Order/5001`, the id of the GraphQL API. */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The number in a global id of that type; `undefined` for anything else. */
export function numberIn(type: string, id: string): string | undefined {
  return new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id)?.[1];
}

/** The type and number of any global id. */
export function partsOf(id: string): { type: string; id: string } | undefined {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)/.exec(id);
  return match === null ? undefined : { type: match[1] ?? "", id: match[2] ?? "" };
}
