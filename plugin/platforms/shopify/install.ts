import { z } from "zod";
import { isCurrencyCode } from "../../domain/currency.ts";
import { HttpFailure } from "../../ports.ts";
import type { AdoptPorts, InstallDone } from "../platform.ts";
import { readAnswer } from "./answers.ts";
import { apiVersion } from "./api-version.ts";
import { shopDocument } from "./documents/shop.ts";
import { numberOf } from "./gid.ts";
import type { ShopifyOptions } from "./options.ts";
import { apiBaseOf, appAddress, claimOf, handleOf } from "./shop-name.ts";
import { requestToken, type TokenResponse } from "./token-request.ts";
import { firstSecrets } from "./tokens.ts";

const TIMEOUT_MS = 10_000;

const shopAnswer = z.object({
  shop: z.object({
    id: z.string(),
    name: z.string().min(1),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    shopAddress: z.object({ countryCodeV2: z.string().nullish() }).nullish(),
  }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

type ShopAnswer = z.output<typeof shopAnswer>;

/**
 * Installs the app for a shop whose session token was proven: Shopify has installed us already and asks nothing of us
 * (managed installation), so the token is exchanged for access of our own. Null when the shop does not give it.
 */
export async function installedShop(
  shop: string,
  sessionToken: string,
  options: ShopifyOptions,
  ports: AdoptPorts,
): Promise<InstallDone | null> {
  const answer = await requestToken(shop, { kind: "session", token: sessionToken }, options, ports.http);
  if (!answer.ok) {
    ports.log.warn("a shop did not exchange its session token", { shop, detail: answer.detail });
    return null;
  }
  const about = await aboutShop(shop, answer.value, options, ports);
  if (about === null) return null;
  const { issuer, tenantId } = claimOf(shop);
  const country = about.shop.shopAddress?.countryCodeV2 ?? "";
  return {
    ok: true,
    installation: {
      platform: "shopify",
      issuer,
      tenantId,
      tenantName: about.shop.name || handleOf(shop),
      tenantUrl: issuer,
      apiBaseUrl: apiBaseOf(shop, options),
      country: /^[A-Z]{2}$/.test(country) ? country : "",
      currency: isCurrencyCode(about.shop.currencyCode) ? about.shop.currencyCode : "",
      timeZone: about.shop.ianaTimezone,
      scopes: about.currentAppInstallation.accessScopes.map((scope) => scope.handle),
      metadata: null,
    },
    // The shop's number stands in signed bodies, its name only in headers that nobody signs.
    secrets: { ...firstSecrets(answer.value, ports.clock.now()), shop_id: numberOf(about.shop.id) },
    redirect: appAddress(shop, options),
  };
}

async function aboutShop(
  shop: string,
  token: TokenResponse,
  options: ShopifyOptions,
  ports: AdoptPorts,
): Promise<ShopAnswer | null> {
  const name = { tenantName: shop };
  try {
    const response = await ports.http({
      method: "POST",
      url: `${apiBaseOf(shop, options)}/admin/api/${apiVersion}/graphql.json`,
      headers: { "content-type": "application/json", "x-shopify-access-token": token.access_token },
      body: JSON.stringify({ query: shopDocument }),
      timeoutMs: TIMEOUT_MS,
    });
    const answer = readAnswer(response, name, ports.clock.now());
    const parsed = answer.kind === "data" ? shopAnswer.safeParse(answer.data) : null;
    if (parsed?.success === true) return parsed.data;
    ports.log.warn("a shop did not say who it is", { shop, answer: answer.kind });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    ports.log.warn("a shop did not say who it is", { shop, detail: error.message });
  }
  return null;
}
