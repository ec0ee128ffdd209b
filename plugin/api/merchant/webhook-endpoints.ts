import { z } from "zod";
import { forgetEndpoints } from "../../pipeline/messages/announce.ts";
import { isAcceptable, makeEndpoint, removeEndpoint } from "../../pipeline/messages/webhook-endpoints.ts";
import {
  listWebhooks,
  resendWebhook,
  type WebhookDelivery,
} from "../../store/messages/webhook-deliveries.ts";
import {
  listEndpoints,
  readEndpoint,
  setEndpointStatus,
  type WebhookEndpoint,
} from "../../store/messages/webhook-endpoints.ts";
import { component } from "./components.ts";
import { type Call, endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

const PAGE_SIZE = 100;
const MAX_URL = 2_000;
const MAX_DESCRIPTION = 200;

const shownEndpoint = {
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  status: z.enum(["active", "disabled"]).meta({ description: "disabled: it answered 410." }),
  created_at: z.iso.datetime(),
};
const endpointAnswer = component("WebhookEndpoint", z.strictObject(shownEndpoint));

const deliveryAnswer = component(
  "WebhookDelivery",
  z.strictObject({
    id: z.string(),
    webhook_id: z.string().meta({ description: "The header of all its attempts." }),
    type: z.string(),
    order_id: z.string(),
    state: z.enum(["waiting", "delivered", "failed"]),
    attempts: z.int(),
    answer_status: z.int().nullable(),
    failure: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    next_attempt_at: z.iso.datetime().nullable(),
  }),
);

const path = "/webhook-endpoints";
const one = `${path}/{id}`;

export const webhookEndpoints = [
  endpoint({
    method: "get",
    path,
    summary: "Addresses that are told of every change of an order's state",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: component("WebhookEndpoints", z.strictObject({ data: z.array(endpointAnswer) })),
    problems: [],
    async handle({ context, installation }) {
      return { data: (await listEndpoints(context.store, installation.id)).map(show) };
    },
  }),
  endpoint({
    method: "post",
    path,
    summary: "Have an address told by Standard Webhooks, signed v1; the secret is told once",
    needsAdmin: true,
    query: noQuery,
    body: component(
      "NewWebhookEndpoint",
      z.strictObject({
        url: z.url().max(MAX_URL).meta({ description: "https, on the public internet." }),
        description: z.string().max(MAX_DESCRIPTION).optional(),
      }),
    ),
    status: 201,
    answer: component(
      "MadeWebhookEndpoint",
      z.strictObject({ ...shownEndpoint, secret: z.string().meta({ description: "whsec_ and base64." }) }),
    ),
    problems: [409],
    async handle({ context, installation, body }) {
      const { url, description = null } = body;
      if (!isAcceptable(url, context.app.loopbackAllowed)) {
        const message = "has to be an https address without a name, a password or a fragment";
        throw new ApiProblem("INVALID", { errors: [{ path: "url", code: "not_acceptable", message }] });
      }
      const made = await makeEndpoint(context, installation.id, { url, description });
      if (made === null) {
        throw new ApiProblem("CONFLICT", { detail: "There are too many addresses. Remove one." });
      }
      return { ...show(made.endpoint), secret: made.secret };
    },
  }),
  endpoint({
    method: "delete",
    path: one,
    summary: "Tell an address nothing any more; what it was told is forgotten",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 204,
    answer: noBody,
    problems: [404],
    async handle({ context, installation, params }) {
      if (!(await removeEndpoint(context, installation.id, params["id"] ?? ""))) {
        throw new ApiProblem("NOT_FOUND");
      }
      return undefined;
    },
  }),
  endpoint({
    method: "post",
    path: `${one}/enable`,
    summary: "Tell an address again that was switched off",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: endpointAnswer,
    problems: [404],
    async handle(call) {
      const { context, installation } = call;
      const found = await endpointOf(call);
      await setEndpointStatus(context.store, found.id, "active", context.ports.clock.now());
      forgetEndpoints(context, installation.id);
      return show({ ...found, status: "active" });
    },
  }),
  endpoint({
    method: "get",
    path: `${one}/deliveries`,
    summary: "What an address was told and how it answered, newest first; kept for 30 days",
    needsAdmin: true,
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .meta({ description: "next_cursor of the page before." }),
    }),
    body: noBody,
    status: 200,
    answer: component(
      "WebhookDeliveries",
      z.strictObject({ data: z.array(deliveryAnswer), next_cursor: z.string().nullable() }),
    ),
    problems: [404],
    async handle(call) {
      const { id } = await endpointOf(call);
      const before = call.query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(call.query.cursor);
      // One more than shown tells whether there is a next page.
      const found = await listWebhooks(call.context.store, id, before, PAGE_SIZE + 1);
      const shown = found.slice(0, PAGE_SIZE);
      const last = shown.at(-1);
      return {
        data: shown.map(showDelivery),
        next_cursor: last === undefined || found.length <= PAGE_SIZE ? null : String(last.id),
      };
    },
  }),
  endpoint({
    method: "post",
    path: `${one}/deliveries/{delivery_id}/resend`,
    summary: "Send a message again, with the same webhook-id",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 202,
    answer: deliveryAnswer,
    problems: [404, 409],
    async handle(call) {
      const { store, ports } = call.context;
      const { id, status } = await endpointOf(call);
      if (status === "disabled") throw new ApiProblem("CONFLICT", { detail: "Enable the address first." });
      const wanted = call.params["delivery_id"] ?? "";
      const delivery = /^\d{1,15}$/.test(wanted)
        ? await resendWebhook(store, id, Number(wanted), ports.clock.now())
        : null;
      if (delivery === null) throw new ApiProblem("NOT_FOUND");
      return showDelivery(delivery);
    },
  }),
];

/** The address named in the path; another tenant's is as unknown as one that never was. */
async function endpointOf(call: Call<unknown, unknown>): Promise<WebhookEndpoint> {
  const found = await readEndpoint(call.context.store, call.installation.id, call.params["id"] ?? "");
  if (found === null) throw new ApiProblem("NOT_FOUND");
  return found;
}

function show({ id, url, description, status, createdAt }: WebhookEndpoint) {
  return { id, url, description, status, created_at: createdAt };
}

function showDelivery(delivery: WebhookDelivery): z.output<typeof deliveryAnswer> {
  return {
    id: String(delivery.id),
    webhook_id: delivery.messageId,
    type: delivery.type,
    order_id: delivery.orderId,
    state: delivery.state,
    attempts: delivery.attempts,
    answer_status: delivery.answerStatus,
    failure: delivery.failure,
    created_at: delivery.createdAt,
    updated_at: delivery.updatedAt,
    next_attempt_at: delivery.dueAt,
  };
}
