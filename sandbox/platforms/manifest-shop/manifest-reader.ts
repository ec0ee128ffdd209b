import { z } from "zod";

/** Every scope this platform knows; one it does not know makes a manifest invalid. */
export const PLATFORM_SCOPES = [
  "offline_access",
  "orders:read",
  "orders:write",
  "refunds:read",
  "customers:read",
  "products:read",
  "payments:read",
  "payments:write",
  "payouts:read",
  "stock:read",
  "stock:write",
] as const;

/** A client metadata document stays under 5 KiB. */
const MAX_BYTES = 5 * 1024;
const FETCH_TIMEOUT_MS = 5_000;

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/** The contract asks for https; a stand-in on loopback meets apps on loopback, which have none. */
const address = z
  .string()
  .refine(isSecureAddress, "must be an https address without user info or fragment (http only on loopback)");

const text = z
  .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, "must be a locale"), z.string())
  .refine((texts) => "en" in texts, "must contain en");

const actionSchema = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  label: text,
  resource: z.enum(["order", "invoice", "refund", "customer", "product"]),
  views: z.array(z.enum(["detail", "list"])).min(1),
  mode: z.enum(["server", "page"]),
  url: address,
  max_ids: z.int().min(1).max(100).optional(),
  scopes: z.array(z.string()).optional(),
  confirm: z.boolean().optional(),
});

const manifestSchema = z.looseObject({
  manifest_version: z.literal("1.0"),
  client_id: address,
  client_name: z.string().min(1).max(30),
  client_uri: address,
  logo_uri: address.optional(),
  policy_uri: address.optional(),
  tos_uri: address.optional(),
  redirect_uris: z.array(address).min(1).max(10).refine(isUnique, "must be unique"),
  initiate_login_uri: address,
  grant_types: z
    .array(z.enum(["authorization_code", "refresh_token"]))
    .refine((types) => types.includes("authorization_code"), "must contain authorization_code"),
  response_types: z.tuple([z.literal("code")]),
  scope: z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/),
  token_endpoint_auth_method: z.enum(["private_key_jwt", "none"]),
  token_endpoint_auth_signing_alg: z.enum(["ES256", "EdDSA", "RS256"]).default("ES256"),
  jwks_uri: address,
  client_secret: z.never("a public document holds no secret").optional(),
  client_secret_expires_at: z.never("a public document holds no secret").optional(),
  app: z.looseObject({
    description: text.optional(),
    embedded: z.looseObject({
      settings: z.looseObject({ title: text, url: address, placement: z.enum(["settings", "navigation"]) }),
      session: z.looseObject({
        method: z.literal("jwt"),
        delivery: z.array(z.enum(["bearer", "query:id_token", "postmessage"])).min(1),
        algs: z.array(z.enum(["RS256", "ES256", "EdDSA"])).min(1),
        max_age_seconds: z.int().min(30).max(600),
      }),
    }),
    actions: z.array(actionSchema),
    webhooks: z.looseObject({
      spec: z.literal("standard-webhooks/1.0.0"),
      url: address,
      signature: z.array(z.enum(["v1", "v1a"])).min(1),
      payload: z.enum(["thin", "full"]),
      events: z.array(z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/)).refine(isUnique, "must be unique"),
    }),
  }),
});

export type AppManifest = z.infer<typeof manifestSchema>;
export type AppAction = AppManifest["app"]["actions"][number];

/** The manifest cannot be installed; every reason is one sentence. */
export class ManifestRefused extends Error {
  readonly reasons: readonly string[];

  constructor(url: string, reasons: readonly string[]) {
    super(`The manifest ${url} is refused: ${reasons.join("; ")}`);
    this.name = "ManifestRefused";
    this.reasons = reasons;
  }
}

