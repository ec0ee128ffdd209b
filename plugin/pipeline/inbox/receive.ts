import { payoutKey } from "../../domain/payout.ts";
import type { Installation, Platform, RawDelivery, VerifiedDelivery } from "../../platforms/platform.ts";
import type { Secrets } from "../../ports.ts";
import { receivedAt } from "../../store/incoming/inbox.ts";
import {
  findInstallation,
  readInstallation,
  setInstallationScopes,
  setInstallationStatus,
  sweepSoon,
} from "../../store/installations.ts";

import type { Context } from "../context.ts";
import { wantRedaction } from "../erasure/redact.ts";
import { wantReport } from "../erasure/report.ts";
import { vaultOf } from "../setup/vault.ts";
import type { InboxWriter } from "./inbox-writer.ts";

const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;
const MAX_ID = 191;
/** A shop whose customers are all written anew by another program tells so of each. */
const CUSTOMERS_WAIT_MS = 60_000;

export type Received =
  | {
      readonly kind: "accepted";
      readonly isNew: boolean;
      readonly delivery: VerifiedDelivery;
      readonly installation: Installation;
    }
  | { readonly kind: "malformed" }
  | { readonly kind: "unreadable" }
  /** Unknown sender and wrong signature look the same from outside. */
  | { readonly kind: "refused" }
  /** Genuine, but of a shop that is not ours (any more), and its platform wants no word about that. */
  | { readonly kind: "ignored" }
  | { readonly kind: "gone" };

interface Cached {
  readonly installation: Installation;
  readonly secrets: Secrets;
  readonly readAt: number;
}

/** Takes deliveries: proves them on the raw bytes before anything else, stores them, and only then says yes. */
export class Receiver {
  readonly #context: Context;
  readonly #inbox: InboxWriter;
  readonly #cache = new Map<string, Cached>();

  constructor(context: Context, inbox: InboxWriter) {
    this.#context = context;
    this.#inbox = inbox;
  }

