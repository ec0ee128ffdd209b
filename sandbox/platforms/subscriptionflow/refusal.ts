import type { z } from "zod";

/** The site says no, in the form Laravel gives it. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 422;
  /** Sentences by field, for a 422. */
  readonly errors: Readonly<Record<string, readonly string[]>> | null;

  constructor(status: Refusal["status"], message: string, errors: Refusal["errors"] = null) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.errors = errors;
  }
}

export function invalid(field: string, sentence: string): Refusal {
  return new Refusal(422, "The given data was invalid.", { [field]: [sentence] });
}

/** Reads something by its schema; what does not fit is refused by field. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "body";
  throw invalid(field, `The ${field.replaceAll("_", " ")} ${issue?.message}.`);
}
