import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Secrets } from "../../ports.ts";
import type { Meaning, RawDelivery, WebhookReader } from "../platform.ts";
import { isSame } from "./secret-texts.ts";
import { siteName, siteUrl } from "./site.ts";

/** Modules whose events say something about money, and how their id is understood. */
const INVOICES = "invoices";
const OF_INVOICES: readonly string[] = ["transactions", "credit-notes"];
const MOST_ID = 64;

/** Names under which a body has been seen, or may be made, to hold the record's id (assumption A1). */
const ID_MEMBERS = ["id", "data[id]", "entity[id]", "invoice_id"];

/** `<site>~<secret>`: the site finds the installation, the secret is its proof. Nothing is signed here. */
const TOKEN = /^([a-z0-9][a-z0-9-]{0,62})~([\w-]{43})$/;

export const webhookToken = (site: string, secret: string): string => `${site}~${secret}`;

/**
 * Webhooks pasted into the site by its merchant: unsigned, GET or form, with or without an id. Each is a hint that
 * something has changed, never a fact; what it says is read through the API.
 */
export function webhooksOf(pattern: string): WebhookReader {
  return {
    doors: [{ path: "/webhooks/subscriptionflow/:token", methods: ["get", "post"], isSecret: true }],

    claim(delivery) {
      const site = TOKEN.exec(tokenOf(delivery))?.[1];
      if (site === undefined || siteName(site, pattern) !== site) return "unknown";
      return { issuer: siteUrl(site, pattern), tenantId: site };
    },

    verify(delivery, secrets, nowMs) {
      const secret = TOKEN.exec(tokenOf(delivery))?.[2] ?? "";
      if (!isKnown(secret, secrets, nowMs)) return "refused";
      const module = delivery.query?.["module"] ?? INVOICES;
      const id = idIn(delivery);
      return {
        // Nothing tells a copy from a second event of the same moment, and looking twice costs a call, not a booking.
        deliveryId: `hint:${randomUUID()}`,
        type: `${module}.changed`,
        meaning: meaningOf(module, id),
        // Whatever stands in it is not believed, and it may be personal.
        dropsBody: true,
      };
    },
  };
}

/** The secret of the addresses, or for a while that of the ones before. */
function isKnown(secret: string, secrets: Secrets, nowMs: number): boolean {
  const { webhook_secret: current, webhook_secret_before: before, webhook_before_until: until } = secrets;
  const isCurrent = current !== undefined && isSame(secret, current);
  const isBefore = before !== undefined && isSame(secret, before) && nowMs < Date.parse(until ?? "");
  return isCurrent || isBefore;
}

const tokenOf = (delivery: RawDelivery): string => delivery.params?.["token"] ?? "";

/** An invoice is looked at; money and credit notes name invoices only when asked, so the list is looked at. */
function meaningOf(module: string, id: string | null): Meaning {
  if (module === INVOICES) return id === null ? { kind: "changes" } : { kind: "order", orderIds: [id] };
  return OF_INVOICES.includes(module) ? { kind: "changes" } : { kind: "note" };
}

const idText = z.union([z.string().trim().min(1).max(MOST_ID), z.int()]).transform(String);
const jsonBody = z.looseObject({
  data: z.looseObject({}).nullish().catch(null),
  entity: z.looseObject({}).nullish().catch(null),
});

/** The record's id from the address, the form or JSON; a placeholder nobody filled in is none. */
function idIn({ query = {}, body }: RawDelivery): string | null {
  const candidates = [query["id"], ...formIds(body.toString("utf8")), ...jsonIds(body.toString("utf8"))];
  for (const candidate of candidates) {
    const id = idText.safeParse(candidate);
    if (id.success && !/[{}]/.test(id.data)) return id.data;
  }
  return null;
}

function formIds(body: string): unknown[] {
  const form = new URLSearchParams(body);
  return ID_MEMBERS.map((name) => form.get(name));
}

function jsonIds(body: string): unknown[] {
  try {
    const parsed = jsonBody.safeParse(JSON.parse(body));
    if (!parsed.success) return [];
    const { data, entity, id, invoice_id: invoiceId } = parsed.data;
    return [id, data?.["id"], entity?.["id"], invoiceId];
  } catch {
    return [];
  }
}
