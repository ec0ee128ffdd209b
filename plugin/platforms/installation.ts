import type { Clock, Http, Lane, Log, Points, Vault } from "../ports.ts";

/** What is known of an installed shop. Secrets are reached through the vault only. */
export interface Installation {
  readonly id: number;
  readonly platform: string;
  readonly issuer: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly tenantUrl: string;
  readonly apiBaseUrl: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly scopes: readonly string[];
  readonly status: "installed" | "disconnected" | "uninstalled";
  /** What the adapter wants to remember (discovered endpoints ...), plain JSON of its own shape. */
  readonly metadata: unknown;
}

export interface ShopPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly vault: Vault;
  readonly app: AppIdentity;
  /** What the shop lets us ask, where it counts that. */
  readonly points: Points;
  /** `backlog`: history and what else may wait leaves a part of the shop's points to what happens now. */
  readonly lane: Lane;
}

/** Who we are towards a platform. */
export interface AppIdentity {
  /** The manifest's URL, our OAuth client id. */
  readonly clientId: string;
  readonly publicUrl: string;
  /** Signs a `private_key_jwt` client assertion (RFC 7523) for this audience with our current ES256 key. */
  clientAssertion(audience: string): Promise<string>;
  /** True outside production: http: and loopback hosts are accepted. */
  readonly loopbackAllowed: boolean;
  /** Operator's allow-list of issuers; empty = any. */
  readonly allowedIssuers: readonly string[];
}
