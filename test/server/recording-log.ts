import type { Log } from "../../plugin/ports.ts";

export interface RecordedLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly detail: Record<string, unknown> | undefined;
}

/** A log that keeps its lines for a test to read. */
export function createRecordingLog(): { readonly log: Log; readonly lines: RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const at = (level: RecordedLine["level"]) => (message: string, detail?: Record<string, unknown>) => {
    lines.push({ level, message, detail });
  };
  return { log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }, lines };
}
