import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";

/** One answer of the merchant API; its body has been held against the OpenAPI document already. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where nothing was sent. */
  readonly body: unknown;
}

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Null sends no `Authorization` at all. */
  readonly token: string | null;
  /** An object goes as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type DescribedApi = (request: ApiRequest) => Promise<ApiAnswer>;

const media = z.record(z.string(), z.object({ schema: z.unknown() }));
const operation = z.object({ responses: z.record(z.string(), z.object({ content: media.optional() })) });
const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/**
 * Calls the API as a merchant's program would that believes its OpenAPI document: an answer with a status, a media
 * type or a body that the document does not describe is a failure.
 */
export async function describedApi(publicUrl: string): Promise<DescribedApi> {
  const base = `${publicUrl}/api/v1`;
  const described = document.parse(await (await fetch(`${base}/openapi.json`)).json());
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(described, "openapi");

  return async ({ method, path, token, body, headers = {} }) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : json(text),
    };
    const template = templateOf(Object.keys(described.paths), path);
    const told = template === null ? undefined : described.paths[template]?.[method.toLowerCase()];
    if (told === undefined) return answer;
    const { status } = answer;
    const pointer = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
    const foretold = told.responses[String(status)];
    if (foretold === undefined)
      throw new Error(`${method} ${path} answered ${status}, which is not described: ${text}`);
    if (foretold.content === undefined) {
      if (text !== "") throw new Error(`${method} ${path} was to answer nothing, but: ${text}`);
      return answer;
    }
    const type = response.headers.get("content-type")?.split(";")[0] ?? "none";
    if (foretold.content[type] === undefined) throw new Error(`${method} ${path} answered with ${type}`);
    const place = [
      "paths",
      template ?? "",
      method.toLowerCase(),
      "responses",
      String(status),
      "content",
      type,
    ];
    const address = `openapi#/${place.map(pointer).map(encodeURIComponent).join("/")}/schema`;
    const validate = ajv.getSchema(address);
    if (validate === undefined) throw new Error(`no schema at ${address}`);
    if (!validate(answer.body)) {
      throw new Error(`${method} ${path} is not as described: ${ajv.errorsText(validate.errors)}\n${text}`);
    }
    return answer;
  };
}

/** The document's path that fits, exact ones before those with parameters. */
function templateOf(templates: readonly string[], path: string): string | null {
  const [plain = ""] = path.split("?");
  if (templates.includes(plain)) return plain;
  return (
    templates.find((template) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(plain)) ?? null
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