/** Fetches the document behind a client id and holds it against every rule of the contract. */
export async function readManifest(url: string): Promise<AppManifest> {
  if (!isClientId(url)) {
    throw new ManifestRefused(url, ["the address must be https (http on loopback) and have a path"]);
  }
  const parsed = manifestSchema.safeParse(await fetchDocument(url));
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new ManifestRefused(url, reasons);
  }
  const reasons = contradictionsOf(parsed.data, url);
  if (reasons.length > 0) throw new ManifestRefused(url, reasons);
  return parsed.data;
}

/** The scopes of a manifest or of a request, in their order. */
export function scopesOf(scope: string): string[] {
  return scope.split(" ").filter((each) => each !== "");
}

async function fetchDocument(url: string): Promise<unknown> {
  let response: Response;
  let body: ArrayBuffer;
  try {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    response = await fetch(url, { redirect: "manual", headers: { accept: "application/json" }, signal });
    body = await response.arrayBuffer();
  } catch (cause) {
    throw new ManifestRefused(url, [
      `it cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    ]);
  }
  if (response.status !== 200) throw new ManifestRefused(url, [`it answered ${response.status}, not 200`]);
  if (!/^application\/([a-z.-]+\+)?json\b/.test(response.headers.get("content-type") ?? "")) {
    throw new ManifestRefused(url, ["its content type is not application/json"]);
  }
  if (body.byteLength >= MAX_BYTES) {
    throw new ManifestRefused(url, [`it has ${body.byteLength} bytes, ${MAX_BYTES} are too many already`]);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new ManifestRefused(url, ["it is not JSON"]);
  }
}

/** The rules that concern more than one member. */
function contradictionsOf(manifest: AppManifest, url: string): string[] {
  const reasons: string[] = [];
  const { app } = manifest;
  if (manifest.client_id !== url) reasons.push(`client_id is ${manifest.client_id}, not the address itself`);

  const origin = new URL(url).origin;
  const own = {
    initiate_login_uri: [manifest.initiate_login_uri],
    redirect_uris: manifest.redirect_uris,
    "app.embedded.settings.url": [app.embedded.settings.url],
    "app.actions": app.actions.map((action) => action.url),
    "app.webhooks.url": [app.webhooks.url],
  };
  for (const [member, addresses] of Object.entries(own)) {
    const strangers = addresses.filter((each) => new URL(each).origin !== origin);
    if (strangers.length > 0) reasons.push(`${member} leaves the origin ${origin}`);
  }

  const scopes = scopesOf(manifest.scope);
  const known: readonly string[] = PLATFORM_SCOPES;
  const unknown = scopes.filter((scope) => !known.includes(scope));
  if (unknown.length > 0) reasons.push(`scope: unknown here: ${unknown.join(" ")}`);
  for (const action of app.actions) {
    const missing = (action.scopes ?? []).filter((scope) => !scopes.includes(scope));
    if (missing.length > 0) reasons.push(`action ${action.id} needs the scope ${missing.join(" ")}`);
    if (action.mode === "server" && /[{}]/.test(action.url)) {
      reasons.push(`action ${action.id}: only pages may have a template in the address`);
    }
  }
  if (!isUnique(app.actions.map((action) => action.id))) reasons.push("action ids repeat");
  if (manifest.token_endpoint_auth_method !== "private_key_jwt") {
    reasons.push("token_endpoint_auth_method: this platform asks for private_key_jwt");
  }
  if (!app.webhooks.signature.includes("v1")) reasons.push("app.webhooks.signature: this platform signs v1");
  return reasons;
}

function isSecureAddress(value: string): boolean {
  if (/[@#\s]/.test(value)) return false;
  const url = URL.parse(value);
  if (url === null) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK_HOSTS.includes(url.hostname));
}

/** A client id has a path and is written the way it is fetched, dot segments resolved. */
function isClientId(value: string): boolean {
  if (!isSecureAddress(value)) return false;
  const url = new URL(value);
  return url.pathname !== "/" && url.href === value;
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
