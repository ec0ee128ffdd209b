import type { Condition } from "../../settings/condition.ts";
import type { Page } from "../page.ts";

/** Conditions as a person says them: "Buyer's type is B2B and country is SE or NO". */
export function conditionsInWords({ texts }: Page, when: readonly Condition[]): string {
  if (when.length === 0) return texts("rules.always");
  return when
    .map(({ field, op, value }) => {
      const word = texts(`condition.op.${op === "exists" && value === false ? "missing" : op}`);
      const values = Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "";
      return [texts(`condition.field.${field}`), word, values].filter((part) => part !== "").join(" ");
    })
    .join(` ${texts("rules.and")} `);
}

/** What an entry sets: "Account: 3010, Cost centre: WEB". */
export function setInWords({ texts }: Page, set: Readonly<Record<string, unknown>>): string {
  return Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map(String);
      const words = values.map((one) =>
        texts([`setting.orders.${name}.option.${one}`, `option.${one}`], { or: one }),
      );
      return `${texts(`rules.set.${name}`)}: ${words.join(", ")}`;
    })
    .join(", ");
}
