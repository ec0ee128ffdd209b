import { apiVersion } from "../../plugin/platforms/shopify/api-version.ts";
import { optionalScopes, requiredScopes } from "../../plugin/platforms/shopify/scopes.ts";
import {
  compliancePath,
  complianceTopics,
  topics,
  webhookPath,
} from "../../plugin/platforms/shopify/topics.ts";
import { actionOf, type Manifest } from "./manifest.ts";

const MADE = "made from manifest.json by tools/platform-manifests.ts; change that, then run it";
const MAX_NAME = 30;

/** The files `shopify app deploy` takes, by path: the app's own and one extension for each place of its link. */
export function shopifyFiles(manifest: Manifest, clientId: string): Readonly<Record<string, string>> {
  const { label } = actionOf(manifest, "sync-now");
  return {
    "shopify.app.toml": appFile(manifest, clientId),
    ...linkFiles("sync-order", "admin.order-details.action.link", label),
    ...linkFiles("sync-orders", "admin.order-index.selection-action.link", label),
  };
}

function appFile(manifest: Manifest, clientId: string): string {
  const { origin } = new URL(manifest.client_uri);
  if (manifest.client_name.length > MAX_NAME) throw new Error(`client_name: at most ${MAX_NAME} letters`);
  return `# ${MADE}
client_id = ${quoted(clientId)}
name = ${quoted(manifest.client_name)}
handle = ${quoted(manifest.software_id)}
application_url = ${quoted(`${origin}/shopify`)}
embedded = true

[access]
admin = { direct_api_mode = "offline", embedded_app_direct_api_access = false }

[access_scopes]
scopes = ${quoted(requiredScopes.join(","))}
optional_scopes = ${list(optionalScopes)}

[auth]
redirect_urls = ${list([`${origin}/shopify/auth/callback`])}

[webhooks]
api_version = ${quoted(apiVersion)}

${topics.map(({ topics: names, fields }) => subscription("topics", names, webhookPath, fields)).join("\n")}
${subscription("compliance_topics", complianceTopics, compliancePath, [])}
[order.metafields.app.accounting]
type = "json"
name = "Accounting"
access.admin = "merchant_read"
`;
}

function subscription(
  kind: string,
  names: readonly string[],
  uri: string,
  fields: readonly string[],
): string {
  const included = fields.length === 0 ? "" : `  include_fields = ${list(fields)}\n`;
  return `  [[webhooks.subscriptions]]
  ${kind} = ${list(names)}
  uri = ${quoted(uri)}
${included}`;
}

function linkFiles(
  handle: string,
  target: string,
  label: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const folder = `extensions/${handle}`;
  const words = Object.entries(label).map(([language, name]) => [
    `${folder}/locales/${language === "en" ? "en.default" : language}.json`,
    `${JSON.stringify({ name }, null, 2)}\n`,
  ]);
  return {
    [`${folder}/shopify.extension.toml`]: `# ${MADE}
[[extensions]]
name = "t:name"
handle = ${quoted(handle)}
type = "admin_link"

[[extensions.targeting]]
target = ${quoted(target)}
url = "/shopify/orders/sync"
`,
    ...Object.fromEntries(words),
  };
}

/** A basic string of TOML, whose escapes are those of JSON. */
const quoted = (text: string): string => JSON.stringify(text);
const list = (texts: readonly string[]): string => `[${texts.map(quoted).join(", ")}]`;
