import { z } from "zod";
import type { Role } from "../../domain/role.ts";
import type { Context } from "../../pipeline/context.ts";
import type { SignedIn } from "../session.ts";
import { ApiProblem, type FieldError } from "./problem.ts";

/** Who calls and with what; `query` and `body` have passed their schemas. */
export interface Call<Query, Body> extends SignedIn {
  readonly context: Context;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

interface Definition<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType> {
  readonly method: "get" | "post" | "patch" | "delete";
  /** With parameters in braces, as in the OpenAPI document. */
  readonly path: string;
  readonly summary: string;
  /** Changes of connections and settings: for administrators of the shop. */
  readonly needsAdmin: boolean;
  /** Only for a person who is signed in, not for a program with a key. */
  readonly needsSession?: boolean;
  readonly query: Query;
  readonly body: Body;
  /** Larger bodies are refused, e.g. `24mb`; absent: 256kb. */
  readonly largestBody?: string;
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: Answer;
  /** JSON unless named; a file's answer is its text. */
  readonly answerType?: "text/csv";
  /** The problems beside those every call may meet. */
  readonly problems: readonly number[];
  readonly handle: (call: Call<z.output<Query>, z.output<Body>>) => Promise<z.output<Answer>>;
}

/** One call of the API: parsed, answered and described by the same three schemas. */
export interface Endpoint extends Omit<Definition<z.ZodObject, z.ZodType, z.ZodType>, "handle"> {
  run(call: Call<unknown, unknown>): Promise<unknown>;
}

/** Who may call it: reading is for everybody, the rest for who works with orders or owns the shop. */
export function roleFor({ method, needsAdmin }: Pick<Endpoint, "method" | "needsAdmin">): Role {
  if (needsAdmin) return "owner";
  return method === "get" ? "viewer" : "bookkeeper";
}

export const noQuery = z.strictObject({});
/** Also the answer of a call that has nothing to tell. */
export const noBody = z.undefined();

export function endpoint<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType>(
  definition: Definition<Query, Body, Answer>,
): Endpoint {
  const { handle, ...described } = definition;
  return {
    ...described,
    run: (call) =>
      handle({
        ...call,
        query: parsed(described.query, call.query),
        body: parsed(described.body, call.body),
      }),
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiProblem("INVALID", { errors: result.error.issues.flatMap(errorsOf) });
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const { code, message } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join("."),
      code,
      message: "is not known here",
    }));
  }
  return [{ path: issue.path.join("."), code: issue.code, message }];
}
