import type { Client, Reply } from "./client.ts";
import type { About } from "./errors.ts";
import { cell, isYes, type Row } from "./rows.ts";
import { compared, insertLines, readLines, type Sheet } from "./sheets.ts";

/** What became of changing a draft. */
export type Rewritten = "done" | "finished" | "gone" | "changed by hand";

/**
 * Brings a draft from what it was to what it is to be: the head first, then lines that are no longer ours go and those
 * that are missing come. Lines of both states count as ours, so that an interrupted change is taken up where it stopped;
 * any other line is somebody else's, and then nothing is touched.
 */
export async function rewriteSheet(
  client: Client,
  key: string,
  before: Sheet,
  next: Sheet,
  about: About,
): Promise<Reply<Rewritten>> {
  const { paper } = next;
  // Without `select`: an update has to send every column that is written (D18).
  const head = await client.rows(paper.table, { where: { id: key }, first: 1 }, about);
  if (!head.ok) return head;
  const [row] = head.value;
  if (row === undefined) return { ok: true, value: "gone" };
  if (isYes(row, paper.finished)) return { ok: true, value: "finished" };
  const present = await readLines(client, next, key, about);
  if (!present.ok) return present;
  const { missing, foreign } = compared(paper, next.lines, present.value);
  if (!isOurs(before, foreign)) return { ok: true, value: "changed by hand" };
  const merged = mergedHead(row, next);
  if (merged !== null) {
    const updated = await client.update(paper.table, key, merged, about);
    if (!updated.ok) return updated;
  }
  for (const line of foreign) {
    const removed = await client.remove(paper.lines, cell(line, "id"), about);
    if (!removed.ok) return removed;
  }
  if (missing.length > 0) {
    const written = await insertLines(client, next, key, missing, about);
    if (!written.ok) return written;
  }
  return { ok: true, value: "done" };
}

/** Whether a draft has exactly these lines. */
export async function hasLines(
  client: Client,
  key: string,
  sheet: Sheet,
  about: About,
): Promise<Reply<boolean>> {
  const present = await readLines(client, sheet, key, about);
  if (!present.ok) return present;
  const { missing, foreign } = compared(sheet.paper, sheet.lines, present.value);
  return { ok: true, value: missing.length === 0 && foreign.length === 0 };
}

function isOurs(before: Sheet, lines: readonly Row[]): boolean {
  return compared(before.paper, before.lines, lines).foreign.length === 0;
}

/** Every writable column, ours over what is there; null when nothing changes. */
function mergedHead(row: Row, { paper, head }: Sheet): Record<string, string> | null {
  const changed = Object.entries(head).some(([column, value]) => cell(row, column) !== value);
  if (!changed) return null;
  const kept = Object.fromEntries(paper.head.map((column) => [column, cell(row, column)]));
  return { ...kept, ...head };
}
