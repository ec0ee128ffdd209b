/** One measured figure, with what it is to be judged by: a floor of the same run, or the condition it was taken under. */
export interface Figure {
  readonly figure: string;
  readonly engine: string;
  readonly value: string;
  readonly beside: string;
}

const COLUMNS = ["figure", "engine", "value", "beside"] as const;

/** The figures as aligned columns under a heading. */
export function tableOf(figures: readonly Figure[]): string {
  const heading: Figure = {
    figure: "Figure",
    engine: "Engine",
    value: "Value",
    beside: "Floor or condition",
  };
  const lines = [heading, ...figures];
  const widths = COLUMNS.map((column) => Math.max(...lines.map((line) => line[column].length)));
  const written = lines.map((line) =>
    COLUMNS.map((column, index) => {
      const width = widths[index] ?? 0;
      return column === "value" ? line[column].padStart(width) : line[column].padEnd(width);
    })
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [written[0], rule, ...written.slice(1)].join("\n");
}

/** 12345.6 as "12,346"; small numbers keep `decimals`. */
export function rounded(value: number, decimals = 0): string {
  return value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** The one in the middle, so that a single slow start does not count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that `share` of all are at most: 0.99 for the 99th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
