import { conditionFields } from "../../settings/condition.ts";
import { type MemberShape, settingsForm } from "../../settings/form.ts";

/** The text of a key, or what is said where the language has none. */
type TextOr = (key: string, or: string) => string;

/**
 * The settings our sentences name, `payments.methods`, by what the pages of settings call them: "Payments › Payment
 * methods". Lists and the flow, which have editors of their own, go by the titles of those.
 */
export function settingNames(textOr: TextOr): [path: string, name: string][] {
  const lists = ["purchases.suppliers", "rules", "dimensions"].map((path): [string, string] => [
    path,
    textOr(`setting.${path}.title`, path),
  ]);
  return [
    ...settingsForm(null).flatMap((group) => namesIn(textOr, group, [])),
    ...lists,
    ["orders.flow", textOr("settings.tab.flow", "orders.flow")],
  ];
}

/** What conditions ask, `customer.type`, by what the editor of rules calls it: "Customer's type". */
export const conditionNames = (textOr: TextOr): [field: string, name: string][] =>
  Object.keys(conditionFields).map((field) => [field, textOr(`condition.field.${field}`, field)]);

function namesIn(textOr: TextOr, member: MemberShape, above: readonly string[]): [string, string][] {
  const title = member.kind === "group" ? member.path : (member.title ?? member.path);
  const titles = [...above, textOr(`setting.${member.path}.title`, title)];
  return member.kind === "group"
    ? member.members.flatMap((one) => namesIn(textOr, one, titles))
    : [[member.path, titles.join(" › ")]];
}
