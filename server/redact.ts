const secretName =
  /secret|password|passwd|token|authorization|cookie|api[-_]?key|private[-_]?key|encryption[-_]?key|assertion|verifier/i;
const mask = "[secret]";
const maxDepth = 8;

/**
 * A copy for the log without secrets: values under telling names at any depth (pino's own wildcards reach one level
 * only), credentials in addresses, bearer tokens and JWTs inside texts.
 */
export function redact<T extends string | Record<string, unknown>>(value: T): T {
  return walk(value, 0, new Set()) as T;
}

function walk(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth === maxDepth || above.has(value)) return "[…]";
  const path = new Set([...above, value]);
  const inner = (item: unknown) => walk(item, depth + 1, path);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Error) return describeError(value, inner);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) && holdsText(item) ? mask : inner(item),
    ]),
  );
}

/** `tokenExpired: true` or `tokens: 3` tell nothing; texts, and anything that contains some, may be the secret. */
function holdsText(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** Drivers hang their whole request on an error; only these fields are known to be harmless. */
function describeError(error: Error, inner: (item: unknown) => unknown): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = "code" in error ? error.code : undefined;
  const parts = {
    name,
    message,
    code,
    stack,
    cause,
    errors: error instanceof AggregateError ? error.errors : undefined,
  };
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, inner(part)]),
  );
}

function redactText(text: string): string {
  return text
    .replace(/(:\/\/)[^\s/@]+@/g, `$1${mask}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`)
    .replace(/\beyJ[\w-]{8,}(?:\.[\w-]*)+/g, mask)
    .replace(
      /([?&](?:code|state|hmac|session|id_token|access_token|refresh_token|client_secret)=)[^&\s"]+/gi,
      `$1${mask}`,
    );
}
