import type { AppManifest } from "./manifest-reader.ts";

const SCOPE_WORDS: Record<string, string> = {
  offline_access: "Work while nobody is signed in",
  "orders:read": "Read orders",
  "orders:write": "Show the accounting state on orders",
  "refunds:read": "Read refunds",
  "customers:read": "Read customers",
  "products:read": "Read products",
  "payments:read": "Read payments",
  "payments:write": "Capture reserved payments",
  "payouts:read": "Read payouts",
  "stock:read": "Read stock levels",
  "stock:write": "Change stock levels",
};

export interface AppDescription {
  name: string;
  host: string;
  manifestUrl: string;
  description: string | undefined;
  links: { label: string; url: string }[];
  scopes: { name: string; words: string }[];
  events: string[];
  actions: { label: string; what: string }[];
}

/** What a merchant is told about an app before saying yes. */
export function describeApp(manifest: AppManifest, scopes: string[]): AppDescription {
  const links = [
    { label: "Website", url: manifest.client_uri },
    { label: "Privacy", url: manifest.policy_uri },
    { label: "Terms", url: manifest.tos_uri },
  ];
  return {
    name: manifest.client_name,
    host: new URL(manifest.client_id).host,
    manifestUrl: manifest.client_id,
    description: manifest.app.description?.["en"],
    links: links.flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }])),
    scopes: scopes.map((name) => ({ name, words: SCOPE_WORDS[name] ?? name })),
    events: manifest.app.webhooks.events,
    actions: manifest.app.actions.map((action) => ({
      label: action.label["en"] ?? action.id,
      what:
        action.mode === "page"
          ? `opens a page about an ${action.resource}`
          : `a button on ${action.resource}s`,
    })),
  };
}
