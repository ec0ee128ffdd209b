import { XMLBuilder } from "fast-xml-parser";
import { type Action, actionOf, type Manifest, translated } from "./manifest.ts";

const MADE = "made from manifest.json by tools/platform-manifests.ts; change that, then run it";
/** The tab of a shop's administration our pages stand under. */
const MENU = "sw-order";
const MENU_POSITION = 90;
/** The versions that read this form of the file. */
const COMPATIBILITY = "~6.7.0";

const languages: Readonly<Record<string, string>> = { en: "en-GB", sv: "sv-SE", da: "da-DK" };

type Right = `${"read" | "update"} ${string}`;

const rights: Readonly<Record<string, readonly Right[]>> = {
  // A shop's key for an app has no end.
  offline_access: [],
  "orders:read": [
    "read order",
    "read order_line_item",
    "read order_delivery",
    "read order_address",
    "read order_customer",
    "read currency",
    "read country",
    "read state_machine_state",
  ],
  "orders:write": ["update order"],
  "refunds:read": [
    "read order_transaction",
    "read order_transaction_capture",
    "read order_transaction_capture_refund",
  ],
  "payments:read": ["read order_transaction", "read payment_method"],
  "payments:write": ["update order_transaction"],
  "customers:read": ["read customer", "read customer_address"],
  "products:read": ["read product", "read tax"],
  "stock:read": ["read product"],
  "stock:write": ["update product"],
  // Shopware takes payments through others and knows of no payouts.
  "payouts:read": [],
};

const events: Readonly<Record<string, readonly string[]>> = {
  "order.created": ["checkout.order.placed"],
  "order.paid": [
    "state_enter.order_transaction.state.paid",
    "state_enter.order_transaction.state.paid_partially",
  ],
  "order.updated": ["order.written"],
  "order.cancelled": ["state_enter.order.state.cancelled"],
  "refund.created": [
    "state_enter.order_transaction.state.refunded",
    "state_enter.order_transaction.state.refunded_partially",
    "state_enter.order_transaction.state.chargeback",
    "state_enter.order_transaction_capture_refund.state.completed",
  ],
  "customer.updated": ["customer.written"],
  "product.updated": ["product.written"],
  "app.uninstalled": ["app.deleted"],
  // A document of Shopware is a paper about its order.
  "invoice.paid": [],
  "invoice.credited": [],
  "payout.created": [],
  // Shopware asks no app to forget or to report anybody.
  "customer.redact": [],
  "customer.report": [],
  "tenant.redact": [],
};

/** The manifest.xml that lies in the folder of an app in a Shopware shop. */
export function shopwareFiles(manifest: Manifest): Readonly<Record<string, string>> {
  const { origin } = new URL(manifest.client_uri);
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    commentPropName: "#comment",
    format: true,
    indentBy: "    ",
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
  });
  const file = {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    "#comment": ` ${MADE} `,
    manifest: {
      meta: metaOf(manifest),
      setup: { registrationUrl: `${origin}/shopware/register` },
      admin: {
        "action-button": buttonsOf(actionOf(manifest, "sync-now"), `${origin}/shopware/actions/sync-now`),
        module: {
          "@name": manifest.software_id,
          "@source": manifest.app.embedded.settings.url,
          "@parent": MENU,
          "@position": String(MENU_POSITION),
          label: labels(manifest.app.embedded.settings.title),
        },
        "main-module": { "@source": manifest.app.embedded.settings.url },
      },
      permissions: permissionsOf(translated(manifest.scope, rights)),
      "allowed-hosts": { host: new URL(origin).hostname },
      webhooks: {
        webhook: translated(manifest.app.webhooks.events, events).map((event) => ({
          "@name": event.replaceAll(/[._]/g, "-"),
          "@url": `${origin}/shopware/webhooks`,
          "@event": event,
          // Drafts of an order that is being edited are nobody's turnover.
          ...(event === "order.written" ? { "@onlyLiveVersion": "true" } : {}),
        })),
      },
    },
  };
  return { "manifest.xml": builder.build(file).trim().concat("\n") };
}

function metaOf(manifest: Manifest): Record<string, unknown> {
  return {
    name: technicalName(manifest.client_name),
    label: labels({ en: manifest.client_name }),
    description: labels(manifest.app.description),
    author: manifest.client_name,
    copyright: `(c) ${manifest.client_name}`,
    version: manifest.software_version,
    license: "Proprietary",
    compatibility: COMPATIBILITY,
  };
}

/** One button beside an order and one above the list; a name may stand once, so the second has its place behind it. */
function buttonsOf({ id, views, label }: Action, url: string): object[] {
  return views.map((view) => ({
    "@action": view === "detail" ? id : `${id}-${view}`,
    "@entity": "order",
    "@view": view,
    "@url": url,
    label: labels(label),
  }));
}

function permissionsOf(granted: readonly Right[]): Record<string, string[]> {
  const of = (verb: string) =>
    granted.filter((right) => right.startsWith(`${verb} `)).map((right) => right.slice(verb.length + 1));
  return { read: of("read"), update: of("update") };
}

function labels(texts: Readonly<Record<string, string>>): object[] {
  return Object.entries(texts).map(([language, text]) => {
    const code = languages[language];
    if (code === undefined) throw new Error(`manifest.json speaks ${language}, which has no country here`);
    return { "@lang": code, "#text": text };
  });
}

/** "Ledger Relay" is LedgerRelay: also the name of the folder it lies in. */
const technicalName = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, "");
