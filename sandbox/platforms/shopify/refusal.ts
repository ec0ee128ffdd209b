import type { z } from "zod";

/** The shop does not do that: an HTTP status for the switchboard and a sentence for people. */
export class Refusal extends Error {
  readonly status: 403 | 404 | 409 | 422;

  constructor(status: Refusal["status"], message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, `There is no ${what} ${id}.`);
}

export function invalid(message: string): Refusal {
  return new Refusal(422, message);
}

export function conflict(message: string): Refusal {
  return new Refusal(409, message);
}

/** Reads something by its schema; what does not fit is refused with the first reason. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(`${issue?.path.join(".") || "body"}: ${issue?.message}`);
}
