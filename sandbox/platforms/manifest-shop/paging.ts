import { z } from "zod";
import { invalid } from "./refusal.ts";

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const instant = z.iso.datetime({ offset: true });

const pageQuerySchema = z.object({
  updated_after: instant.optional(),
  created_after: instant.optional(),
  created_before: instant.optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
});

interface Window {
  updated_after: number | null;
  created_after: number | null;
  created_before: number | null;
}

const cursorSchema = z.object({
  /** The `updated_at` of the last record handed out. */
  after: z.number(),
  window: z.object({
    updated_after: z.number().nullable(),
    created_after: z.number().nullable(),
    created_before: z.number().nullable(),
  }),
});

interface Listed {
  updated_at: string;
  created_at?: string;
}

/**
 * One page, oldest `updated_at` first. The bounds are exclusive. A cursor carries the filters it began with,
 * and stands on `updated_at`: a record that changes between two pages moves to the end and is seen again, never lost.
 */
export function pageOf<T extends Listed>(
  records: Iterable<T>,
  query: unknown,
): { data: T[]; next_cursor: string | null } {
  const asked = pageQuerySchema.safeParse(query);
  if (!asked.success) {
    const issue = asked.error.issues[0];
    throw invalid(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { cursor, limit } = asked.data;
  const resumed = cursor === undefined ? undefined : readCursor(cursor);
  const window = resumed?.window ?? {
    updated_after: instantOf(asked.data.updated_after),
    created_after: instantOf(asked.data.created_after),
    created_before: instantOf(asked.data.created_before),
  };
  const after = Math.max(resumed?.after ?? -Infinity, window.updated_after ?? -Infinity);

  const data: T[] = [];
  for (const record of records) {
    if (Date.parse(record.updated_at) <= after || !wasCreatedWithin(record, window)) continue;
    const last = data.at(-1);
    if (data.length === limit && last !== undefined) {
      return { data, next_cursor: writeCursor(Date.parse(last.updated_at), window) };
    }
    data.push(record);
  }
  return { data, next_cursor: null };
}

function wasCreatedWithin(record: Listed, { created_after: from, created_before: to }: Window): boolean {
  if (record.created_at === undefined) return true;
  const createdAt = Date.parse(record.created_at);
  return (from === null || createdAt > from) && (to === null || createdAt < to);
}

function instantOf(time: string | undefined): number | null {
  return time === undefined ? null : Date.parse(time);
}

function writeCursor(after: number, window: Window): string {
  return Buffer.from(JSON.stringify({ after, window })).toString("base64url");
}

function readCursor(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw invalid("cursor: not one of ours");
  }
}
