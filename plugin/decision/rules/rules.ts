import type { Order } from "../../domain/order.ts";
import { conditionsText } from "../../settings/condition.ts";
import type { Settings } from "../../settings/schema.ts";
import type { Item } from "../rows/items.ts";
import { holds, holdsForOrder, itemSubject, orderSubject } from "./conditions.ts";

type Rule = Settings["rules"][number];
type RuleField = keyof Rule["set"];

/** The first filter that leaves an order out, in words; null when none does. */
export function filteredBy(order: Order, settings: Settings, shopCountry: string): string | null {
  for (const { name, when } of settings.orders.filters) {
    if (!holdsForOrder(when, order, shopCountry)) continue;
    const reason = conditionsText(when);
    return name === undefined
      ? `A filter leaves this order out: ${reason}.`
      : `The filter "${name}" leaves this order out: ${reason}.`;
  }
  return null;
}

/** Whether a connection takes an order at all, where several divide the orders of a shop. */
export function takes(order: Order, { orders }: Settings, shopCountry: string): boolean {
  return orders.takes.length === 0 || holdsForOrder(orders.takes, order, shopCountry);
}

/** Settings of the whole document that rules may set, and the settings they stand for. */
const DOCUMENT_FIELDS = [
  "trigger",
  "document",
  "booking",
  "terms",
  "reference_text",
  "comment_text",
] as const satisfies readonly RuleField[];

export interface Ruled {
  /** The settings that count for this order. */
  readonly settings: Settings;
  /** The rules that made them differ, in words. */
  readonly why: readonly string[];
}

/** The merchant's settings with what her rules set for an order as a whole; rows are asked one by one. */
export function ruledSettings(settings: Settings, order: Order, shopCountry: string): Ruled {
  if (settings.rules.length === 0) return { settings, why: [] };
  const matching = settings.rules.filter((rule) => holdsForOrder(rule.when, order, shopCountry));
  const set: Rule["set"] = {};
  const why: string[] = [];
  for (const field of DOCUMENT_FIELDS) {
    const rule = matching.find((one) => one.set[field] !== undefined);
    if (rule === undefined) continue;
    Object.assign(set, { [field]: rule.set[field] });
    why.push(`${ruleName(rule)}: ${field} ${String(rule.set[field])}`);
  }
  return why.length === 0 ? { settings, why } : { settings: withSet(settings, set), why };
}

function withSet(settings: Settings, set: Rule["set"]): Settings {
  const { trigger, document, booking, terms, reference_text, comment_text } = set;
  const { orders, payments, customers } = settings;
  const ofMethod = {
    ...(trigger === undefined ? {} : { trigger }),
    ...(terms === undefined ? {} : { terms }),
  };
  const ofGroup = terms === undefined ? {} : { terms };
  return {
    ...settings,
    orders: {
      ...orders,
      trigger: trigger ?? orders.trigger,
      document: document ?? orders.document,
      booking: booking ?? orders.booking,
      reference_text: reference_text ?? orders.reference_text,
      comment_text: comment_text ?? orders.comment_text,
    },
    payments: {
      ...payments,
      methods: Object.fromEntries(
        Object.entries(payments.methods).map(([name, method]) => [name, { ...method, ...ofMethod }]),
      ),
    },
    customers: {
      ...customers,
      b2c: { ...customers.b2c, ...ofGroup },
      b2b: { ...customers.b2b, ...ofGroup },
      ean: { ...customers.ean, ...ofGroup },
    },
  };
}

/** What rules and dimensions say about one row; absent fields are left to the other settings. */
export interface RowRules {
  readonly account?: string;
  readonly vat_code?: string;
  readonly article?: string;
  readonly text?: string;
  readonly cost_centre?: string;
  readonly project?: string;
  readonly bi_code?: string;
  /** Which rule said it, one sentence each. */
  readonly why: readonly string[];
}

const NOTHING: RowRules = { why: [] };
const ROW_FIELDS = ["account", "vat_code", "article", "text", "cost_centre", "project"] as const;
const DIMENSIONS = ["cost_centre", "project", "bi_code"] as const;

/** Rules in their order, each field from the first that sets it; then the first dimension entry for what is open. */
export function rowRules(item: Item, order: Order, settings: Settings, shopCountry: string): RowRules {
  const { rules, dimensions } = settings;
  if (rules.length === 0 && dimensions.length === 0) return NOTHING;
  const subject = { ...orderSubject(order, shopCountry), ...itemSubject(item, order) };
  const found: { -readonly [K in Exclude<keyof RowRules, "why">]?: string } = {};
  const why: string[] = [];
  const matching = rules.filter((rule) => holds(rule.when, subject) && mayChange(rule, item));
  for (const field of ROW_FIELDS) {
    const rule = matching.find((one) => one.set[field] !== undefined);
    const value = rule?.set[field];
    if (rule === undefined || value === undefined) continue;
    found[field] = value;
    why.push(`${ruleName(rule)}: ${field.replaceAll("_", " ")} ${value}`);
  }
  const place = dimensions.findIndex((one) => holds(one.when, subject));
  for (const field of DIMENSIONS) {
    const value = dimensions[place]?.[field];
    if (value === undefined || found[field] !== undefined) continue;
    found[field] = value;
    why.push(`dimension ${place + 1}: ${field.replaceAll("_", " ")} ${value}`);
  }
  return { ...found, why };
}

/** A sold gift card and a tip are no sales: only a rule that asks for lines means them (R8, R14). */
function mayChange(rule: Rule, item: Item): boolean {
  return !item.isOutside || rule.when.some(({ field }) => field.startsWith("line."));
}

function ruleName({ name, when }: Rule): string {
  return name === undefined ? `rule for ${conditionsText(when)}` : `rule "${name}"`;
}
