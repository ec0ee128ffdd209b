/** The part of the address a merchant chose. Nothing else of what is typed gets into an address. */
const SITE = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The name of a site from what somebody typed: the name itself, or any address of the site. Null when it is none.
 * `pattern` is the vendor's address with `{site}` in it.
 */
export function siteName(typed: string, pattern: string): string | null {
  const text = typed.trim().toLowerCase();
  const [before = "", after = ""] = pattern.toLowerCase().split("{site}");
  const bare = text.startsWith(before) ? text.slice(before.length) : text.replace(/^https?:\/\//, "");
  const name = after === "" ? bare.split("/")[0] : bare.split(after)[0]?.split("/")[0];
  return name !== undefined && SITE.test(name) ? name : null;
}

/** The site's own address, without a slash at the end. Throws on a name that `siteName` does not give. */
export function siteUrl(name: string, pattern: string): string {
  if (!SITE.test(name)) throw new RangeError(`not a site: ${JSON.stringify(name)}`);
  return pattern.replaceAll("{site}", name);
}
