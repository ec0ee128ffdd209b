import type { AppDescription } from "../../deploy/app-description.ts";
import { gid } from "../../ids.ts";
import type { Store } from "../../store.ts";

export function shopView({ state }: Store, shop: string) {
  const { tenant } = state;
  return {
    __typename: "Shop",
    id: gid("Shop", "548380009"),
    name: tenant.name,
    email: tenant.email,
    contactEmail: tenant.email,
    shopOwnerName: "Astrid Lund",
    myshopifyDomain: shop,
    url: `https://${shop}`,
    primaryDomain: { id: gid("Domain", "1"), host: shop, url: `https://${shop}` },
    currencyCode: tenant.currency,
    enabledPresentmentCurrencies: [...new Set([tenant.currency, "EUR", "NOK", "DKK", "USD", "GBP"])],
    ianaTimezone: tenant.timeZone,
    taxesIncluded: tenant.taxesIncluded ?? true,
    taxShipping: true,
    setupRequired: false,
    plan: {
      publicDisplayName: tenant.plan,
      partnerDevelopment: false,
      shopifyPlus: tenant.plan === "Shopify Plus",
    },
    shopAddress: {
      id: gid("ShopAddress", "1"),
      countryCodeV2: tenant.country,
      company: tenant.name,
      address1: "Storgatan 1",
      city: "Stockholm",
      zip: "111 22",
    },
  };
}

export function installationView({ state }: Store, app: AppDescription) {
  return {
    __typename: "AppInstallation",
    id: gid("AppInstallation", "7001"),
    launchUrl: app.applicationUrl,
    uninstallUrl: null,
    app: { id: gid("App", "7000"), title: app.name, handle: app.handle },
    accessScopes: (state.installation?.scopes ?? []).map((handle) => ({ handle, description: handle })),
    activeSubscriptions: [],
  };
}
