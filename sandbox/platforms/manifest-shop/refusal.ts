import type { z } from "zod";

/** The shop says no: an HTTP status of the contract, a stable code and a sentence. */
export class Refusal extends Error {
  readonly status: 401 | 403 | 404 | 409 | 422;
  readonly code: string;

  constructor(status: Refusal["status"], code: string, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
  }
}

export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, "not_found", `There is no ${what} ${id}.`);
}

export function invalid(message: string): Refusal {
  return new Refusal(422, "invalid", message);
}

export function conflict(message: string): Refusal {
  return new Refusal(409, "conflict", message);
}

/** Reads something by its schema; what does not fit is refused with the first reason. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(`${issue?.path.join(".") || "body"}: ${issue?.message}`);
}