  /** Of the platforms that use this door, the first that knows its own claims the delivery. */
  async receive(platforms: readonly Platform[], raw: RawDelivery): Promise<Received> {
    const claimed = claimOf(platforms, raw);
    if (typeof claimed === "string") return { kind: claimed };
    const { platform, issuer, tenantId } = claimed;
    const proven = await this.#prove(platform, raw, issuer, tenantId);
    if (proven === "refused" && platform.webhooks.isGenuine?.(raw) === true) return { kind: "ignored" };
    if (proven === "refused" || proven === "unreadable") return { kind: proven };
    const { installation, delivery } = proven;
    const { meaning } = delivery;
    // A shop asks to be forgotten after it has left.
    if (installation.status === "uninstalled" && meaning.kind !== "redact") {
      return { kind: platform.webhooks.isGenuine === undefined ? "gone" : "ignored" };
    }
    if (delivery.deliveryId.length > MAX_ID) return { kind: "unreadable" };
    if (meaning.kind === "redact") {
      await wantRedaction(this.#context, installation.id, meaning.customerId, meaning.orderIds);
    }
    if (meaning.kind === "report") {
      await wantReport(this.#context, installation.id, delivery.deliveryId, meaning);
    }
    const isNew = await this.#inbox.write({
      installationId: installation.id,
      deliveryId: delivery.deliveryId,
      source: meaning.kind === "action" ? "sync" : "webhook",
      type: delivery.type.slice(0, MAX_ID),
      orderIds: orderIds(delivery),
      // What names a person is not kept.
      body:
        meaning.kind === "redact" || meaning.kind === "report" || delivery.dropsBody === true
          ? null
          : raw.body.toString("utf8"),
    });
    this.#context.ports.log.debug("a delivery was stored", {
      installation: installation.id,
      delivery: delivery.deliveryId,
      type: delivery.type,
      isNew,
    });
    const isDue = isNew || (await this.#isUnheard(installation.id, delivery));
    if (isDue && meaning.kind === "uninstalled") await this.#uninstall(installation);
    if (isNew && meaning.kind === "changes") {
      await sweepSoon(this.#context.store, installation.id, this.#context.ports.clock.now());
    }
    if (isNew && meaning.kind === "customers") {
      await sweepSoon(
        this.#context.store,
        installation.id,
        this.#context.ports.clock.now() + CUSTOMERS_WAIT_MS,
      );
    }
    if (isDue && meaning.kind === "granted") await this.#grant(installation, meaning.scopes);
    return { kind: "accepted", isNew, delivery, installation };
  }

  /** With what is remembered of the installation first; a refusal asks the store, where a new secret may be. */
  async #prove(
    platform: Platform,
    raw: RawDelivery,
    issuer: string,
    tenantId: string,
  ): Promise<{ installation: Installation; delivery: VerifiedDelivery } | "refused" | "unreadable"> {
    const key = JSON.stringify([issuer, tenantId]);
    const now = this.#context.ports.clock.now();
    const cached = this.#cache.get(key);
    // A shop that had left may be back: its first order must not be taken for a stranger's.
    const isHere = cached !== undefined && cached.installation.status !== "uninstalled";
    if (isHere && now - cached.readAt < CACHE_MS) {
      const delivery = platform.webhooks.verify(raw, cached.secrets, now);
      // A farewell may be older than what we remember: the shop may have come back meanwhile.
      const isFarewell = typeof delivery === "object" && delivery.meaning.kind === "uninstalled";
      if (typeof delivery === "object" && !isFarewell) return { installation: cached.installation, delivery };
    }
    const fresh = await this.#read(key, platform, issuer, tenantId, now);
    if (fresh === null) return "refused";
    const delivery = platform.webhooks.verify(raw, fresh.secrets, now);
    return typeof delivery === "object" ? { installation: fresh.installation, delivery } : delivery;
  }

  async #read(
    key: string,
    platform: Platform,
    issuer: string,
    tenantId: string,
    now: number,
  ): Promise<Cached | null> {
    const installation = await findInstallation(this.#context.store, issuer, tenantId);
    if (installation === null || installation.platform !== platform.id) return null;
    const secrets = await vaultOf(this.#context, "installations", installation.id).read();
    const cached = { installation, secrets, readAt: now };
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(key, cached);
    return cached;
  }

  /**
   * A repeat of what was stored and never done: whoever stored it may have died before. One that is older than what we
   * know of the shop is only late: it may be back since.
   */
  async #isUnheard(installationId: number, { deliveryId, meaning }: VerifiedDelivery): Promise<boolean> {
    if (meaning.kind !== "uninstalled" && meaning.kind !== "granted") return false;
    const { store } = this.#context;
    const stored = await receivedAt(store, installationId, deliveryId);
    const known = await readInstallation(store, installationId);
    return stored !== null && known !== null && known.updatedAt < stored;
  }

  async #grant(installation: Installation, scopes: readonly string[]): Promise<void> {
    const { store, ports } = this.#context;
    await setInstallationScopes(store, installation.id, scopes, ports.clock.now());
    ports.log.info("a shop has changed what we may do", { installation: installation.id, scopes });
  }

  async #uninstall(installation: Installation): Promise<void> {
    this.#cache.clear();
    await setInstallationStatus(
      this.#context.store,
      installation.id,
      "uninstalled",
      this.#context.ports.clock.now(),
    );
    this.#context.ports.log.info("an installation was removed by its platform", {
      installation: installation.id,
    });
  }
}

function claimOf(
  platforms: readonly Platform[],
  raw: RawDelivery,
): { platform: Platform; issuer: string; tenantId: string } | "malformed" | "refused" {
  let refusal: "malformed" | "refused" = "malformed";
  for (const platform of platforms) {
    const claim = platform.webhooks.claim(raw);
    if (typeof claim === "object") return { platform, ...claim };
    if (claim === "unknown") refusal = "refused";
  }
  return refusal;
}

function orderIds(delivery: VerifiedDelivery): readonly string[] {
  const { meaning } = delivery;
  if (meaning.kind === "payout") return meaning.payoutIds.map(payoutKey).filter((id) => id.length <= MAX_ID);
  return meaning.kind === "order" || meaning.kind === "action"
    ? meaning.orderIds.filter((id) => id !== "" && id.length <= MAX_ID)
    : [];
}
