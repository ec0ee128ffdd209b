import type { Role } from "../domain/role.ts";
import type { Secrets } from "../ports.ts";
import type { VendorValues, VendorVariable } from "../vendor.ts";
import type { AdoptPorts, InstallDone, InstallFlow, SignUp } from "./install.ts";
import type { AppIdentity, Installation, ShopPorts } from "./installation.ts";
import type { Shop } from "./shop.ts";

export type * from "./install.ts";
export type * from "./installation.ts";
export type * from "./shop.ts";

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
  /** False where no order says whether a buyer's VAT number is valid: new connections have VIES asked instead. */
  readonly checksVatNumbers?: boolean;
  /** What the panel needs to be shown in its admin; absent: the shop's own origins may frame it, without any script. */
  readonly frame?: (installation: Installation, app: AppIdentity) => AdminFrame;
  /** The shop of one installation. Cheap: no call is made. */
  open(installation: Installation, ports: ShopPorts): Shop;
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
  /**
   * For senders that know a door by its address alone, where nothing is signed: whoever does not know the address is
   * told that it is not there (404, else 401), and what is taken is answered 200 like any page (else 202).
   */
  readonly isSecret?: true;
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
  /** Customers have changed, and which ones only the shop's list tells: it is looked at within a minute. */
  | { readonly kind: "customers" }
  | { readonly kind: "uninstalled" }
  /** The merchant has changed what we may do. */
  | { readonly kind: "granted"; readonly scopes: readonly string[] }
  /** A customer is to be forgotten, in the orders the platform names too; or (null) everybody of a shop that left. */
  | {
      readonly kind: "redact";
      readonly customerId: string | null;
      readonly orderIds?: readonly string[];
    }
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
