import { z } from "zod";
import { isTemplate } from "../../decision/texts.ts";
import { readVatNumber } from "../../domain/vat-number.ts";
import { type Settings, settingsSchema } from "../../settings/schema.ts";
import { planStockRun } from "../../store/catalogue/stock.ts";
import { listConnections, type StoredConnection } from "../../store/connections.ts";
import { sweepSoon } from "../../store/installations.ts";
import { readSettings, saveSettings } from "../../store/settings-versions.ts";
import { releaseTransfers } from "../../store/transfers/releases.ts";
import { currentSettings } from "../books.ts";
import { type Context, connectorOf } from "../context.ts";
import { planNotifications } from "../notifications/plan.ts";
import { needsProducts } from "../parties/products.ts";
import { flowErrors } from "./flow-errors.ts";
import { purchaseErrors } from "./purchase-settings.ts";
import type { SettingsError } from "./settings-error.ts";

export type SettingsChanged =
  | { readonly ok: true; readonly settings: Settings; readonly version: number }
  | { readonly ok: false; readonly errors: readonly SettingsError[] }
  | { readonly ok: false; readonly errors: "changed meanwhile" };

export type SettingsTried =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly errors: readonly SettingsError[] };

/** What a JSON merge patch (RFC 7396) would make of the settings, or what is wrong with it. Nothing is stored. */
export async function trySettings(
  context: Context,
  connection: StoredConnection,
  patch: unknown,
): Promise<SettingsTried> {
  if (!isRecord(patch))
    return { ok: false, errors: [{ path: "", code: "invalid_type", message: "must be an object" }] };
  const stored = await readSettings(context.store, connection.id, connection.settingsVersion);
  const parsed = settingsSchema.safeParse(mergePatch(stored, patch));
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.flatMap(errorsOf) };
  const errors = [
    ...crossErrors(parsed.data),
    ...unavailable(context, parsed.data),
    ...(await purchaseErrors(context, connection, parsed.data)),
    ...ledgerErrors(context, connection, parsed.data),
    ...(await flowErrors(context, connection, parsed.data)),
  ];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, settings: parsed.data };
}

/**
 * Applies a JSON merge patch (RFC 7396). Wrong values change nothing; right ones become a new version, and orders
 * that wait or are held are looked at again.
 */
export async function changeSettings(
  context: Context,
  connection: StoredConnection,
  patch: unknown,
  by: string,
): Promise<SettingsChanged> {
  const { store, ports } = context;
  const tried = await trySettings(context, connection, patch);
  if (!tried.ok) return tried;
  const { settings } = tried;
  const before = await currentSettings(context, connection);
  const { settingsVersion } = connection;
  const now = ports.clock.now();
  if (!(await saveSettings(store, connection.id, settingsVersion, settings, by, now))) {
    return { ok: false, errors: "changed meanwhile" };
  }
  const { installationId, id, isPractice } = connection;
  if (!isPractice) {
    const { enabled } = settings.stock;
    await planStockRun(store, { installationId, connectionId: id }, enabled ? now : null);
    await planNotifications(context, { installationId, connectionId: id }, settings);
  }
  if (needsProducts(settings)) await sweepSoon(store, installationId, now);
  await releaseTransfers(store, installationId, id, ["waiting", "held", "skipped"], now);
  // What this connection takes now need not be anybody else's trouble any more.
  if (JSON.stringify(before.orders.takes) !== JSON.stringify(settings.orders.takes)) {
    for (const other of await listConnections(store, installationId))
      if (other.id !== id)
        await releaseTransfers(store, installationId, other.id, ["held"], now, "NO_CONNECTION_TAKES");
  }
  return { ok: true, settings, version: settingsVersion + 1 };
}

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
};

function errorsOf(issue: Issue): SettingsError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? []).map((key) => ({
      path: [...path, key].join("."),
      code: issue.code,
      message: "There is no such setting.",
    }));
  }
  return [{ path: path.join("."), code: issue.code, message: issue.message }];
}

/** What one field alone cannot tell. */
function crossErrors(settings: Settings): SettingsError[] {
  const errors: SettingsError[] = [];
  const { reference_text, comment_text } = settings.orders;
  const { seller_number } = settings.vat;
  // VIES refuses every question of somebody it does not know.
  if (seller_number !== undefined && readVatNumber(seller_number, "")?.form !== "right") {
    const message = "is not a VAT number of an EU country";
    errors.push({ path: "vat.seller_number", code: "vat_number", message });
  }
  for (const [path, text] of [
    ["orders.reference_text", reference_text],
    ["orders.comment_text", comment_text],
    ["email.subject", settings.email.subject],
    ["email.body", settings.email.body],
    ...settings.rules.flatMap(({ set }, index) =>
      (["text", "reference_text", "comment_text"] as const).map(
        (field) => [`rules.${index}.set.${field}`, set[field] ?? ""] as const,
      ),
    ),
    ...Object.entries(settings.payments.methods).map(
      ([name, method]) => [`payments.methods.${name}.mail_text`, method.mail_text ?? ""] as const,
    ),
  ] as const) {
    if (!isTemplate(text))
      errors.push({ path, code: "template", message: "is not a template that can be read" });
  }
  if (settings.customers.mode === "single" && settings.customers.single_customer === undefined) {
    const message = "is needed when all orders go to one customer";
    errors.push({ path: "customers.single_customer", code: "required", message });
  }
  return errors;
}

/** The ledger's own settings, against its connector's schema. */
function ledgerErrors(context: Context, { system }: StoredConnection, { ledger }: Settings): SettingsError[] {
  const schema = connectorOf(context, system).settings ?? z.object({});
  const parsed = schema.strict().safeParse(ledger);
  return parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => errorsOf({ ...issue, path: ["ledger", ...issue.path] }));
}

/** What this host cannot do. */
function unavailable({ ports }: Context, { email, notifications, orders }: Settings): SettingsError[] {
  const sends = email.send !== "never" || orders.flow.some((step) => step.do.includes("email"));
  if (ports.mailer !== null) return [];
  const message = "needs a mail server, and this app has none: its operator can set SMTP_URL and MAIL_FROM";
  const paths = [
    ...(sends && email.from === "own_server" ? ["email.from"] : []),
    ...(notifications.recipients.length > 0 ? ["notifications.recipients"] : []),
  ];
  return paths.map((path) => ({ path, code: "unavailable", message }));
}

/** Settings are not half as deep; what is deeper is left to the schema, which refuses it. */
const DEEPEST = 20;

/** RFC 7396: objects merge, null removes, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown, depth = 0): unknown {
  if (!isRecord(patch) || depth > DEEPEST) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === "__proto__") continue;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value, depth + 1);
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
