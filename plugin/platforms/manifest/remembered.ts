import { z } from "zod";
import type { Installation } from "../platform.ts";
import type { TokenServer } from "./token-request.ts";

/** What we keep in `installation.metadata`: the endpoints as discovered at installation, never taken from a token later. */
export interface Remembered extends TokenServer {
  readonly jwksUri: string;
  /** The protected resource named in token requests (RFC 8707). */
  readonly resource: string;
}

const remembered = z.object({
  issuer: z.string(),
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  jwksUri: z.string(),
  resource: z.string(),
});

/** Reads back what `install.finish` stored. Throws on anything else: only we write it. */
export function rememberedOf(installation: Installation): Remembered {
  return remembered.parse(installation.metadata);
}
