import type { Order } from "../domain/order.ts";
import type { Payout } from "../domain/payout.ts";
import type { Problem } from "../domain/problem.ts";
import type { Product } from "../domain/product.ts";
import type { Role } from "../domain/role.ts";
import type { Clock, Http, Lane, Log, Points, Secrets, Vault } from "../ports.ts";
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
  /** Installation by a form of ours: for platforms that have no apps. */
  readonly signUp?: SignUp;
  readonly webhooks: WebhookReader;
  readonly sessions: SessionReader;
  /** Pages of its own, beside the panel: where its admin opens us, what a browser passes through. */
  readonly pages?: readonly OwnPage[];
  /** What the panel needs to be shown in its admin; absent: the shop's own origins may frame it, without any script. */
  readonly frame?: (installation: Installation, app: AppIdentity) => AdminFrame;
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

/** Installation by a form on a page of ours, proven by a real call to the shop. */
export interface SignUp {
  /** The form's fields in their order; the panel's words name them by `sign_up.<platform>.<field>`. */
  readonly fields: readonly SignUpField[];
  /** Tries what was typed. Signing up again renews what there is to renew and keeps the rest. */
  prove(given: Readonly<Record<string, string>>, ports: SignUpPorts): Promise<SignUpDone | SignUpRefused>;
  /** The shop somebody names who has signed up before; null when it cannot be one. */
  tenantOf(text: string): { readonly issuer: string; readonly tenantId: string } | null;
  /** New addresses to paste, for when the old ones were seen by somebody. Absent where nothing is pasted. */
  renewAddresses?(installation: Installation, ports: ShopPorts): Promise<RenewedAddresses>;
  /** A new session and the address it may be sent to; null where there is none to give. */
  invite(
    installation: Installation,
    ports: ShopPorts,
  ): Promise<{ readonly email: string; readonly session: string } | null>;
}

export interface SignUpField {
  readonly name: string;
  /** `country`: chosen from all; `secret`: never shown again. */
  readonly kind: "text" | "secret" | "email" | "country";
}

export interface SignUpPorts extends AdoptPorts {
  /** What is kept of a shop that signed up before. To be asked only once its keys are proven. */
  knownSecrets(issuer: string, tenantId: string): Promise<Secrets | null>;
}

export interface SignUpDone extends InstallDone {
  /** A session token of our own, the way into the panel. */
  readonly session: string;
  /** Addresses the merchant pastes into the shop: our webhooks. */
  readonly paste: readonly PastedAddress[];
}

/** An address of ours that a merchant pastes into the shop by hand: it holds a secret, so it is shown once. */
export interface PastedAddress {
  readonly module: string;
  readonly event: string;
  readonly address: string;
}

export interface RenewedAddresses {
  readonly paste: readonly PastedAddress[];
  /** UTC instant until which the addresses before these are heard. */
  readonly earlierUntil: string;
}

export interface SignUpRefused {
  readonly ok: false;
  /** Fields that cannot be what was typed. */
  readonly fields: readonly string[];
  /** Why the shop did not take it; null when the fields say enough. */
  readonly reason: "keys_refused" | "no_site" | "no_answer" | "forbidden" | "not_allowed" | null;
}

/** A request as it came: bytes untouched, header names in lower case. */
export interface RawDelivery {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The parts of the address a door names with a colon. */
  readonly params?: Readonly<Record<string, string>>;
  /** Members behind the question mark; a repeated one counts as its last. */
  readonly query?: Readonly<Record<string, string>>;
}

/** An address where deliveries of one platform arrive, as Express writes it: `/webhooks/x/:token`. */
export interface WebhookDoor {
  readonly path: string;
  /** Absent: POST alone. */
  readonly methods?: readonly ("get" | "post")[];
  /** Larger bodies are refused, e.g. `5mb`; absent: 1mb. */
  readonly largestBody?: string;
}

