import type { Clock, Http, Log, Secrets } from "../ports.ts";
import type { AppIdentity, Installation, ShopPorts } from "./installation.ts";

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

export type AdoptPorts = Omit<InstallPorts, "state">;
