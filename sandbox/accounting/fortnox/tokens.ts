import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Clock } from "./swedish-time.ts";

/** Who may call for which company with which scopes. */
export interface Grant {
  clientId: string;
  databaseNumber: number;
  scopes: readonly string[];
}

export const accessTokenSeconds = 3600;

const claims = z.object({ tenantId: z.int(), clientId: z.string(), scopes: z.array(z.string()) });

/** Signs an access token with the claims the vendor's tokens carry. */
export async function signAccessToken(key: string, grant: Grant, clock: Clock): Promise<string> {
  const now = Math.floor(clock().getTime() / 1000);
  return new SignJWT({
    userId: 1,
    tenantId: grant.databaseNumber,
    clientId: grant.clientId,
    scopes: grant.scopes,
    scope: grant.scopes.join(" "),
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("https://api.fortnox.se/oauth2")
    .setAudience(grant.clientId)
    .setSubject(`1@${grant.databaseNumber}`)
    .setIssuedAt(now)
    .setExpirationTime(now + accessTokenSeconds)
    .setJti(randomUUID())
    .sign(Buffer.from(key, "base64"));
}

/** The grant of a valid access token; undefined when it is foreign, altered or expired. */
export async function readAccessToken(key: string, token: string, clock: Clock): Promise<Grant | undefined> {
  try {
    const { payload } = await jwtVerify(token, Buffer.from(key, "base64"), {
      algorithms: ["HS256"],
      currentDate: clock(),
    });
    const { tenantId, clientId, scopes } = claims.parse(payload);
    return { databaseNumber: tenantId, clientId, scopes };
  } catch {
    return undefined;
  }
}
