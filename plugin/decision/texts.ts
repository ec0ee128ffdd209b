import Handlebars from "handlebars";
import { formatMoney } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { PlannedRow } from "../domain/plan.ts";
import { normaliseVatNumber } from "./treatment.ts";

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

/**
 * Renders a merchant's template over the order: `{{order.number}}`, `{{customer.name}}` and so on.
 * Handlebars gives templates no prototype access; no helpers of ours exist. Null when nothing is left, and for a
 * template that cannot be rendered: settings are checked when they are saved, and a text never stops a document.
 */
export function renderText(template: string, order: Order): string | null {
  if (template === "") return null;
  if (!template.includes("{{")) return template.slice(0, MAX_LENGTH);
  let render = compiled.get(template);
  if (render === undefined) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    render = engine.compile(template, CONDITIONS_ONLY);
    compiled.set(template, render);
  }
  try {
    const text = render(view(order), NO_PROTOTYPES).trim().slice(0, MAX_LENGTH);
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

function view(order: Order): Record<string, unknown> {
  return {
    order: {
      id: order.id,
      number: order.number,
      total: formatMoney(order.total),
      currency: order.currency,
      source: order.source,
      created_at: order.createdAt,
      discount_codes: order.discountCodes.join(", "),
      subscription: order.subscription?.id ?? "",
    },
    customer: {
      name: order.customer.name,
      email: order.customer.email ?? "",
      company: order.customer.company ?? "",
      reference: order.customer.reference ?? "",
      vat_number: order.customer.vatNumber ?? "",
    },
  };
}

/** Texts the law asks for when VAT is missing (Directive 2006/112/EC, Articles 138, 146, 196 and 226). */
export function legalTexts(order: Order, rows: readonly PlannedRow[]): string[] {
  const treatments = new Set(rows.map((row) => row.treatment));
  const texts: string[] = [];
  const number = order.customer.vatNumber === null ? null : normaliseVatNumber(order.customer.vatNumber);
  const buyer = number === null ? "" : ` VAT number of the buyer: ${number}.`;
  if (treatments.has("eu_goods")) {
    texts.push(`Intra-Community supply, VAT exempt, Article 138 Directive 2006/112/EC.${buyer}`);
  }
  if (treatments.has("eu_service")) {
    texts.push(`Reverse charge, Article 196 Directive 2006/112/EC.${buyer}`);
  }
  if (treatments.has("export")) texts.push("Export, VAT exempt, Article 146 Directive 2006/112/EC.");
  return texts;
}
