import { Agent, request as send } from "undici";
import { type Http, HttpFailure, type HttpRequest } from "../plugin/ports.ts";
import { ForbiddenAddressError, guardedLookup, refuseForbiddenHost } from "./outbound-guard.ts";

const defaultMaxBytes = 4 * 1024 * 1024;

/** Connections to one ledger or platform; more calls wait, within their time. */
const perOrigin = 32;

export interface HttpClient {
  readonly http: Http;
  /** Ends kept connections. */
  close(): Promise<void>;
}

/**
 * HTTP to ledgers and platforms over undici's own `request`: Node's global `fetch` carries another undici inside and
 * does not understand this one's agents. Nothing is repeated or redirected here: only the caller knows what may be.
 */
export function createHttpClient(options: { readonly allowLoopback: boolean }): HttpClient {
  const trusted = new Agent({ connections: perOrigin, connect: { timeout: 10_000 } });
  // Kept apart, so that a connection opened without the check is never used for an address a stranger chose.
  const untrusted = new Agent({
    connections: perOrigin,
    connect: { timeout: 10_000, lookup: guardedLookup(options.allowLoopback) },
  });

  return {
    async http(request) {
      const url = parseUrl(request.url);
      const signal = AbortSignal.timeout(request.timeoutMs);
      try {
        if (request.untrusted === true) refuseForbiddenHost(url, options.allowLoopback);
        const response = await send(url, {
          method: request.method,
          headers: { "accept-encoding": "identity", ...request.headers },
          body: request.body ?? null,
          dispatcher: request.untrusted === true ? untrusted : trusted,
          signal,
        });
        const bytes = await readBody(response.body, request.maxBytes ?? defaultMaxBytes);
        return {
          status: response.statusCode,
          headers: flatHeaders(response.headers),
          body: new TextDecoder().decode(bytes),
          ...(request.wants === "bytes" ? { bytes } : {}),
        };
      } catch (error) {
        throw toFailure(error, request, signal);
      }
    },
    close: async () => {
      await Promise.all([trusted.close(), untrusted.close()]);
    },
  };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new HttpFailure("not an http address", { sent: false });
}

async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by the exception destroys the stream and with it the connection.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function toFailure(error: unknown, request: HttpRequest, signal: AbortSignal): HttpFailure {
  if (signal.aborted) {
    const message = `no answer from ${hostOf(request)} within ${request.timeoutMs} ms`;
    return new HttpFailure(message, { sent: true, cause: error });
  }
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new HttpFailure(`${request.method} ${hostOf(request)}: ${reason}`, {
    sent: !isCertainlyUnsent(error),
    cause: error,
  });
}

/** Without the path: it can hold a token, and this text reaches logs and pages. */
function hostOf(request: HttpRequest): string {
  return new URL(request.url).host;
}

/** The name was not resolved, the connection not made or forbidden: no byte of the request has left. */
function isCertainlyUnsent(error: unknown): boolean {
  if (error instanceof ForbiddenAddressError) return true;
  // Several addresses of one name were tried and all of them failed.
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every(isCertainlyUnsent);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return (
    code === "ENOTFOUND" ||
    code === "EAI_AGAIN" ||
    code === "ECONNREFUSED" ||
    code === "UND_ERR_CONNECT_TIMEOUT"
  );
}
