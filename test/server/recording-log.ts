import type { Log } from "../../plugin/ports.ts";
import { logWith } from "../../server/log.ts";

export interface RecordedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly detail: Record<string, unknown> | undefined;
}

/** A log that keeps its lines for a test to read. */
export function createRecordingLog(): { readonly log: Log; readonly lines: RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const log = logWith((level, message, detail) =>
    lines.push({ level, message, detail: Object.keys(detail).length === 0 ? undefined : detail }),
  );
  return { log, lines };
}
