import { actionOf, type Manifest, translated } from "./manifest.ts";

/** From the first version that tells an app of its own removal. */
const SALEOR_VERSIONS = ">=3.23.0 <4";

const permissions: Readonly<Record<string, readonly string[]>> = {
  // The token of an app has no end.
  offline_access: [],
  "orders:read": ["MANAGE_ORDERS"],
  "orders:write": ["MANAGE_ORDERS"],
  "refunds:read": ["MANAGE_ORDERS", "HANDLE_PAYMENTS"],
  "payments:read": ["HANDLE_PAYMENTS"],
  "payments:write": ["HANDLE_PAYMENTS"],
  "customers:read": ["MANAGE_USERS"],
  "products:read": ["MANAGE_PRODUCTS"],
  "stock:read": ["MANAGE_PRODUCTS"],
  "stock:write": ["MANAGE_PRODUCTS"],
  // Saleor takes payments through others and knows of no payouts.
  "payouts:read": [],
};

const events: Readonly<Record<string, readonly string[]>> = {
  "order.created": ["ORDER_CREATED"],
  "order.paid": ["ORDER_FULLY_PAID"],
  "order.updated": ["ORDER_UPDATED"],
  "order.cancelled": ["ORDER_CANCELLED"],
  "refund.created": ["ORDER_REFUNDED", "ORDER_FULLY_REFUNDED"],
  "customer.updated": ["CUSTOMER_UPDATED"],
  "product.updated": ["PRODUCT_VARIANT_UPDATED"],
  "app.uninstalled": ["APP_DELETED"],
  // An invoice of Saleor is a paper about its order.
  "invoice.paid": [],
  "invoice.credited": [],
  "payout.created": [],
  // Saleor asks no app to forget or to report anybody.
  "customer.redact": [],
  "customer.report": [],
  "tenant.redact": [],
};

/** What each event is about: all we want to know is whom or what to look at. */
const subjects = [
  { name: "Orders", events: /^ORDER_/, subject: "order" },
  { name: "Customers", events: /^CUSTOMER_/, subject: "user" },
  { name: "Products", events: /^PRODUCT_VARIANT_/, subject: "productVariant" },
  { name: "Removal", events: /^APP_DELETED$/, subject: "app" },
] as const;

/** The manifest a Saleor shop fetches to install an app. */
export function saleorFiles(manifest: Manifest): Readonly<Record<string, string>> {
  const { origin } = new URL(manifest.client_uri);
  const { description, urls, embedded } = manifest.app;
  const file = {
    id: manifest.software_id,
    version: manifest.software_version,
    name: manifest.client_name,
    about: description.en,
    author: manifest.client_name,
    requiredSaleorVersion: SALEOR_VERSIONS,
    permissions: translated(manifest.scope, permissions),
    appUrl: embedded.settings.url,
    tokenTargetUrl: `${origin}/saleor/register`,
    homepageUrl: manifest.client_uri,
    supportUrl: urls.documentation,
    extensions: extensionsOf(manifest, origin),
    webhooks: webhooksOf(translated(manifest.app.webhooks.events, events), `${origin}/saleor/webhooks`),
  };
  return { "manifest.json": `${JSON.stringify(file, null, 2)}\n` };
}

/** Saleor names the order in the query of each address. Its list of orders has no place for a selection. */
function extensionsOf(manifest: Manifest, origin: string): object[] {
  const onOrder = { mount: "ORDER_DETAILS_MORE_ACTIONS", target: "POPUP", permissions: ["MANAGE_ORDERS"] };
  return [
    { label: actionOf(manifest, "sync-now").label.en, ...onOrder, url: `${origin}/saleor/orders/sync` },
    { label: actionOf(manifest, "transfer-log").label.en, ...onOrder, url: `${origin}/saleor/orders` },
    {
      label: manifest.app.embedded.settings.title.en,
      mount: "NAVIGATION_ORDERS",
      // A page within the dashboard is named by its path alone.
      target: "APP_PAGE",
      permissions: ["MANAGE_ORDERS"],
      url: new URL(manifest.app.embedded.settings.url).pathname,
    },
  ];
}

function webhooksOf(wanted: readonly string[], targetUrl: string): object[] {
  return subjects.flatMap(({ name, events: ofThem, subject }) => {
    const asyncEvents = wanted.filter((event) => ofThem.test(event));
    if (asyncEvents.length === 0) return [];
    const types = asyncEvents.map((event) => `... on ${typeOf(event)} { ${subject} { id } }`);
    const query = `subscription { event { ${types.join(" ")} } }`;
    return [{ name, asyncEvents, syncEvents: [], query, targetUrl, isActive: true }];
  });
}

/** ORDER_FULLY_PAID is told by the type OrderFullyPaid. */
function typeOf(event: string): string {
  return event.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
