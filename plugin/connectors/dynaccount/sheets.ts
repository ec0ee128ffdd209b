import { decimalsEqual, isDecimalText, parseDecimal } from "../../domain/money.ts";
import type { LedgerResult } from "../connector.ts";
import type { Client, Reply } from "./client.ts";
import type { About } from "./errors.ts";
import type { Paper } from "./papers.ts";
import { cell, isYes, type Row } from "./rows.ts";
import type { Fields } from "./signature.ts";

/** A document with its lines as it is to stand in Dynaccount, and by what it is found again. */
export interface Sheet {
  readonly paper: Paper;
  readonly head: Fields;
  readonly lines: readonly Fields[];
  /** Equality filter that finds it among all documents of its table. */
  readonly where: Fields;
  /** Our reference where it stands in the text and the filter finds others as well. */
  readonly mark: string | null;
}

/**
 * Makes the document: its head, then all lines at once. Lines that are refused leave nothing behind, for the head goes
 * again; where even that fails, or no answer came, it is in doubt what is there, and `findSheet` clears up.
 */
export async function writeSheet(client: Client, sheet: Sheet, about: About): Promise<Reply<string>> {
  const { paper, head, lines } = sheet;
  const made = await client.insert(paper.table, head, about);
  if (!made.ok) return made;
  const key = cell(made.value, "id");
  const written = await insertLines(client, sheet, key, lines, about);
  if (written.ok) return { ok: true, value: key };
  const { problem } = written;
  if (problem.act === "retry" && problem.inDoubt) return written;
  const removed = await client.remove(paper.table, key, about);
  if (removed.ok) return written;
  return problem.act === "retry"
    ? { ...written, problem: { ...problem, inDoubt: true } }
    : { ...removed, problem: { ...inDoubt, theirs: problem.theirs ?? problem.message } };
}

const inDoubt = {
  act: "retry",
  message: "Dynaccount refused the lines of a document and did not take it back. It is looked up again.",
  inDoubt: true,
} as const;

export interface Found {
  /** The internal key; null = certainly absent. */
  readonly key: string | null;
  /** Several documents bear our reference: somebody has copied one. */
  readonly isAmbiguous: boolean;
}

/**
 * The document that has exactly our reference. A head that an interrupted
 * attempt left without all of its lines is removed, so that the document is made anew as a whole: lines that arrive late
 * then find nothing to join. What a person has changed since is left alone and counts as there.
 */
export async function findSheet(client: Client, sheet: Sheet, about: About): Promise<LedgerResult<Found>> {
  const { paper, where, mark } = sheet;
  const select = ["id", paper.finished, ...(mark === null ? [] : ["txt"])];
  const found = await client.rows(paper.table, { select, where }, about);
  if (!found.ok) return found;
  const keys: string[] = [];
  for (const row of found.value) {
    if (mark !== null && !cell(row, "txt").toLowerCase().includes(mark.toLowerCase())) continue;
    const key = cell(row, "id");
    const lines = isYes(row, paper.finished) ? null : await readLines(client, sheet, key, about);
    if (lines !== null && !lines.ok) return lines;
    if (lines === null || !isTorso(sheet, lines.value)) keys.push(key);
    else {
      const removed = await client.remove(paper.table, key, about);
      if (!removed.ok) return removed;
    }
  }
  const [key = null] = keys;
  return { ok: true, value: { key, isAmbiguous: keys.length > 1 } };
}

/** Whether lines are missing and those that are there are ours. */
function isTorso({ paper, lines }: Sheet, present: readonly Row[]): boolean {
  const { missing, foreign } = compared(paper, lines, present);
  return missing.length > 0 && foreign.length === 0;
}

export async function readLines(
  client: Client,
  { paper }: Pick<Sheet, "paper">,
  key: string,
  about: About,
): Promise<Reply<Row[]>> {
  const select = ["id", ...paper.compared];
  return await client.rows(paper.lines, { select, where: { [paper.parent]: key } }, about);
}

export async function insertLines(
  client: Client,
  { paper }: Pick<Sheet, "paper">,
  key: string,
  lines: readonly Fields[],
  about: About,
): Promise<Reply<Row[]>> {
  const whole = lines.map((line) => ({ [paper.parent]: key, ...line }));
  return await client.insertLines(paper.lines, whole, about);
}

export interface Compared {
  /** Lines of ours that are not there. */
  readonly missing: readonly Fields[];
  /** Lines that are there and not ours. */
  readonly foreign: readonly Row[];
}

/** Our lines against those that are there; each of them counts once. */
export function compared(paper: Paper, ours: readonly Fields[], present: readonly Row[]): Compared {
  const left = [...present];
  const missing = ours.filter((line) => {
    const at = left.findIndex((row) => isSame(paper, line, row));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing, foreign: left };
}

function isSame(paper: Paper, ours: Fields, theirs: Row): boolean {
  return paper.compared.every((column) => {
    const [a, b] = [cell(ours, column), cell(theirs, column)];
    const isAmount = paper.amounts.includes(column) && isDecimalText(a) && isDecimalText(b);
    return isAmount ? decimalsEqual(parseDecimal(a), parseDecimal(b)) : a === b.trim();
  });
}
