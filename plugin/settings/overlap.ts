import type { Condition, ConditionField } from "./condition.ts";

/** Fields of which an order has several values: two of them may hold at once. */
const SEVERAL: ReadonlySet<ConditionField> = new Set(["order.discount_code", "order.tag", "shipping.title"]);

/**
 * Whether an order may meet both lists of conditions, as far as they tell: only what is certain counts as a no, such
 * as a currency that is SEK here and EUR there, or a tag that is there and one that is not.
 */
export function mayBothHold(a: readonly Condition[], b: readonly Condition[]): boolean {
  return !a.some((one) => b.some((other) => excludes(one, other) || excludes(other, one)));
}

function excludes(one: Condition, other: Condition): boolean {
  // What is asked of lines may hold for one line here and for another there.
  if (one.field !== other.field || one.field.startsWith("line.")) return false;
  if (isThere(one) && other.op === "exists" && other.value === false) return true;
  const among = one.op === "is" || one.op === "in" ? valuesOf(one) : null;
  if (among === null) return false;
  if (other.op === "is_not" || other.op === "not_in") return isWithin(among, valuesOf(other));
  const isSame = other.op === "is" || other.op === "in";
  return isSame && !SEVERAL.has(one.field) && !valuesOf(other).some((value) => among.includes(value));
}

/** Holds only where the field has a value. */
const isThere = ({ op, value }: Condition): boolean =>
  op === "exists" ? value !== false : op !== "is_not" && op !== "not_in";

const isWithin = (values: readonly string[], all: readonly string[]): boolean =>
  values.every((value) => all.includes(value));

function valuesOf({ value }: Condition): string[] {
  return (Array.isArray(value) ? value : [String(value)]).map((one) => one.trim().toLowerCase());
}
