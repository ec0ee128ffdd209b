import type { Request, Response } from "express";
import helmet from "helmet";

/** Sets the security headers of a page that the given origins may show in a frame. */
export function setSecurityHeaders(
  request: Request,
  response: Response,
  frameAncestors: readonly string[],
): void {
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: [...frameAncestors],
      },
    },
    // X-Frame-Options knows no list of origins and would win in old browsers.
    frameguard: false,
    referrerPolicy: { policy: "no-referrer" },
    // The consent screen opens in the top window and has to find its way back.
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: { includeSubDomains: false },
  });
  apply(request, response, (error?: unknown) => {
    if (error) throw error;
  });
  response.setHeader("Cache-Control", "no-store");
}

/** Origins of addresses, each once. */
export function originsOf(addresses: readonly string[]): string[] {
  return [...new Set(addresses.flatMap((address) => URL.parse(address)?.origin ?? []))];
}
