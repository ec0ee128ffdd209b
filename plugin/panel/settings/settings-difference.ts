/** One setting that differs between two versions; undefined where a version does not have it. */
export interface SettingDifference {
  /** Dotted; entries of lists by their place. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between two versions of the settings, setting by setting. */
export function differencesBetween(before: unknown, after: unknown): SettingDifference[] {
  const [was, is] = [valuesIn(before), valuesIn(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }));
}

/** A merge patch that makes `to` of `from`: what `to` does not have is taken away. */
export function patchBetween(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return Object.fromEntries(
    names.map((name) => [name, Object.hasOwn(to, name) ? patchBetween(from[name], to[name]) : null]),
  );
}

/** Every value at its path, as text; lists of plain values in one. */
function valuesIn(value: unknown, path = ""): Map<string, string> {
  const isPlainList = Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null);
  if (isPlainList) return new Map(value.length === 0 ? [] : [[path, value.join(", ")]]);
  if (typeof value !== "object" || value === null) return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [
      ...valuesIn(member, path === "" ? name : `${path}.${name}`),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
