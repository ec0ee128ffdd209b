import { z } from "zod";
import { components, problemDetails } from "./components.ts";
import { type Endpoint, noBody } from "./endpoint.ts";

type Json = Readonly<Record<string, unknown>>;

const schemaAddress = (id: string): string => `#/components/schemas/${id}`;

/** The OpenAPI 3.1 document of these calls, made of the very schemas that parse them. */
export function openApiDocument(endpoints: readonly Endpoint[], publicUrl: string): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Ledger Relay: merchant API",
      version: "1",
      description:
        "Orders of a shop and how they stand in its books. Amounts are decimal texts, ids of orders are the shop's. " +
        "Calls prove themselves by the session token the platform gives to its embedded pages, or by an API key made there. " +
        "Sentences are English, or Swedish or Danish where Accept-Language asks for it; codes never change.",
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ session: [] }, { key: [] }],
    paths: paths(endpoints),
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        session: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        key: { type: "http", scheme: "bearer", bearerFormat: "API key" },
      },
    },
  };
}

function paths(endpoints: readonly Endpoint[]): Json {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const operations = byPath[endpoint.path] ?? {};
    byPath[endpoint.path] = operations;
    operations[endpoint.method] = operation(endpoint);
  }
  return byPath;
}

function operation(endpoint: Endpoint): Json {
  return {
    summary: endpoint.summary,
    ...(endpoint.needsSession === true ? { security: [{ session: [] }] } : {}),
    ...(endpoint.needsAdmin ? { description: "For administrators of the shop." } : {}),
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint)],
    ...(endpoint.body === noBody
      ? {}
      : { requestBody: { required: true, content: content(mediaType(endpoint), endpoint.body) } }),
    responses: {
      [endpoint.status]: {
        description: "Done.",
        ...(endpoint.answer === noBody
          ? {}
          : { content: content(endpoint.answerType ?? "application/json", endpoint.answer) }),
      },
      ...Object.fromEntries(problemsOf(endpoint).map((status) => [status, problem])),
    },
  };
}

const mediaType = (endpoint: Endpoint): string =>
  endpoint.method === "patch" ? "application/merge-patch+json" : "application/json";

const problem = {
  description: "A problem; its code says which.",
  content: content("application/problem+json", problemDetails),
};

/** Those of the call itself, and those that any call may meet. */
function problemsOf(endpoint: Endpoint): readonly number[] {
  const always = [401, 422, 429, 500, 503];
  // What changes something is not for a key that may only read.
  const ofAdmins = endpoint.needsAdmin || endpoint.method !== "get" ? [403] : [];
  const ofBodies = endpoint.body === noBody ? [] : [400, 413, 415];
  return [...new Set([...always, ...ofAdmins, ...ofBodies, ...endpoint.problems])].sort((a, b) => a - b);
}

function pathParameters({ path }: Endpoint): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Endpoint): readonly Json[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...shape } = inline(schema);
    return { name, in: "query", ...(description === undefined ? {} : { description }), schema: shape };
  });
}

function content(type: string, schema: z.ZodType): Json {
  const id = components.get(schema)?.id;
  return { [type]: { schema: id === undefined ? inline(schema) : { $ref: schemaAddress(id) } } };
}

function inline(schema: z.core.$ZodType): Json {
  const { $schema: _dialect, ...shape } = z.toJSONSchema(schema, { io: "input" });
  return shape;
}

function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(components, { io: "input", uri: schemaAddress });
  // Within the document a schema is found by its place, not by an address of its own.
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _address, ...shape }]) => [id, shape]),
  );
}
