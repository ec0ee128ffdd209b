/** What the mutation report says of one file: how many mutants the tests caught, and those that they did not. */
export interface FileResult {
  readonly file: string;
  readonly caught: number;
  /** "12:5 a <= b -> a < b", in the order of the file; line and column are those of the unchanged file. */
  readonly survivors: readonly string[];
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The part of Stryker's report (schema 2) that is read here. */
export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: string;
          readonly replacement?: string;
          readonly location: { readonly start: Position; readonly end: Position };
        }[];
      }
    >
  >;
}

const SURVIVED = ["Survived", "NoCoverage"];
const CAUGHT = ["Killed", "Timeout"];

export function resultsOf(report: Report): FileResult[] {
  return Object.entries(report.files).map(([file, { source, mutants }]) => ({
    file,
    caught: mutants.filter((one) => CAUGHT.includes(one.status)).length,
    survivors: mutants
      .filter((one) => SURVIVED.includes(one.status))
      .sort((a, b) => a.location.start.line - b.location.start.line)
      .map(({ location, replacement = "" }) => {
        const { start } = location;
        return `${start.line}:${start.column} ${inOneLine(textAt(source, location))} -> ${inOneLine(replacement)}`;
      }),
  }));
}

/** Lines and columns count from 1. */
function textAt(source: string, { start, end }: { start: Position; end: Position }): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join("\n");
}

const inOneLine = (code: string): string => code.replace(/\s+/g, " ").trim();
