import { z } from "zod";

/**
 * What an answer looks like: a type (`string`, `uuid`, `date-time`, `number`, `any` ..., with `?` where null is one of its
 * values), a list of one, or members by name.
 */
export type Shape = string | readonly [Shape] | { readonly [member: string]: Shape };

/** The answers of an API: for each call its status and the name of its shape. */
export interface Described {
  readonly calls: Readonly<Record<string, readonly [status: number, shape: string]>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const schemaOf = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

const documentOf = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const operationOf = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).optional() }),
  ),
});

/** Formats that say more than the type does. */
const TELLING = new Set(["uuid", "date", "date-time", "uri", "email"]);

/** Reads the successful JSON answers of the calls that are meant, `GET /invoices/{id}`; throws on what is no OpenAPI document. */
export function describedCalls(openApi: unknown, isMeant: (call: string) => boolean): Described {
  const { paths, components } = documentOf.parse(openApi);
  const calls: Record<string, readonly [number, string]> = {};
  const shapes: Record<string, Shape> = {};
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, described] of Object.entries(operations)) {
      const call = `${method.toUpperCase()} ${path}`;
      if (!isMeant(call)) continue;
      const { responses } = operationOf.parse(described);
      const [status, answer] = Object.entries(responses).find(([one]) => one.startsWith("2")) ?? [];
      const schema = schemaOf.safeParse(answer?.content?.["application/json"]?.schema);
      if (status === undefined || !schema.success) continue;
      const name = schema.data.$ref?.split("/").at(-1) ?? call;
      calls[call] = [Number(status), name];
      shapes[name] ??= shapeOf(schema.data, components.schemas);
    }
  }
  return { calls, shapes };
}

function shapeOf(given: unknown, schemas: Readonly<Record<string, unknown>>): Shape {
  const { $ref, type, format, nullable, properties, items } = schemaOf.parse(given ?? {});
  if ($ref !== undefined) return shapeOf(schemas[$ref.split("/").at(-1) ?? ""], schemas);
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([name, one]) => [name, shapeOf(one, schemas)] as const);
    return Object.fromEntries(members);
  }
  if (type === "array") return [items === undefined ? "any" : shapeOf(items, schemas)];
  // Without a type there are words of a database (`varchar`): they promise nothing of what is sent.
  if (type === undefined) return "any";
  const word = type === "object" ? "any" : format !== undefined && TELLING.has(format) ? format : type;
  return nullable === true ? `${word}?` : word;
}
