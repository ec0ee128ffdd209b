import { z } from "zod";

/** Schemas with a name of their own in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

/** Gives a schema its name. */
export function component<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

export const fieldError = component(
  "FieldError",
  z.strictObject({
    path: z.string().meta({ description: "Dotted path; empty for the body as a whole." }),
    code: z.string(),
    message: z.string(),
  }),
);

/** RFC 9457 with our stable code; the one shape of everything that is not a success. */
export const problemDetails = component(
  "Problem",
  z.strictObject({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable: programs decide by it." }),
    detail: z.string().optional(),
    fix_url: z.url().optional().meta({ description: "The page where a person mends it." }),
    errors: z
      .array(fieldError)
      .optional()
      .meta({ description: "With status 422: each value that is not accepted." }),
  }),
);
