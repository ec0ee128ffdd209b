import type { ShopClock } from "./clock.ts";
import type { ShopFaults } from "./faults.ts";
import type { AppManifest } from "./manifest-reader.ts";
import { readManifest, scopesOf } from "./manifest-reader.ts";
import { conflict } from "./refusal.ts";
import type { InstalledApp, Store } from "./store.ts";
import type { TokenDesk } from "./tokens.ts";
import { newWebhookSecret } from "./webhook-signature.ts";
import type { Announce } from "./webhooks.ts";

interface InstallationParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  tokens: TokenDesk;
  announce: Announce;
  shopUrl: () => string;
}

/** After "Install" in the admin the merchant is not asked a second time for this long. */
const CONSENT_LIFE_MS = 10 * 60_000;

export type Installation = ReturnType<typeof openInstallation>;

/** How an app comes in and goes out again. */
export function openInstallation({ store, clock, faults, tokens, announce, shopUrl }: InstallationParts) {
  const consents = new Map<string, number>();

  /** Notes the consent given in the admin; returns where the browser has to go (OpenID third-party login). */
  async function offer(manifestUrl: string): Promise<string> {
    const manifest = await readManifest(manifestUrl);
    consents.set(manifest.client_id, clock.now().getTime() + CONSENT_LIFE_MS);
    const visit = new URL(manifest.initiate_login_uri);
    visit.searchParams.set("iss", shopUrl());
    visit.searchParams.set("target_link_uri", `${shopUrl()}/admin/apps/accounting`);
    return visit.href;
  }

  /** Whether the merchant already said yes in the admin; the answer counts for one request. */
  function takeConsent(clientId: string): boolean {
    const expiresAt = consents.get(clientId);
    consents.delete(clientId);
    return expiresAt !== undefined && expiresAt > clock.now().getTime();
  }

  function grantedOf(requested: string[]): string[] {
    return requested.filter((scope) => !faults.narrowScopes.includes(scope));
  }

  /** The handshake is done: from now on the app gets events, signed with a new secret. */
  function complete(manifest: AppManifest, scopes: string[]): InstalledApp {
    const app: InstalledApp = {
      manifest,
      scopes,
      webhook_secret: newWebhookSecret(),
      installed_at: clock.write(clock.now()),
      webhooks_disabled: false,
    };
    store.state.app = app;
    store.changed();
    return app;
  }

  function uninstall(): void {
    const { app, tenant } = store.state;
    if (app === null) throw conflict("No app is installed.");
    tokens.revokeEverything();
    announce({
      type: "app.uninstalled",
      at: clock.write(clock.now()),
      data: { id: tenant.id, object: "tenant" },
    });
    store.state.app = null;
    store.changed();
  }

  return { offer, takeConsent, grantedOf, complete, uninstall };
}

/** The scopes a request asks for; the manifest's own when it names none. */
export function requestedScopes(scope: string | undefined, manifest: AppManifest): string[] {
  return scopesOf(scope === undefined || scope === "" ? manifest.scope : scope);
}
