import { z } from "zod";
import type { Lack, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { seesCompanies } from "./company-trade.ts";
import { grantsDocument } from "./documents/shop.ts";
import { unreadable } from "./read-order.ts";
import type { Granted, Scope } from "./scopes.ts";

const FEATURES: readonly { readonly feature: Lack["feature"]; readonly scopes: readonly Scope[] }[] = [
  { feature: "older_orders", scopes: ["read_all_orders"] },
  { feature: "stock", scopes: ["write_inventory"] },
  { feature: "payouts", scopes: ["read_shopify_payments_payouts", "read_shopify_payments_accounts"] },
];

export function lacksOf(granted: Granted): Lack[] {
  const lacks = FEATURES.filter(({ scopes }) => !scopes.every(granted));
  // One of two scopes does, and the app asks for the other with the installation.
  return seesCompanies(granted) ? lacks : [...lacks, { feature: "companies", scopes: ["read_companies"] }];
}

const answer = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

/** What the merchant lets us do now; the webhook about a change may be late or lost. */
export async function readGrants(ask: Ask): Promise<ShopResult<readonly string[]>> {
  const asked = await ask(grantsDocument, {});
  if (!asked.ok) return asked;
  const read = answer.safeParse(asked.data);
  if (!read.success) return unreadable("what it allows us", read.error);
  return { ok: true, value: read.data.currentAppInstallation.accessScopes.map((scope) => scope.handle) };
}
