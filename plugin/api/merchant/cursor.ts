import { z } from "zod";

/** The last row of a page, after which the next one begins. */
export interface Position {
  /** Null for orders nobody has looked at yet: they stand at the end. */
  readonly orderedAt: string | null;
  readonly orderId: string;
}

const written = z.tuple([z.iso.datetime().nullable(), z.string().min(1)]);

/** An opaque text for the caller to hand back. */
export function writeCursor({ orderedAt, orderId }: Position): string {
  return Buffer.from(JSON.stringify([orderedAt, orderId])).toString("base64url");
}

/** Reads a cursor; anything that we did not write is not accepted. */
export const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,1000}$/)
  .transform((text, { issues }): Position => {
    const read = written.safeParse(json(Buffer.from(text, "base64url").toString("utf8")));
    if (read.success) return { orderedAt: read.data[0], orderId: read.data[1] };
    issues.push({ code: "custom", message: "is not a cursor of ours", input: text });
    return z.NEVER;
  });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
