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
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";

const MAX_URL = 2_000;
const MAX_DESCRIPTION = 200;
const PAGE_SIZE = 50;

type Params = Readonly<Record<string, string>>;

/** What became of the form that was sent. */
interface Sent {
  readonly secret?: string;
  readonly error?: string;
}

/** Addresses of the merchant's own programs that are told of every change of an order's state. */
export async function showWebhooks(page: Page, sent: Sent = {}): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  const { context, installation, texts, form } = page;
  const endpoints = await listEndpoints(context.store, installation.id);
  const error = sent.error ?? null;
  const model = {
    title: texts("webhooks.title"),
    here: "/connections",
    answer: { tone: null, text: texts("webhooks.answer") },
    made: sent.secret ?? null,
    endpoints: endpoints.map((one) => ({ ...one, href: page.href(`/webhooks/${one.id}`) })),
    makeToken: await formToken(page, "webhook:make"),
    fields: [
      {
        name: "url",
        kind: "text",
        title: texts("webhooks.url"),
        help: texts("webhooks.url_help"),
        value: error === null ? "" : (form.get("url") ?? ""),
        maxLength: MAX_URL,
        error,
        hasFocus: error !== null,
      },
      {
        name: "description",
        kind: "text",
        title: texts("webhooks.description"),
        help: texts("webhooks.description_help"),
        value: error === null ? "" : (form.get("description") ?? ""),
        maxLength: MAX_DESCRIPTION,
        error: null,
      },
    ],
  };
  return view("webhooks", model, error === null ? 200 : 422);
}

export async function makeWebhook(page: Page): Promise<Answer> {
  const { context, installation, session, form, texts } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, "webhook:make"))) return refusal("form_expired");
  const url = (form.get("url") ?? "").trim().slice(0, MAX_URL);
  if (!isAcceptable(url, context.app.loopbackAllowed)) {
    return await showWebhooks(page, { error: texts("webhooks.not_acceptable") });
  }
  const description = (form.get("description") ?? "").trim().slice(0, MAX_DESCRIPTION);
  const wanted = { url, description: description === "" ? null : description };
  const made = await makeEndpoint(context, installation.id, wanted);
  return await showWebhooks(
    page,
    made === null ? { error: texts("webhooks.too_many") } : { secret: made.secret },
  );
}

/** One address: what it was told and how it answered. */
export async function showWebhook(page: Page, params: Params): Promise<Answer> {
  const endpoint = await endpointOf(page, params);
  if (endpoint === null) return refusal("not_found");
  const { context, texts, query } = page;
  const before = /^\d{1,15}$/.test(query.get("before") ?? "")
    ? Number(query.get("before"))
    : Number.MAX_SAFE_INTEGER;
  const found = await listWebhooks(context.store, endpoint.id, before, PAGE_SIZE + 1);
  const shown = found.slice(0, PAGE_SIZE);
  const isOn = endpoint.status === "active";
  return view("webhook", {
    title: texts("webhooks.title"),
    here: "/connections",
    answer: {
      tone: isOn ? "booked" : "held",
      text: texts(isOn ? "webhooks.is_told" : "webhooks.is_off"),
    },
    ...endpoint,
    isOn,
    own: `/webhooks/${endpoint.id}`,
    token: await formToken(page, `webhook:${endpoint.id}`),
    deliveries: shown.map((delivery) => deliveryRow(page, delivery)),
    first: before === Number.MAX_SAFE_INTEGER ? null : page.href(`/webhooks/${endpoint.id}`),
    next:
      found.length > PAGE_SIZE
        ? page.href(`/webhooks/${endpoint.id}`, { before: String(shown.at(-1)?.id) })
        : null,
  });
}

/** The buttons of an address's page: switch on again, send a message again, take away. */
export async function changeWebhook(page: Page, params: Params): Promise<Answer> {
  const endpoint = await endpointOf(page, params);
  if (endpoint === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `webhook:${endpoint.id}`))) return refusal("form_expired");
  const { context, installation, form } = page;
  const now = context.ports.clock.now();
  if (form.has("remove")) {
    await removeEndpoint(context, installation.id, endpoint.id);
    return redirect(page.href("/webhooks", { notice: "webhook_removed" }));
  }
  const again = form.get("resend") ?? "";
  if (/^\d{1,15}$/.test(again) && endpoint.status === "active") {
    const sent = await resendWebhook(context.store, endpoint.id, Number(again), now);
    return sent === null
      ? refusal("not_found")
      : redirect(page.href(`/webhooks/${endpoint.id}`, { notice: "resent" }));
  }
  await setEndpointStatus(context.store, endpoint.id, "active", now);
  forgetEndpoints(context, installation.id);
  return redirect(page.href(`/webhooks/${endpoint.id}`, { notice: "webhook_on" }));
}

async function endpointOf(
  { context, installation, session }: Page,
  params: Params,
): Promise<WebhookEndpoint | null> {
  if (!session.isAdmin) return null;
  return await readEndpoint(context.store, installation.id, params["id"] ?? "");
}

const TONES = { waiting: "waiting", delivered: "booked", failed: "held" } as const;

function deliveryRow(page: Page, delivery: WebhookDelivery): Record<string, unknown> {
  const { id, messageId, orderId, state, attempts, answerStatus, failure, createdAt, dueAt, body } = delivery;
  return {
    id,
    messageId,
    order: orderId,
    orderHref: page.href(`/orders/${encodeURIComponent(orderId)}`),
    tone: TONES[state],
    word: page.texts(`webhooks.state.${state}`),
    attempts,
    answered: answerStatus === null ? failure : page.texts("webhooks.answered", { status: answerStatus }),
    createdAt,
    dueAt,
    body,
  };
}
