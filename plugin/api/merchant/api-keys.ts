import { z } from "zod";
import { roles } from "../../domain/role.ts";
import { makeApiKey } from "../../pipeline/setup/api-keys.ts";
import { listApiKeys, type StoredApiKey } from "../../store/keys/api-keys.ts";
import { takeBack } from "../../store/keys/issued.ts";
import { component } from "./components.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

export const MAX_KEY_NAME = 100;

const role = z.enum(roles).meta({
  description:
    "viewer: reads. bookkeeper: also looks at orders anew and imports. owner: all that an administrator of the shop may, except API keys.",
});

const shownKey = {
  id: z.string(),
  name: z.string(),
  role,
  hint: z.string().meta({ description: "The key's last signs." }),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  used_at: z.iso.datetime().nullable().meta({ description: "To the hour; null when it never was." }),
};
const apiKeyAnswer = component("ApiKey", z.strictObject(shownKey));

export const apiKeyEndpoints = [
  endpoint({
    method: "get",
    path: "/api-keys",
    summary: "The keys programs prove themselves with",
    needsAdmin: true,
    needsSession: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: component("ApiKeys", z.strictObject({ data: z.array(apiKeyAnswer) })),
    problems: [],
    async handle({ context, installation }) {
      return { data: (await listApiKeys(context.store, installation.id)).map(show) };
    },
  }),
  endpoint({
    method: "post",
    path: "/api-keys",
    summary: "Make a key; it is told once and cannot be read again",
    needsAdmin: true,
    needsSession: true,
    query: noQuery,
    body: component("NewApiKey", z.strictObject({ name: z.string().trim().min(1).max(MAX_KEY_NAME), role })),
    status: 201,
    answer: component(
      "MadeApiKey",
      z.strictObject({ ...shownKey, key: z.string().meta({ description: "For `Authorization: Bearer`." }) }),
    ),
    problems: [409],
    async handle({ context, installation, session, body }) {
      const made = await makeApiKey(context, installation.id, { ...body, by: session.userId });
      if (made === null) throw new ApiProblem("CONFLICT", { detail: "There are too many keys. Revoke one." });
      return { ...show(made.stored), key: made.key };
    },
  }),
  endpoint({
    method: "delete",
    path: "/api-keys/{id}",
    summary: "Revoke a key, at once",
    needsAdmin: true,
    needsSession: true,
    query: noQuery,
    body: noBody,
    status: 204,
    answer: noBody,
    problems: [404],
    async handle({ context, installation, params }) {
      const isGone = await takeBack(context.store, "api_keys", installation.id, params["id"] ?? "");
      if (!isGone) throw new ApiProblem("NOT_FOUND");
      return undefined;
    },
  }),
];

function show({ id, name, role: may, hint, createdBy, createdAt, usedAt }: StoredApiKey) {
  return { id, name, role: may, hint, created_by: createdBy, created_at: createdAt, used_at: usedAt };
}
