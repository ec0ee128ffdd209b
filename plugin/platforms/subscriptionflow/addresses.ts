import type { Secrets } from "../../ports.ts";
import type { AppIdentity, Installation, PastedAddress, RenewedAddresses, ShopPorts } from "../platform.ts";
import { newSecret } from "./secret-texts.ts";
import { webhookToken } from "./webhook.ts";

/** What a merchant is asked to paste: one webhook each, because the site knows one module and one event per address. */
const PASTED: readonly (readonly [module: string, event: string])[] = [
  ["invoices", "updated"],
  ["invoices", "paid"],
  ["transactions", "created"],
  ["credit-notes", "created"],
];

/** Addresses are pasted by hand, by somebody who has other things to do: a week. */
const GRACE_MS = 7 * 86_400_000;

/** The addresses to paste; `{SF_ID}` is the site's own placeholder for the record's id. */
export function addressesOf(
  site: string,
  secret: string,
  app: Pick<AppIdentity, "publicUrl">,
): PastedAddress[] {
  const door = `${app.publicUrl}/webhooks/subscriptionflow/${webhookToken(site, secret)}`;
  return PASTED.map(([module, event]) => ({
    module,
    event,
    address: `${door}?module=${module}&id={SF_ID}`,
  }));
}

/** The secrets of a site's addresses, kept when somebody signs up again: what was pasted goes on working. */
export function addressSecrets(known: Secrets | null): Secrets {
  const {
    webhook_secret: secret = newSecret(),
    webhook_secret_before: before,
    webhook_before_until: until,
  } = known ?? {};
  return {
    webhook_secret: secret,
    ...(before === undefined || until === undefined
      ? {}
      : { webhook_secret_before: before, webhook_before_until: until }),
  };
}

/** New addresses. Those before them answer for another week; those before these end at once. */
export async function renewAddresses(
  installation: Installation,
  { vault, clock, app }: ShopPorts,
): Promise<RenewedAddresses> {
  const until = new Date(clock.now() + GRACE_MS).toISOString();
  const secret = newSecret();
  await vault.update(async (kept) => {
    const before = kept["webhook_secret"];
    return {
      ...kept,
      webhook_secret: secret,
      ...(before === undefined ? {} : { webhook_secret_before: before, webhook_before_until: until }),
    };
  });
  return { paste: addressesOf(installation.tenantId, secret, app), earlierUntil: until };
}
