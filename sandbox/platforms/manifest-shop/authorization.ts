import { randomBytes } from "node:crypto";
import express from "express";
import { z } from "zod";
import type { ShopClock } from "./clock.ts";
import type { Installation } from "./installation.ts";
import { requestedScopes } from "./installation.ts";
import type { AppManifest } from "./manifest-reader.ts";
import { ManifestRefused, readManifest, scopesOf } from "./manifest-reader.ts";
import { pageHeaders } from "./page-rules.ts";
import { describeApp } from "./scope-words.ts";
import type { Store } from "./store.ts";
import type { CodeTerms, TokenDesk } from "./tokens.ts";
import type { Views } from "./views.ts";

interface AuthorizationParts {
  store: Store;
  clock: ShopClock;
  tokens: TokenDesk;
  installation: Installation;
  views: Views;
  shopUrl: () => string;
}

const requestSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.string().optional(),
  scope: z.string().optional(),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
  resource: z.string().optional(),
});
type AuthorizationRequest = z.infer<typeof requestSchema>;

interface Question {
  terms: CodeTerms;
  state: string | undefined;
  expires_at: number;
}

const QUESTION_LIFE_MS = 10 * 60_000;

/** `GET /oauth/authorize` asks the merchant, `POST /oauth/authorize` takes the answer. */
export function authorizationRoutes(parts: AuthorizationParts): express.Router {
  const { clock, tokens, installation, views, shopUrl } = parts;
  const questions = new Map<string, Question>();
  const router = express.Router();
  router.use("/authorize", pageHeaders);

  router.get("/authorize", async (request, response) => {
    const asked = requestSchema.safeParse(request.query);
    if (!asked.success) return refuse(response, views, ["client_id and redirect_uri are needed, once each"]);
    const manifest = await readClient(asked.data.client_id);
    if (manifest instanceof ManifestRefused) return refuse(response, views, manifest.reasons);
    // RFC 6749, 4.1.2.1: nobody is sent to an address the client did not register.
    if (!manifest.redirect_uris.includes(asked.data.redirect_uri)) {
      return refuse(response, views, ["redirect_uri is not one of the manifest's"]);
    }
    const fault = faultOf(asked.data, manifest, `${shopUrl()}/api`);
    if (fault !== undefined) return answer(response, asked.data, fault);

    const scopes = requestedScopes(asked.data.scope, manifest);
    const question = ask(asked.data, installation.grantedOf(scopes));
    if (installation.takeConsent(manifest.client_id)) return allow(response, question);
    const id = randomBytes(16).toString("base64url");
    questions.set(id, question);
    response.send(
      views.render("consent", {
        title: `Connect ${manifest.client_name}`,
        bare: true,
        question: id,
        app: describeApp(manifest, scopes),
      }),
    );
  });

  router.post("/authorize", express.urlencoded({ extended: false }), (request, response) => {
    const form = z
      .object({ question: z.string(), decision: z.enum(["allow", "deny"]) })
      .safeParse(request.body);
    const question = form.success ? questions.get(form.data.question) : undefined;
    if (!form.success || question === undefined || question.expires_at < clock.now().getTime()) {
      return refuse(response, views, ["this question was answered already or is too old"]);
    }
    questions.delete(form.data.question);
    if (form.data.decision === "allow") return allow(response, question);
    answer(response, { redirect_uri: question.terms.redirect_uri, state: question.state }, DENIED);
  });

  function ask(asked: AuthorizationRequest, scopes: string[]): Question {
    return {
      terms: {
        client_id: asked.client_id,
        redirect_uri: asked.redirect_uri,
        code_challenge: asked.code_challenge ?? "",
        scopes,
      },
      state: asked.state,
      expires_at: clock.now().getTime() + QUESTION_LIFE_MS,
    };
  }

  function allow(response: express.Response, { terms, state }: Question): void {
    answer(response, { redirect_uri: terms.redirect_uri, state }, { code: tokens.giveCode(terms) });
  }

  /** Sends the browser back, with `iss` against mix-ups (RFC 9207). */
  function answer(
    response: express.Response,
    { redirect_uri: redirectUri, state }: { redirect_uri: string; state?: string | undefined },
    members: Record<string, string>,
  ): void {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
    if (state !== undefined) url.searchParams.set("state", state);
    url.searchParams.set("iss", shopUrl());
    response.redirect(303, url.href);
  }

  return router;
}

const DENIED = { error: "access_denied", error_description: "The merchant said no." };

async function readClient(clientId: string): Promise<AppManifest | ManifestRefused> {
  return await readManifest(clientId).catch((error: unknown) => {
    if (error instanceof ManifestRefused) return error;
    throw error;
  });
}

function faultOf(
  asked: AuthorizationRequest,
  manifest: AppManifest,
  apiBase: string,
): Record<string, string> | undefined {
  const fault = (error: string, description: string) => ({ error, error_description: description });
  if (asked.response_type !== "code") return fault("unsupported_response_type", "Only code.");
  if (asked.code_challenge_method !== "S256" || !/^[A-Za-z0-9_-]{43}$/.test(asked.code_challenge ?? "")) {
    return fault("invalid_request", "PKCE with S256 is needed.");
  }
  const allowed = scopesOf(manifest.scope);
  const excess = requestedScopes(asked.scope, manifest).filter((scope) => !allowed.includes(scope));
  if (excess.length > 0) return fault("invalid_scope", `Not in the manifest: ${excess.join(" ")}`);
  if (asked.resource !== undefined && asked.resource !== apiBase) {
    return fault("invalid_target", `resource is ${apiBase}`);
  }
  return undefined;
}

function refuse(response: express.Response, views: Views, reasons: readonly string[]): void {
  response.status(400).send(
    views.render("message", {
      title: "This app cannot be connected",
      bare: true,
      heading: "This app cannot be connected",
      reasons,
    }),
  );
}
