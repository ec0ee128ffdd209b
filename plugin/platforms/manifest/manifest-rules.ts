import { z } from "zod";
import { acceptedAddress } from "./address.ts";

const SCOPE_LIST = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/; // RFC 6749, 3.3
const DOT_SEGMENT = /\/(\.|%2e){1,2}(\/|\?|$)/i;

const unique = (list: readonly string[]) => new Set(list).size === list.length;

/**
 * The contract's rules for a manifest (an OAuth Client ID Metadata Document with an `app` member).
 * Unknown members are allowed. http is accepted only where the app itself is served on loopback, outside production.
 */
export function manifestRules(loopbackAllowed: boolean) {
  const url = z
    .string()
    .refine(
      (text) => acceptedAddress(text, loopbackAllowed) !== null && !text.includes("@"),
      "must be an https address without user information or fragment",
    );
  const texts = z
    .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, "is keyed by locale"), z.string().min(1))
    .refine((byLocale) => "en" in byLocale, "must contain en");

  const action = z.looseObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    label: texts,
    resource: z.enum(["order", "invoice", "refund", "customer", "product"]),
    views: z
      .array(z.enum(["detail", "list"]))
      .min(1)
      .refine(unique, "must not repeat"),
    mode: z.enum(["server", "page"]),
    url,
    max_ids: z.int().min(1).max(100).optional(),
    scopes: z.array(z.string()).optional(),
    confirm: z.boolean().optional(),
  });

  const app = z.looseObject({
    embedded: z.looseObject({
      settings: z.looseObject({ title: texts, url, placement: z.enum(["settings", "navigation"]) }),
      session: z.looseObject({
        method: z.literal("jwt"),
        delivery: z.array(z.enum(["bearer", "query:id_token", "postmessage"])),
        algs: z.array(z.enum(["RS256", "ES256", "EdDSA"])),
        max_age_seconds: z.int().min(30).max(600),
      }),
    }),
    actions: z.array(action),
    webhooks: z.looseObject({
      spec: z.literal("standard-webhooks/1.0.0"),
      url,
      signature: z.array(z.enum(["v1", "v1a"])),
      payload: z.enum(["thin", "full"]),
      events: z
        .array(z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/))
        .refine(unique, "must not name an event twice"),
    }),
    description: texts.optional(),
    urls: z.record(z.string(), url).optional(),
  });

  return z
    .looseObject({
      manifest_version: z.literal("1.0"),
      client_id: url.refine(isClientIdAddress, "must have a path without dot segments"),
      client_name: z.string().min(1).max(30),
      client_uri: url,
      logo_uri: url.optional(),
      policy_uri: url.optional(),
      tos_uri: url.optional(),
      redirect_uris: z.array(url).min(1).max(10).refine(unique, "must not name an address twice"),
      initiate_login_uri: url,
      grant_types: z
        .array(z.enum(["authorization_code", "refresh_token"]))
        .refine((types) => types.includes("authorization_code"), "must contain authorization_code"),
      response_types: z.tuple([z.literal("code")]),
      scope: z.string().regex(SCOPE_LIST, "must be scopes separated by single spaces"),
      token_endpoint_auth_method: z.enum(["private_key_jwt", "none"]),
      token_endpoint_auth_signing_alg: z.enum(["ES256", "EdDSA", "RS256"]).optional(),
      jwks_uri: url,
      client_secret: z.undefined("is a secret and must not be published").optional(),
      client_secret_expires_at: z.undefined("belongs to a secret and must not be published").optional(),
      app,
    })
    .superRefine(checkTogether);
}

/** What the parsed document promises; only the members that are checked against each other. */
interface Together {
  readonly client_id: string;
  readonly redirect_uris: readonly string[];
  readonly initiate_login_uri: string;
  readonly scope: string;
  readonly app: {
    readonly embedded: { readonly settings: { readonly url: string } };
    readonly actions: readonly { readonly mode: string; readonly url: string; readonly scopes?: unknown }[];
    readonly webhooks: { readonly url: string };
  };
}

/** Rules between members: one origin for all addresses we answer at, actions within the scope asked for. */
function checkTogether(manifest: Together, context: z.RefinementCtx): void {
  const complain = (path: PropertyKey[], message: string): void =>
    context.addIssue({ code: "custom", path, message });
  const { origin } = new URL(manifest.client_id);
  const onOrigin = (text: string, path: PropertyKey[]): void => {
    if (new URL(text).origin !== origin) complain(path, `must be on ${origin}`);
  };

  manifest.redirect_uris.forEach((text, index) => {
    onOrigin(text, ["redirect_uris", index]);
  });
  onOrigin(manifest.initiate_login_uri, ["initiate_login_uri"]);
  onOrigin(manifest.app.embedded.settings.url, ["app", "embedded", "settings", "url"]);
  onOrigin(manifest.app.webhooks.url, ["app", "webhooks", "url"]);

  const asked = manifest.scope.split(" ");
  manifest.app.actions.forEach((action, index) => {
    const path = ["app", "actions", index];
    onOrigin(action.url, [...path, "url"]);
    if (action.mode !== "page" && /[{}]/.test(action.url)) {
      complain([...path, "url"], "may hold a template only in mode page");
    }
    const needed = Array.isArray(action.scopes) ? action.scopes : [];
    const missing = needed.find((scope) => !asked.includes(scope));
    if (missing !== undefined) complain([...path, "scopes"], `${missing} is not in scope`);
  });
}

function isClientIdAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).pathname !== "/" && !DOT_SEGMENT.test(text);
}
