import type { AppDescription } from "./deploy/app-description.ts";
import type { ShopFaults } from "./faults.ts";
import type { ApiCall } from "./graphql/endpoint.ts";
import type { ClientSecrets } from "./oauth/secrets.ts";
import type { SessionClaims } from "./oauth/session-token.ts";
import type { Tenant } from "./store.ts";
import type { ProductDraft } from "./trade/backroom.ts";
import type { Place, Variant } from "./trade/catalogue.ts";
import type { CompanyChanges, LocationChanges } from "./trade/companies.ts";
import type { EditDraft, OrderDraft, PaymentDraft, RefundDraft, ReturnDraft } from "./trade/draft.ts";
import type { Customer, Order } from "./trade/order.ts";
import type { BalanceMove, Payout } from "./trade/payouts.ts";
import type { Delivery } from "./webhooks/sender.ts";

export interface ShopifyOptions {
  /** 0 or absent: a free one. */
  port?: number;
  clientId: string;
  clientSecret: string;
  /** What is deployed of the app. */
  app: AppDescription;
  /** JSON; a second start with the same file continues with its orders and its installation. */
  dataFile?: string;
  tenant?: Partial<Tenant>;
  /** The day the shop plays; it dates orders, refunds and payments. */
  today?: () => Date;
  /** The time by which tokens expire, webhooks are stamped and the cost bucket fills; the real one unless moved. */
  now?: () => Date;
  /** The number ids start after; give one above 2^53 to see who cannot count that far. */
  firstId?: string;
  /** Pauses before a webhook's second attempt and those after it. */
  retryPausesMs?: readonly number[];
}

/** One shop of the stand-in: everything its merchant, its customers or its bank would do. Ids are digits, no gids. */
export interface ShopifyShop {
  /** `fjall-form.myshopify.com`. */
  domain: string;
  faults: ShopFaults;

  place(draft: OrderDraft): Promise<Order>;
  /** Takes what is still owed, or captures it; see the draft for parts, gift cards, cash and failures. */
  pay(orderId: string, draft?: PaymentDraft): Promise<Order>;
  refund(orderId: string, draft: RefundDraft): Promise<Order>;
  edit(orderId: string, draft: EditDraft): Promise<Order>;
  /** Goods come back, others may leave for them; the money moves with `refundReturn` or `pay`. */
  processReturn(orderId: string, draft: ReturnDraft): Promise<Order>;
  refundReturn(
    orderId: string,
    returnId: string,
    draft?: Pick<RefundDraft, "money" | "note" | "createdAt">,
  ): Promise<Order>;
  /** Ends a payment or payback that is pending. */
  settle(orderId: string, transactionId: string, status: "SUCCESS" | "FAILURE"): Promise<Order>;
  cancel(orderId: string): Promise<Order>;
  fulfil(orderId: string, whole?: boolean): Promise<Order>;
  /** Changes something that is no amount, such as a note or the customer's name. */
  touch(orderId: string, alter: (order: Order) => void): Promise<Order>;
  remove(orderId: string): Promise<void>;
  changeCustomer(customerId: string, changes: Partial<Customer>): Promise<Customer>;
  changeCompany(companyId: string, changes: CompanyChanges): Promise<void>;
  changeCompanyLocation(locationId: string, changes: LocationChanges): Promise<void>;
  /** A product with one variant; a SKU may be there twice, or be `null`. */
  addProduct(draft: ProductDraft): Promise<Variant>;
  addPlace(name: string): Promise<Place>;
  /** The merchant decides whether the prices of her catalogue contain tax. */
  setTaxesIncluded(isIncluded: boolean): Promise<void>;
  changeProduct(sku: string, changes: Partial<Variant>): Promise<Variant>;
  /** Shopify Payments pays out what is open, and what else moved the balance. */
  payOut(besides?: readonly Omit<BalanceMove, "id" | "at">[]): Promise<Payout>;

  /** Installs the app with its required scopes, as the merchant's click does; the app hears nothing of it. */
  install(): Promise<void>;
  uninstall(): Promise<void>;
  grantScopes(scopes: readonly string[]): Promise<void>;
  revokeScopes(scopes: readonly string[]): Promise<void>;
  /** Sends the three requests privacy law has: `shop/redact` without a customer. */
  requestData(
    topic: "customers/data_request" | "customers/redact" | "shop/redact",
    customerId?: string,
  ): Promise<void>;
  /** A token for the app's embedded pages; `claims` replace the usual ones. */
  sessionToken(claims?: SessionClaims): Promise<string>;
  /** The address the admin's frame loads, with a fresh `id_token`; `path` is one of the app's own. */
  appAddress(path?: string, query?: Readonly<Record<string, string | readonly string[]>>): Promise<string>;
  /** Uses up the cost bucket down to so many points. */
  drainBucket(left?: number): void;
  expireAccessTokens(): void;

  order(id: string): Order | undefined;
  orders(): Order[];
  variants(): Variant[];
  places(): Place[];
  /** Pieces available by SKU, over all places. */
  stock(): ReadonlyMap<string, number>;
  scopes(): readonly string[] | null;
  calls(): ApiCall[];
  deliveries(): Delivery[];
  /** Sends a delivery of the past once more under its old id. */
  redeliver(deliveryId: string): void;
  /** Resolves when no delivery and no bulk operation is on its way; those waiting for a later attempt do not count. */
  idle(): Promise<void>;
}

/** The running stand-in. It is its own first shop. */
export interface Shopify extends ShopifyShop {
  /** Origin of everything: the shops' APIs stand under `/s/<domain>`, the admin under `/store/<handle>`. */
  url: string;
  appBridgeUrl: string;
  polarisUrl: string;
  secrets: ClientSecrets;
  app: AppDescription;
  /** The admin's page of the app in this shop. */
  adminUrl(handle?: string): string;
  /** Another shop on the same stand-in, with the app installed or not. */
  openShop(tenant: Partial<Tenant> & { handle: string }): ShopifyShop;
  close(): Promise<void>;
}
