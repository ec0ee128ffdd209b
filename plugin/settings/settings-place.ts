/** Where a setting is changed in the panel: a page of its group, and the field on it. */
export interface SettingsPlace {
  /** Below `/embedded`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly anchor: string;
}

// Lists with conditions have an editor of their own.
const RULES = ["orders.takes", "orders.filters", "dimensions", "rules"];

/** `field`: a setting's dotted path, or a group alone. */
export function settingsPlace(field: string): SettingsPlace {
  if (field === "orders.flow") return { path: "/settings/flow", params: {}, anchor: "" };
  if (RULES.some((list) => field === list || field.startsWith(`${list}.`)))
    return { path: "/settings/rules", params: {}, anchor: field };
  const [group = ""] = field.split(".");
  return { path: "/settings", params: { group }, anchor: field };
}
