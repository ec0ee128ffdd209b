import type { Installation, Platform, RawDelivery, ShopPorts } from "../../../plugin/platforms/platform.ts";
import type { BadLine } from "../bad-line.ts";

/** A platform, a shop of its stand-in where we are installed, and everything its merchant would do. */
export interface PlatformWorld {
  readonly platform: Platform;
  readonly installation: Installation;
  /** They reach the stand-in over `line`. */
  readonly ports: ShopPorts;
  readonly line: BadLine;
  /** Somebody buys and pays something for this price, VAT included; gives the order's id. */
  sell(price: string): Promise<string>;
  /** The same, where an id is a number that no double holds: `id`. */
  sellLongId(): Promise<{ readonly orderId: string; readonly id: string; readonly of: "order" | "customer" }>;
  /** Something about the order changes that is no money. */
  change(orderId: string): Promise<void>;
  /** The order is spoilt so that nobody can read it; gives what mends the shop where more than the order is spoilt. */
  spoil(orderId: string): Promise<() => void>;
  /** What the shop sends about this order, as often as it sends it. */
  deliveries(orderId: string): Promise<readonly RawDelivery[]>;
  /** One that is none of this shop's, made of one that is. */
  forged(genuine: RawDelivery, how: Forgery): RawDelivery;
  sessionToken(how: "good" | Impostor): Promise<string>;
  close(): Promise<void>;
}

export type Forgery = "without its proof" | "with a wrong proof" | "proven by another shop";
export type Impostor = "expired" | "of another shop" | "for another app";

/** What only some platforms do, and what some cannot. */
export interface PlatformAbilities {
  /** Orders that make a second page of changes; absent where there is only one. */
  readonly secondPageAfter?: number;
  /** A delivery that is sent again bears the id it had. */
  readonly repeatsUnderOneId?: boolean;
  /** The accounting state is shown on the order. */
  readonly showsState?: boolean;
  /** The largest price whose cents the platform's own numbers keep; absent where amounts are texts. */
  readonly largestPrice?: string;
}
