import type { ActionReply } from "./actions.ts";
import type { ApiCall } from "./api.ts";
import type { Product } from "./catalogue.ts";
import type { ShopFaults } from "./faults.ts";
import type { ShopOrder } from "./order.ts";
import type { OrderDraft } from "./order-draft.ts";
import type { PayoutDraft } from "./payouts.ts";
import type { RefundDraft } from "./refunds.ts";
import type { SessionClaims } from "./session-token.ts";
import type { Delivery } from "./webhooks.ts";

/** The merchant whose shop this is. */
export interface Tenant {
  id: string;
  name: string;
  /** ISO 3166 alpha-2. */
  country: string;
  /** ISO 4217. */
  currency: string;
  /** IANA name. */
  timezone: string;
}

export interface ShopOptions {
  /** 0 or absent: a free one. */
  port?: number;
  /** JSON; a second start with the same file continues with its orders and its installed app. */
  dataFile?: string;
  tenant?: Tenant;
  /** The day the shop plays; it dates orders, refunds and payments. */
  today?: () => Date;
  /** The time by which tokens expire and webhooks are signed; the real one unless a test moves it. */
  now?: () => Date;
}

/** A running shop. Everything a merchant, a customer or a payment provider would do to it. */
export interface Shop {
  /** Origin of the admin, the OAuth server and the API; also the `iss` of everything it signs. */
  url: string;
  faults: ShopFaults;

  placeOrder(draft: OrderDraft): Promise<ShopOrder>;
  /** Stores a whole order as it is, apart from `updated_at`, which is always the shop's own. */
  putOrder(order: ShopOrder): Promise<void>;
  refund(orderId: string, draft: RefundDraft): Promise<ShopOrder>;
  /** Takes what is still owed on the order. */
  pay(orderId: string, gateway?: string): Promise<ShopOrder>;
  cancel(orderId: string): Promise<ShopOrder>;
  fulfil(orderId: string): Promise<ShopOrder>;
  putPayout(payout: PayoutDraft): Promise<void>;
  /** The payment providers pay out every movement that no payout has settled, less their fees. */
  payOut(): Promise<PayoutDraft[]>;
  /** Changes a product of the catalogue. */
  changeProduct(sku: string, changes: Partial<Omit<Product, "id" | "sku" | "updated_at">>): Promise<void>;

  /** Reads and checks the manifest, notes the merchant's consent, and returns the address to visit. */
  install(manifestUrl: string): Promise<string>;
  /** Withdraws all tokens, forgets the app and tells it so. */
  uninstall(): Promise<void>;
  /** A token for the app's embedded pages; `claims` replace the usual ones. */
  sessionToken(claims?: SessionClaims): Promise<string>;
  /** Presses "Sync now" for these orders. */
  syncNow(ids: string[]): Promise<ActionReply>;

  order(id: string): ShopOrder | undefined;
  orders(): ShopOrder[];
  /** What can be sold, by SKU, of products whose stock was set. */
  stock(): ReadonlyMap<string, string>;
  apiCalls(): ApiCall[];
  deliveries(): Delivery[];
  /** Resolves when no delivery is on its way; those waiting for a later attempt do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
