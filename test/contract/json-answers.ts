/** An answer in JSON with a field of tomorrow in each of its objects. */
export function jsonWithMore(body: string): string {
  const parsed = parse(body);
  return parsed === undefined ? body : JSON.stringify(more(parsed));
}

/** An answer in JSON that says nothing. */
export const jsonWithLess = (body: string): string => (parse(body) === undefined ? body : "{}");

function more(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(more);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).map(([name, one]) => [name, more(one)] as const);
  return Object.fromEntries([...known, ["field_of_tomorrow", { told: [1] }]]);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
