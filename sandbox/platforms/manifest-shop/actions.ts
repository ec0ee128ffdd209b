import { z } from "zod";
import type { ShopClock } from "./clock.ts";
import type { AppAction } from "./manifest-reader.ts";
import { conflict, invalid } from "./refusal.ts";
import type { Store } from "./store.ts";
import { newMessageId, signedHeaders } from "./webhook-signature.ts";

const replySchema = z.object({
  status: z.enum(["success", "info", "warning", "error"]),
  message: z.string(),
  results: z
    .array(
      z.object({
        id: z.string(),
        status: z.string(),
        message: z.string().nullish(),
        document_url: z.string().nullish(),
      }),
    )
    .default([]),
  refresh: z.boolean().default(false),
});

/** What the app answered to a pressed action, and with which HTTP status. */
export type ActionReply = z.infer<typeof replySchema> & { http_status: number | null };

const REPLY_TIMEOUT_MS = 5_000;

interface ActionParts {
  store: Store;
  clock: ShopClock;
  issuer: string;
  user: { id: string; locale: string };
}

/** Sends the signed action to the app and returns its reply; an app that fails becomes an error to show. */
export async function invokeAction(
  actionId: string,
  ids: string[],
  { store, clock, issuer, user }: ActionParts,
): Promise<ActionReply> {
  const app = store.state.app;
  if (app === null) throw conflict("No app is installed.");
  const action = findAction(app.manifest.app.actions, actionId);
  if (action.max_ids !== undefined && ids.length > action.max_ids) {
    throw invalid(`The app takes at most ${action.max_ids} at once.`);
  }
  const body = JSON.stringify({
    type: "action.invoked",
    timestamp: clock.write(clock.now()),
    iss: issuer,
    tenant: { id: store.state.tenant.id },
    data: { action: action.id, resource: action.resource, ids, user },
  });
  const headers = signedHeaders(app.webhook_secret, { id: newMessageId(), at: clock.now(), body });
  return await post(action.url, headers, body);
}

function findAction(actions: AppAction[], id: string): AppAction {
  const action = actions.find((each) => each.id === id && each.mode === "server");
  if (action === undefined) throw conflict(`The app offers no action ${id}.`);
  return action;
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<ActionReply> {
  let status: number | null = null;
  try {
    const signal = AbortSignal.timeout(REPLY_TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    status = response.status;
    const reply = replySchema.safeParse(await response.json());
    if (reply.success && status >= 200 && status < 300) return { ...reply.data, http_status: status };
    return failed(`The app answered ${status}.`, status);
  } catch {
    const message =
      status === null ? "The app did not answer." : `The app answered ${status} without a message.`;
    return failed(message, status);
  }
}

function failed(message: string, status: number | null): ActionReply {
  return { status: "error", message, results: [], refresh: false, http_status: status };
}
