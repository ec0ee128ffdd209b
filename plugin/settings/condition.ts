import { z } from "zod";

/**
 * The words of conditions: what of an order may be asked, of which kind it is and what it means. Filters, dimensions and
 * rules share them; docs/reference/conditions.md is made from this table.
 */
export const conditionFields = {
  "order.number": ["text", "The order's number as the shop shows it."],
  "order.source": ["text", "web, pos, subscription or import."],
  "order.channel": ["text", "The platform's name of the sales channel, such as marketplace."],
  "order.kind": ["text", "order, renewal or adjustment."],
  "order.currency": ["text", "Currency the customer was charged, ISO 4217."],
  "order.country": [
    "text",
    "Country of arrival, ISO 3166 alpha-2; the shop's own without a delivery address.",
  ],
  "order.total": [
    "number",
    "What the customer was charged as the order was placed, in the order's currency.",
  ],
  "order.discount_code": ["text", "Each discount code; one that fits is enough."],
  "order.tag": ["text", "Each tag of the order; one that fits is enough."],
  "customer.id": ["text", "The platform's id; guests have none."],
  "customer.type": ["text", "B2C, B2B or EAN."],
  "customer.name": ["text", "The buyer's name."],
  "customer.email": ["text", "The buyer's e-mail address."],
  "customer.company": ["text", "The buyer's company."],
  "customer.country": ["text", "The buyer's country, ISO 3166 alpha-2."],
  "customer.vat_number": ["text", "The buyer's VAT number."],
  "payment.method": ["text", "The platform's name of the method the order is paid with first."],
  "shipping.title": ["text", "Each way of delivery by its title; one that fits is enough."],
  "subscription.id": ["text", "The subscription the order belongs to."],
  "line.kind": ["text", "line, shipping, fee, gift_card, tip or balance."],
  "line.sku": ["text", "The line's SKU."],
  "line.title": ["text", "The line's title."],
  "line.nature": ["text", "goods or service."],
  "line.product_id": ["text", "The platform's id of the product."],
  "line.quantity": ["number", "How many were ordered."],
} as const satisfies Record<string, readonly [kind: "text" | "number", meaning: string]>;

export type ConditionField = keyof typeof conditionFields;

/** How a field is compared. Upper and lower case count the same. */
export const operators = {
  is: "equal",
  is_not: "not equal, or not there",
  in: "equal to one of a list",
  not_in: "equal to none of a list, or not there",
  contains: "has the text in it",
  starts_with: "begins with the text",
  greater: "a number above the value",
  less: "a number below the value",
  exists: "there (true) or not there (false)",
} as const;

export type Operator = keyof typeof operators;

const fieldNames = Object.keys(conditionFields) as [ConditionField, ...ConditionField[]];
const operatorNames = Object.keys(operators) as [Operator, ...Operator[]];

const word = z.union([z.string().min(1).max(200), z.number()]).transform(String);

/** One condition; what is compared must go with the operator and the field. */
export const condition = z
  .strictObject({
    field: z.enum(fieldNames, { error: (issue) => `There is no field ${JSON.stringify(issue.input)}.` }),
    op: z.enum(operatorNames, { error: (issue) => `There is no comparison ${JSON.stringify(issue.input)}.` }),
    value: z.union([word, z.boolean(), z.array(word).min(1).max(200)]).optional(),
  })
  .superRefine(({ field, op, value }, context) => {
    const wrong = wrongValue(field, op, value);
    if (wrong !== null) context.addIssue({ code: "custom", path: ["value"], message: wrong });
  });

export type Condition = z.output<typeof condition>;

/** All of them must hold. An empty list holds for everything. */
export const conditions = z.array(condition).max(20);

function wrongValue(field: ConditionField, op: Operator, value: Condition["value"]): string | null {
  const isNumber = conditionFields[field][0] === "number";
  switch (op) {
    case "exists":
      return value === undefined || typeof value === "boolean" ? null : "must be true or false";
    case "in":
    case "not_in":
      if (!Array.isArray(value)) return `must be a list for "${op}"`;
      return isNumber && !value.every(isDecimal) ? "must be numbers" : null;
    case "greater":
    case "less":
      if (!isNumber) return `${field} is a text and cannot be "${op}"`;
      return typeof value === "string" && isDecimal(value) ? null : "must be a number";
    case "contains":
    case "starts_with":
      return typeof value === "string" ? null : "must be a text";
    case "is":
    case "is_not":
      if (typeof value !== "string") return "must be a text";
      return isNumber && !isDecimal(value) ? "must be a number" : null;
  }
}

const isDecimal = (text: string): boolean => /^-?\d{1,12}(\.\d{1,6})?$/.test(text);

/** A list of conditions as a sentence: `customer.type is B2B and order.country in SE, NO`. */
export function conditionsText(when: readonly Condition[]): string {
  if (when.length === 0) return "always";
  return when
    .map(({ field, op, value }) => {
      if (op === "exists") return value === false ? `${field} is missing` : `${field} exists`;
      return `${field} ${op.replaceAll("_", " ")} ${Array.isArray(value) ? value.join(", ") : String(value)}`;
    })
    .join(" and ");
}
