import { z } from "zod";
import type { EncryptionKey } from "./keys.ts";
import { parseKeys } from "./keys.ts";

/** Parsers for single variables. Their messages say what is expected and never repeat a value: it may be a secret. */

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number) {
  return text(`expected a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : null;
  });
}

/** `https://host[:port]`; a path would get lost in the addresses made from it. */
export function httpOrigin() {
  return text("expected an address like https://example.com, without a path", (value) => {
    const url = URL.parse(value);
    const isOrigin =
      url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search + url.hash === "";
    return isOrigin && url.username + url.password === "" ? url.origin : null;
  });
}

/** `https://host[:port][/path]`, kept without a slash at the end. */
export function httpAddress() {
  return text("expected an address like https://example.com/path", (value) => {
    const url = URL.parse(value);
    const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash === "";
    return isPlain && url.username + url.password === "" ? url.href.replace(/\/+$/, "") : null;
  });
}

/** `https://{site}.example.com[/path]`: an address with a placeholder in its host or path, kept without a slash at the end. */
export function addressPattern() {
  return text("expected an address like https://{name}.example.com", (value) => {
    const plain = value.replaceAll(/\{[a-z]+\}/g, "x");
    const url = URL.parse(plain);
    const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash === "";
    const isPattern = isPlain && url.username + url.password === "" && !/[{}]/.test(plain);
    return isPattern ? value.replace(/\/+$/, "") : null;
  });
}

/** The address of a server in one of the schemes its driver speaks. */
export function serverUrl(schemes: readonly string[]) {
  const expected = `expected an address like ${schemes.map((scheme) => `${scheme}://host`).join(" or ")}`;
  return text(expected, (value) => {
    const url = URL.parse(value);
    return url !== null && url.hostname !== "" && schemes.includes(url.protocol.slice(0, -1)) ? value : null;
  });
}

/** Values separated by commas; empty parts are left out. */
export function list<T>(item: z.ZodType<T, string>) {
  return z
    .string()
    .transform((value) =>
      value
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(item));
}

/** Words separated by spaces. */
export function words() {
  return z.string().transform((value) => value.split(/\s+/).filter((word) => word !== ""));
}

/** `shop@example.com` or `The Shop <shop@example.com>`. */
export function mailSender() {
  return text("expected an address like shop@example.com or Name <shop@example.com>", (value) =>
    /^([^<>@\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value) ? value : null,
  );
}

/** `kid:base64,…`: the first encrypts, all decrypt. */
export function encryptionKeys() {
  return text<readonly EncryptionKey[]>(
    "expected kid:base64 with keys of exactly 32 bytes, separated by commas, each kid once",
    parseKeys,
  );
}

/** `step:moment` or `step:moment:n`. */
export function faultPoint() {
  const expected =
    "expected a step and a moment like create:performed, or also which time like create:performed:2";
  return text(expected, (value) => {
    const match = /^([\w-]+:[a-z]+)(?::([1-9]\d{0,5}))?$/.exec(value);
    return match?.[1] === undefined ? null : { name: match[1], occurrence: Number(match[2] ?? 1) };
  });
}

/** Text that `parse` understands; null from it means it does not. */
function text<T>(expected: string, parse: (value: string) => T | null) {
  return z.string().transform((value, context) => {
    const parsed = parse(value.trim());
    if (parsed !== null) return parsed;
    context.addIssue({ code: "custom", message: expected });
    return z.NEVER;
  });
}
