import type { Reporter, SerializedError, TestModule, Vitest } from "vitest/node";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Ends the output of a run with one line that people and scripts can read alike. A service that could not be had
 * counts as a failure and is named above that line.
 */
export class PlainReporter implements Reporter {
  private vitest: Vitest | null = null;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const problems = this.vitest?.getRootProject().getProvidedContext().serviceProblems ?? [];
    for (const problem of problems) console.log(`Not tested: ${problem}`);
    console.log(summaryLine(count(modules, errors.length + problems.length)));
  }
}

/** `12 passed, 0 failed`, and `, 3 skipped` when some were. */
function summaryLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** A file that could not be loaded and an error outside any test each count as one failure. */
function count(modules: readonly TestModule[], strayErrors: number): Counts {
  let [passed, failed, skipped] = [0, strayErrors, 0];
  for (const module of modules) {
    failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "failed") failed += 1;
      else skipped += 1;
    }
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
  }
  return { passed, failed, skipped };
}
