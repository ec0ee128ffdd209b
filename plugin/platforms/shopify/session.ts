import { decodeJwt, jwtVerify } from "jose";
import { z } from "zod";
import type { AdoptPorts, SessionReader } from "../platform.ts";
import { installedShop } from "./install.ts";
import type { ShopifyOptions } from "./options.ts";
import { bounceAddress } from "./pages.ts";
import { claimOf, shopOfAddress } from "./shop-name.ts";

const LEEWAY_S = 10;

const claims = z.object({ iss: z.string(), dest: z.string(), sub: z.string().min(1).max(64) });

/** A proven session token: the shop stands in `dest` and nowhere else (shopify.md 1.4). */
interface Proven {
  readonly shop: string;
  readonly userId: string;
}

/** ID tokens of the admin: HS256 with our secret, the current one or the one before. */
export function sessionsOf(options: ShopifyOptions): SessionReader {
  const prove = (token: string, nowMs: number): Promise<Proven | null> => proven(token, nowMs, options);
  return {
    claim(token) {
      try {
        const shop = shopOfAddress(decodeJwt(token)["dest"]);
        return shop === null ? null : claimOf(shop);
      } catch {
        return null;
      }
    },

    async verify(token, installation, ports) {
      const session = await prove(token, ports.clock.now());
      if (session === null || session.shop !== installation.tenantId) return null;
      // Shopify opens an app only for staff who may use it, and tells no more of them.
      return { userId: session.userId, email: null, locale: null, role: "owner" };
    },

    async adopt(token: string, ports: AdoptPorts) {
      const session = await prove(token, ports.clock.now());
      return session === null ? null : await installedShop(session.shop, token, options, ports);
    },

    retryHeaders: { "X-Shopify-Retry-Invalid-Session-Request": "1" },

    bounce(visit, nowMs) {
      // A fresh token that was refused would be refused again: the browser must not go round in circles.
      return isFresh(visit.searchParams.get("id_token"), nowMs) ? null : bounceAddress(visit);
    },
  };
}

async function proven(token: string, nowMs: number, options: ShopifyOptions): Promise<Proven | null> {
  for (const secret of options.secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ["HS256"],
        audience: options.clientId,
        requiredClaims: ["exp", "nbf", "iss", "dest", "sub"],
        clockTolerance: LEEWAY_S,
        currentDate: new Date(nowMs),
      });
      const { iss, dest, sub } = claims.parse(payload);
      const shop = shopOfAddress(dest);
      // The library does not compare them; a token of one shop must not speak for another.
      return shop !== null && shopOfAddress(iss) === shop ? { shop, userId: sub } : null;
    } catch {
      // Signed with the other secret, or not by Shopify at all: the message of the error holds the token.
    }
  }
  return null;
}

function isFresh(token: string | null, nowMs: number): boolean {
  if (token === null) return false;
  try {
    return (decodeJwt(token).exp ?? 0) * 1000 > nowMs;
  } catch {
    return false;
  }
}
