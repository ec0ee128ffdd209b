const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for `localhost`, names below it, 127.0.0.0/8 and ::1. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * Reads an absolute address another party gave us, or null when it is not acceptable:
 * https without user information or fragment, and http only towards a loopback host where that is allowed.
 * Whether an https name leads to a public address is checked when it is called (`untrusted` of the Http port).
 */
export function acceptedAddress(text: string, loopbackAllowed: boolean): URL | null {
  if (!URL.canParse(text) || /[\s#]/.test(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  if (url.protocol === "https:") return url;
  return url.protocol === "http:" && loopbackAllowed && isLoopback(url) ? url : null;
}

/** The address without slashes at its end, ready to have a path appended. */
export function withoutEndSlash(text: string): string {
  return text.replace(/\/+$/, "");
}
