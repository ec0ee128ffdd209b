import type { Order } from "../domain/order.ts";
import type { Payout } from "../domain/payout.ts";
import type { Problem } from "../domain/problem.ts";
import type { Product } from "../domain/product.ts";
import type { Clock, Http, Log, Secrets, Vault } from "../ports.ts";
import type { VendorValues, VendorVariable } from "../vendor.ts";

/** A shop system before the operator's variables are known. */
export interface PlatformSystem {
  readonly id: string;
  /** None: it is always offered. */
  readonly variables: readonly VendorVariable[];
  platform(values: VendorValues): Platform;
}

/** A shop system. One folder each; nothing outside the folder knows its words. */
export interface Platform {
  readonly id: string;
  readonly name: string;
  /** Installation by redirects through the browser; null where a platform installs otherwise. */
  readonly install: InstallFlow | null;
  readonly webhooks: WebhookReader;
  readonly sessions: SessionReader;
  /** The shop of one installation. Cheap: no call is made. */
  open(installation: Installation, ports: ShopPorts): Shop;
}

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

export interface InstallFlow {
  /** Checks who asks and gives the address to send the browser to. `memory` comes back to `finish`, encrypted meanwhile. */
  begin(query: Readonly<Record<string, string>>, ports: InstallPorts): Promise<InstallBegun | InstallRefused>;
  finish(
    query: Readonly<Record<string, string>>,
    memory: Secrets,
    ports: InstallPorts,
  ): Promise<InstallDone | InstallRefused>;
}

export interface InstallPorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly app: AppIdentity;
  /** The state value to put into the address; the caller stores and checks it. */
  readonly state: string;
}

export interface InstallBegun {
  readonly ok: true;
  readonly redirect: string;
  readonly memory: Secrets;
}

export interface InstallDone {
  readonly ok: true;
  readonly installation: Omit<Installation, "id" | "status">;
  readonly secrets: Secrets;
  /** Where the browser goes now; null = our own "installed" page. */
  readonly redirect: string | null;
}

export interface InstallRefused {
  readonly ok: false;
  readonly status: 400 | 403 | 502;
  /** For the page the merchant sees; one plain sentence. */
  readonly message: string;
}

/** A request as it came: bytes untouched, header names in lower case. */
export interface RawDelivery {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface WebhookReader {
  /** Who claims to send this? Reads the unproven body for nothing else. `malformed` = not even JSON. */
  claim(
    delivery: RawDelivery,
  ): { readonly issuer: string; readonly tenantId: string } | "malformed" | "unknown";
  /** Proves the signature over the raw bytes with the installation's secrets, then reads. */
  verify(delivery: RawDelivery, secrets: Secrets, nowMs: number): VerifiedDelivery | "refused" | "unreadable";
}

export interface VerifiedDelivery {
  /** Stable over the platform's retries: the key of the inbox row. */
  readonly deliveryId: string;
  readonly type: string;
  readonly meaning: Meaning;
}

/** What a delivery asks of us. Everything not understood is `note`: accepted, kept, nothing done. */
export type Meaning =
  | { readonly kind: "order"; readonly orderIds: readonly string[] }
  | {
      readonly kind: "action";
      readonly action: string;
      readonly orderIds: readonly string[];
      readonly locale: string | null;
    }
  | { readonly kind: "payout"; readonly payoutIds: readonly string[] }
  | { readonly kind: "uninstalled" }
  /** A customer is to be forgotten, or (null) everybody of a shop that left. */
  | { readonly kind: "redact"; readonly customerId: string | null }
  | { readonly kind: "note" };

export interface SessionReader {
  /** Issuer and tenant an unproven token names, to find the installation; null when it is no token at all. */
  claim(token: string): { readonly issuer: string; readonly tenantId: string } | null;
  verify(token: string, installation: Installation, ports: ShopPorts): Promise<Session | null>;
}

export interface Session {
  readonly userId: string;
  readonly email: string | null;
  readonly locale: string | null;
  /** True when the user may change settings. */
  readonly isAdmin: boolean;
}

export type ShopResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface Shop {
  /** The whole order with its refunds, or null when the shop does not know it. An unreadable order is the problem ORDER_UNREADABLE. */
  order(id: string): Promise<ShopResult<Order | null>>;
  /**
   * Ids of orders changed at or after the instant, oldest change first, one page at a time.
   * `upTo` is the newest `updated_at` on the page.
   */
  changedOrders(
    from:
      | { readonly updatedAfter: string }
      | { readonly createdAfter: string; readonly createdBefore: string },
    cursor: string | null,
  ): Promise<ShopResult<ChangedPage>>;
  /** Shows the accounting state on the order in the platform. Raises an `order.updated` that must start nothing. */
  showState(orderId: string, shown: ShownState): Promise<ShopResult<null>>;
  /** Products with a SKU changed since then (null = all), oldest change first; null where the grant does not show them. */
  readonly changedProducts:
    | ((updatedAfter: string | null, cursor: string | null) => Promise<ShopResult<ProductPage>>)
    | null;
  /** Sets what of these SKUs can be sold; null where the platform or its grant does not let us. */
  readonly setStock: ((levels: readonly ShopLevel[]) => Promise<ShopResult<StockSet>>) | null;
  /** True when the platform still grants us access; a definite no marks the installation disconnected. */
  readonly canShowState: boolean;
  /** Absent where the platform has no payouts or the merchant has not granted them: the feature is off. */
  readonly payouts?: ShopPayouts;
}

export interface ShopPayouts {
  /** Null when the shop does not know it. An unreadable payout is the problem ORDER_UNREADABLE. */
  find(id: string): Promise<ShopResult<Payout | null>>;
  /** Ids of payouts changed at or after the instant, oldest change first, one page at a time. */
  changed(
    updatedAfter: string,
    cursor: string | null,
  ): Promise<
    ShopResult<{
      readonly payouts: readonly { readonly id: string; readonly updatedAt: string }[];
      readonly nextCursor: string | null;
    }>
  >;
}

export interface ChangedPage {
  readonly orders: readonly { readonly id: string; readonly updatedAt: string }[];
  readonly nextCursor: string | null;
}

export interface ProductPage {
  readonly products: readonly Product[];
  readonly nextCursor: string | null;
}

export interface ShopLevel {
  readonly sku: string;
  /** Decimal text, never negative. */
  readonly available: string;
  /** The platform's own id of a place; null for its only or first one. */
  readonly location: string | null;
}

export interface StockSet {
  /** SKUs the shop does not have. */
  readonly unknown: readonly string[];
}

export interface ShownState {
  readonly state: string;
  readonly text: string;
  readonly url: string;
}
