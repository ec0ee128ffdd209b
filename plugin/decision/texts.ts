import Handlebars from "handlebars";
import { formatMoney } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { dayIn } from "./dates.ts";
import { paymentMethod } from "./trigger.ts";

const compiled = new Map<string, HandlebarsTemplateDelegate>();
const MAX_COMPILED = 500;
const MAX_LENGTH = 1000;

// Conditions only: a few nested loops in 500 characters would keep a worker busy for hours, `log` would write to it.
const CONDITIONS_ONLY = {
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { if: true, unless: true, each: false, with: false, log: false, lookup: false },
} as const;
// Said outright, or every template that tries would write a warning to the console.
const NO_PROTOTYPES = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;
const engine = Handlebars.create();

/** Every word a template may use and what it means; docs/reference/templates.md is made from this table. */
export const templateWords = {
  "order.id": "The platform's id of the order.",
  "order.number": "The order's number as the shop shows it.",
  "order.total": "What the customer was charged, such as 249.00.",
  "order.currency": "Currency of the total, ISO 4217.",
  "order.source": "web, pos, subscription or import.",
  "order.channel": "The platform's name of the sales channel.",
  "order.kind": "order, renewal or adjustment.",
  "order.created_at": "When it was placed, as the platform states it.",
  "order.date": "The day it was placed, in the shop's time zone.",
  "order.discount_codes": "Discount codes with a comma between them.",
  "order.subscription": "The subscription it belongs to.",
  "order.period_start": "First day of the subscription's period.",
  "order.period_end": "Last day of the subscription's period.",
  "customer.id": "The platform's id of the buyer.",
  "customer.name": "The buyer's name.",
  "customer.email": "The buyer's e-mail address.",
  "customer.phone": "The buyer's telephone number.",
  "customer.company": "The buyer's company.",
  "customer.country": "The buyer's country.",
  "customer.reference": "The buyer's reference.",
  "customer.vat_number": "The buyer's VAT number.",
  "customer.organisation_number": "The buyer's organisation number.",
  "payment.method": "The platform's name of the method the order is paid with first.",
  "shipping.title": "Ways of delivery with a comma between them.",
  "shipping.name": "To whom it is delivered.",
  "shipping.city": "Where it is delivered.",
  "shipping.country": "Country of delivery.",
  "line.title": "The line's title; only in the text of a row that a rule sets.",
} as const;

interface TextOptions {
  /** The title of the line whose row's text is rendered. */
  readonly lineTitle?: string;
  /** What the template may name besides the order. */
  readonly more?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Characters; longer texts are cut. */
  readonly maxLength?: number;
}

/**
 * Renders a merchant's template over the order: `{{order.number}}`, `{{customer.name}}` and so on.
 * Handlebars gives templates no prototype access; no helpers of ours exist. Null when nothing is left, and for a
 * template that cannot be rendered: settings are checked when they are saved, and a text never stops a document.
 */
export function renderText(template: string, order: Order, options: TextOptions = {}): string | null {
  const { lineTitle = "", more = {}, maxLength = MAX_LENGTH } = options;
  if (template === "") return null;
  if (!template.includes("{{")) return template.slice(0, maxLength);
  let render = compiled.get(template);
  if (render === undefined) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    render = engine.compile(template, CONDITIONS_ONLY);
    compiled.set(template, render);
  }
  try {
    const text = render({ ...view(order, lineTitle), ...more }, NO_PROTOTYPES)
      .trim()
      .slice(0, maxLength);
    return text === "" ? null : text;
  } catch {
    return null;
  }
}

/** True when the text is a template that renderText can use. */
export function isTemplate(template: string): boolean {
  if (!template.includes("{{")) return true;
  try {
    engine.precompile(template, CONDITIONS_ONLY);
    return !/\{\{[~{]*\s*[#>]\s*(>|\*)|\{\{[~{]*\s*>/.test(template); // partials: there are none
  } catch {
    return false;
  }
}

type Word = keyof typeof templateWords;

function view(order: Order, lineTitle: string): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const [word, text] of Object.entries(wordsOf(order, lineTitle))) {
    const [group = "", name = ""] = word.split(".");
    groups[group] = { ...groups[group], [name]: text ?? "" };
  }
  return groups;
}

function wordsOf(order: Order, lineTitle: string): Record<Word, string | null> {
  const { customer, shipTo, subscription } = order;
  return {
    "order.id": order.id,
    "order.number": order.number,
    "order.total": formatMoney(order.total),
    "order.currency": order.currency,
    "order.source": order.source,
    "order.channel": order.channel,
    "order.kind": order.kind,
    "order.created_at": order.createdAt,
    "order.date": dayIn(order.timeZone, order.createdAt),
    "order.discount_codes": order.discountCodes.join(", "),
    "order.subscription": subscription?.id ?? null,
    "order.period_start": subscription?.period?.start ?? null,
    "order.period_end": subscription?.period?.end ?? null,
    "customer.id": customer.id,
    "customer.name": customer.name,
    "customer.email": customer.email,
    "customer.phone": customer.phone,
    "customer.company": customer.company,
    "customer.country": customer.country,
    "customer.reference": customer.reference,
    "customer.vat_number": customer.vatNumber,
    "customer.organisation_number": customer.organisationNumber,
    "payment.method": paymentMethod(order) ?? null,
    "shipping.title": order.shipping.map((line) => line.title).join(", "),
    "shipping.name": shipTo?.name ?? null,
    "shipping.city": shipTo?.city ?? null,
    "shipping.country": shipTo?.country ?? null,
    "line.title": lineTitle,
  };
}
