import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import Provider, { type JWK } from "oidc-provider";
import { type LoopbackServer, serve } from "./ports.ts";

export const ISSUER = "https://shop.example";
export const API = `${ISSUER}/api/v1`;

const SCOPES =
  "orders:read orders:write refunds:read customers:read products:read payments:read payments:write payouts:read stock:read stock:write";

export interface PlatformServer extends LoopbackServer {
  /** What the contract adds to the published metadata and to the token response; tests change it. */
  readonly metadata: Record<string, unknown>;
  readonly tokenExtras: Record<string, unknown>;
  /** What the merchant grants of what is asked for; null declines. */
  grant: string | null;
  /** Walks the browser's way from the authorization address to our callback and gives the callback's query. */
  consent(authorizationUrl: string): Promise<Record<string, string>>;
}

/**
 * A platform whose OAuth server nobody here wrote: oidc-provider reads our manifest, authenticates us and issues
 * tokens. A layer over it adds what the contract adds to OAuth. It believes to be reached at `ISSUER`; our own
 * documents at `appOrigin` are fetched from `appHost`, where the test serves them.
 */
export async function startPlatform(appOrigin: string, appHost: string): Promise<PlatformServer> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kty: "RSA", kid: "shop-1", alg: "RS256", use: "sig" };
  const provider = new Provider(ISSUER, {
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    scopes: ["offline_access", ...SCOPES.split(" ")],
    clientAuthMethods: ["private_key_jwt", "none"],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    // Without the guard against loopback addresses that comes with the options.
    fetch: (input, { headers, redirect = "manual", signal = null } = {}) =>
      fetch(addressOf(input).replace(appOrigin, appHost), { redirect, signal, ...(headers && { headers }) }),
    features: {
      devInteractions: { enabled: false },
      clientIdMetadataDocument: { enabled: true, ack: "draft-02" },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        getResourceServerInfo: () => ({ scope: SCOPES, accessTokenFormat: "opaque", accessTokenTTL: 3600 }),
      },
    },
  });
  provider.proxy = true;

  const settings: Pick<PlatformServer, "metadata" | "tokenExtras" | "grant"> = {
    metadata: {
      app_platform: {
        version: "1",
        api_base_url: API,
        webhook_signature: ["v1"],
        scopes: ["orders:read", "orders:write", "refunds:read", "customers:read", "payments:read"],
      },
    },
    tokenExtras: {
      tenant: {
        id: "t1",
        name: "Mugs & More",
        url: "https://mugs.example/",
        country: "SE",
        currency: "SEK",
        timezone: "Europe/Stockholm",
      },
      api_base_url: `${API}/`,
      webhook_secret: `whsec_${randomBytes(32).toString("base64")}`,
    },
    grant: SCOPES,
  };

  provider.use(async (context, next) => {
    if (context.path.startsWith("/interaction/")) {
      await answerPrompt(provider, context.req, context.res, settings.grant);
      context.respond = false;
      return;
    }
    await next();
    if (context.status !== 200) return;
    if (context.path.startsWith("/.well-known/")) context.body = { ...context.body, ...settings.metadata };
    if (context.path === "/token") context.body = { ...context.body, ...settings.tokenExtras };
  });

  const handle = provider.callback();
  const running = await serve((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const consent = (url: string) => browse(url, running.url, `${appOrigin}/oauth/callback`);
  return Object.assign(settings, running, { consent });
}

function addressOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : input.toString();
}

type Exchange = Parameters<Provider["interactionDetails"]>;

/** The merchant signs in, and grants what is asked for as far as `granted` goes. */
async function answerPrompt(
  provider: Provider,
  request: Exchange[0],
  response: Exchange[1],
  granted: string | null,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    await provider.interactionFinished(request, response, { login: { accountId: "merchant" } });
    return;
  }
  if (granted === null) {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? "",
    clientId: String(params["client_id"]),
  });
  const asked = String(params["scope"]).split(" ");
  const isGranted = (scope: string) => ["offline_access", ...granted.split(" ")].includes(scope);
  const [allowed, denied] = [
    asked.filter(isGranted).join(" "),
    asked.filter((scope) => !isGranted(scope)).join(" "),
  ];
  grant.addOIDCScope(allowed);
  grant.addResourceScope(API, allowed);
  if (denied !== "") {
    grant.rejectOIDCScope(denied);
    grant.rejectResourceScope(API, denied);
  }
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { consent: { grantId } });
}

/** A browser with cookies that follows redirects until one leads to our callback. */
async function browse(start: string, host: string, callback: string): Promise<Record<string, string>> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 12; step += 1) {
    const response = await fetch(url.replace(ISSUER, host), {
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "x-forwarded-proto": "https",
        "x-forwarded-host": new URL(ISSUER).host,
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`no way on: ${response.status} ${await response.text()}`);
    url = new URL(location, ISSUER).href;
    if (url.startsWith(callback)) return Object.fromEntries(new URL(url).searchParams);
  }
  throw new Error("the platform redirects in circles");
}