export interface WebhookReader {
  /** Absent: its deliveries come to `/webhooks`, the door all such platforms share. */
  readonly doors?: readonly WebhookDoor[];
  /** Who claims to send this? Reads the unproven body for nothing else. `malformed` = not even JSON. */
  claim(
    delivery: RawDelivery,
  ): { readonly issuer: string; readonly tenantId: string } | "malformed" | "unknown";
  /** Proves the signature over the raw bytes with the installation's secrets, then reads. */
  verify(delivery: RawDelivery, secrets: Secrets, nowMs: number): VerifiedDelivery | "refused" | "unreadable";
  /**
   * For platforms that prove every shop's deliveries with one secret of the app: true when this one is genuine. Of a
   * shop we do not know or that has left it is then taken and forgotten, where others are told that they were refused.
   */
  isGenuine?(delivery: RawDelivery): boolean;
}

export interface VerifiedDelivery {
  /** Stable over the platform's retries: the key of the inbox row. */
  readonly deliveryId: string;
  readonly type: string;
  readonly meaning: Meaning;
  /** True for bodies that tell nothing beyond the meaning but are large or personal: only the meaning is kept. */
  readonly dropsBody?: boolean;
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
  /** Orders have changed, and which ones only the shop's list tells: it is looked at soon. */
  | { readonly kind: "changes" }
  | { readonly kind: "uninstalled" }
  /** The merchant has changed what we may do. */
  | { readonly kind: "granted"; readonly scopes: readonly string[] }
  /** A customer is to be forgotten, or (null) everybody of a shop that left. */
  | { readonly kind: "redact"; readonly customerId: string | null }
  /** A customer asks what is held about her: the merchant is given the file. The orders are those the platform names. */
  | { readonly kind: "report"; readonly customerId: string; readonly orderIds: readonly string[] }
  | { readonly kind: "note" };

export interface SessionReader {
  /** Issuer and tenant an unproven token names, to find the installation; null when it is no token at all. */
  claim(token: string): { readonly issuer: string; readonly tenantId: string } | null;
  verify(token: string, installation: Installation, ports: ShopPorts): Promise<Session | null>;
  /**
   * For platforms that install without telling us: proves the token of a shop that we do not know, that had left or
   * whose access we lost, and installs the app for it. Null when the token proves nothing or the shop gave no access.
   */
  adopt?(token: string, ports: AdoptPorts): Promise<InstallDone | null>;
  /** Headers of a refusal that let the admin's script fetch a new token and ask once more. */
  readonly retryHeaders?: Readonly<Record<string, string>>;
  /** Where a page that was opened without a session, or with one that is over, gets a new one; null = nowhere. */
  bounce?(visit: URL, nowMs: number): string | null;
}

export type AdoptPorts = Omit<InstallPorts, "state">;

export interface Session {
  readonly userId: string;
  readonly email: string | null;
  readonly locale: string | null;
  readonly role: Role;
}

/** A page a platform brings along. It proves nobody and does nothing: whatever acts stands in the panel. */
export interface OwnPage {
  readonly path: string;
  answer(visit: URL): OwnPageAnswer;
}

export type OwnPageAnswer =
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "page"; readonly status: 200 | 400; readonly html: string; readonly frame: AdminFrame }
  | { readonly kind: "script"; readonly code: string };

