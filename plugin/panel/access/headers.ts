import type { Request, Response } from "express";
import helmet from "helmet";
import type { AdminFrame } from "../../platforms/platform.ts";

/** Sets the security headers of a page: who may show it in a frame, and whose scripts may run in it. */
export function setSecurityHeaders(request: Request, response: Response, frame: AdminFrame): void {
  const helpers = originsOf(frame.scripts);
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'", ...helpers],
        scriptSrc: ["'self'", ...helpers],
        imgSrc: ["'self'", ...helpers],
        connectSrc: ["'self'", ...helpers],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: frame.ancestors.length === 0 ? ["'none'"] : [...frame.ancestors],
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
