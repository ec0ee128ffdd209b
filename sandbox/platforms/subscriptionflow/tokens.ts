import { randomBytes } from "node:crypto";
import express from "express";
import type { SiteClock } from "./clock.ts";
import type { Store } from "./store.ts";

export interface TokenDesk {
  isGood(authorization: string | undefined): boolean;
  withdrawAll(): void;
  /** `POST /oauth/token`, form or JSON. */
  readonly route: express.Router;
  /** How many tokens were given out. */
  issued(): number;
}

const GRANT = "client_credentials";

/** Laravel Passport's token endpoint with its one grant. */
export function openTokenDesk(store: Store, clock: SiteClock, lifeSeconds: () => number): TokenDesk {
  const good = new Map<string, number>();
  let issued = 0;
  const route = express.Router();

  route.post("/token", express.json(), express.urlencoded({ extended: false }), (request, response) => {
    const { client_id: id, client_secret: secret, grant_type: grant } = membersOf(request.body);
    if (grant !== GRANT) {
      response
        .status(400)
        .json({ error: "unsupported_grant_type", message: "The grant type is not supported." });
      return;
    }
    if (!store.state.clients.some((client) => client.id === id && client.secret === secret)) {
      response.status(401).json({ error: "invalid_client", message: "Client authentication failed" });
      return;
    }
    const token = [header, randomBytes(24).toString("base64url"), randomBytes(32).toString("base64url")].join(
      ".",
    );
    const life = lifeSeconds();
    good.set(token, clock.now() + life * 1000);
    issued += 1;
    response.json({ token_type: "Bearer", expires_in: life, access_token: token });
  });

  return {
    route,
    issued: () => issued,
    isGood(authorization) {
      const until = good.get(/^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "");
      return until !== undefined && until > clock.now();
    },
    withdrawAll: () => good.clear(),
  };
}

/** Looks like a JWT, as Passport's tokens do; nobody but the site may read it. */
const header = Buffer.from(JSON.stringify({ typ: "JWT", alg: "RS256" })).toString("base64url");

function membersOf(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}