/** What stands around our pages in a platform's admin. */
export interface AdminFrame {
  /** Origins that may show the page. */
  readonly ancestors: readonly string[];
  /** Addresses of scripts to load before our own, in this order. Every page works without them. */
  readonly scripts: readonly string[];
  /** Named `<meta>` elements the scripts read. */
  readonly metas: Readonly<Record<string, string>>;
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
    from: { readonly updatedAfter: string } | HistoryRange,
    cursor: string | null,
  ): Promise<ShopResult<ChangedPage>>;
  /**
   * The same list for an import, where the shop has a better way for many orders; absent: page by page all the same.
   * The cursor remembers what was begun, so whoever comes next goes on with it. An order may come twice.
   */
  readonly orderHistory?: (range: HistoryRange, cursor: string | null) => Promise<ShopResult<HistoryPage>>;
  /** The id of the order that people know by this number, address or id; absent where the id is all there is. */
  readonly findOrder?: (text: string) => Promise<ShopResult<string | null>>;
  /** Shows the accounting state on the order in the platform. Raises an `order.updated` that must start nothing. */
  showState(orderId: string, shown: ShownState): Promise<ShopResult<null>>;
  /** Products with a SKU changed since then (null = all), oldest change first; null where the grant does not show them. */
  readonly changedProducts:
    | ((updatedAfter: string | null, cursor: string | null) => Promise<ShopResult<ProductPage>>)
    | null;
  /** Sets what of these SKUs can be sold; null where the platform or its grant does not let us. */
  readonly setStock: ((levels: readonly ShopLevel[]) => Promise<ShopResult<StockSet>>) | null;
  /**
   * Takes reserved money of an order. The movement it became, or null when nothing is left to take. Absent where the
   * platform does not know it or the merchant has not granted it.
   */
  readonly capture?: (
    orderId: string,
    wanted: Reserved,
  ) => Promise<ShopResult<{ readonly id: string } | null>>;
  /** True when the platform still grants us access; a definite no marks the installation disconnected. */
  readonly canShowState: boolean;
  /** What the merchant has not let us do and can still allow in the platform's admin. */
  readonly lacks?: readonly Lack[];
  /** What we may do at this moment, in the platform's words; absent where that never changes after the installation. */
  readonly grants?: () => Promise<ShopResult<readonly string[]>>;
  /** For shops whose `updatedAt` may miss what money did: every night their lists are held against what was booked. */
  readonly looksBack?: { readonly days: number };
  /** Absent where the platform does not list its customers. */
  readonly customers?: ShopCustomers;
  /** Absent where the platform has no payouts or the merchant has not granted them: the feature is off. */
  readonly payouts?: ShopPayouts;
}

/** A feature that is off, and the words by which the platform's admin asks for it. */
export interface Lack {
  readonly feature: "older_orders" | "stock" | "payouts";
  readonly scopes: readonly string[];
}

/** What to take of a reservation. */
export interface Reserved {
  /** The platform's id of the movement that reserved it. */
  readonly authorization: string;
  /** Decimal text in `currency`. */
  readonly amount: string;
  readonly currency: string;
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

export interface ShopCustomers {
  /** Who changed something of herself at or after the instant, one page at a time; not whom only her order changed. */
  changed(
    updatedAfter: string,
    cursor: string | null,
  ): Promise<
    ShopResult<{ readonly customers: readonly ChangedCustomer[]; readonly nextCursor: string | null }>
  >;
  /** Her last order with her data as they are now in place of those it was placed with; null when either is unknown. */
  today(customer: ChangedCustomer): Promise<ShopResult<Order | null>>;
}

export interface ChangedCustomer {
  /** As an order names its customer. */
  readonly id: string;
  readonly lastOrderId: string;
}

export interface ChangedPage {
  readonly orders: readonly ChangedOrder[];
  readonly nextCursor: string | null;
}

/** When orders were placed: from the first instant, before the second. */
export interface HistoryRange {
  readonly createdAfter: string;
  readonly createdBefore: string;
}

export interface HistoryPage extends ChangedPage {
  /** The shop is still writing the list, so many orders by now: to be asked again with `nextCursor`, not earlier. */
  readonly writing?: { readonly found: number; readonly afterMs: number };
}

export interface ChangedOrder {
  readonly id: string;
  readonly updatedAt: string;
  /** True for what is no order unless it was met as one before: whoever has not is not to look at it. */
  readonly onlyKnown?: true;
  /** As `Order.listedSums`, from the list. */
  readonly listedSums?: string;
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
