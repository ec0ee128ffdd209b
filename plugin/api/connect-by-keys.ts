import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import type { Choice } from "../connectors/connector.ts";
import type { Language, Speak } from "../panel/words/texts.ts";
import { type Context, connectorOf } from "../pipeline/context.ts";
import {
  type CredentialsChecked,
  connectByCredentials,
  credentialsFlow,
} from "../pipeline/setup/credentials.ts";
import { newState, recallState, storeState } from "../pipeline/setup/installing.ts";
import type { Secrets } from "../ports.ts";
import { readConnection, type StoredConnection } from "../store/connections.ts";
import { readInstallation } from "../store/installations.ts";
import { type FormField, formPage } from "./form-page.ts";
import { messagePage } from "./message-page.ts";

/**
 * The page on which a person types the keys of a ledger that has no consent screen. The ticket in it was made for one
 * connection by somebody signed in; it is good for ten minutes and for one attempt, and each answer brings the next.
 */
export function connectByKeysRoutes({ context, speak }: { context: Context; speak: Speak }): Router {
  const router = express.Router();
  router.post(
    "/connect/:system/keys",
    express.urlencoded({ extended: false, limit: "20kb" }),
    async (request: Request<{ system: string }>, response) => {
      const reader = speak(...request.acceptsLanguages());
      const { ticket = "", ...given } = textsOf(request.body);
      const memory = await recallState(context, ticket, "keys");
      const connection =
        memory === null
          ? null
          : await readConnection(
              context.store,
              Number(memory["installation_id"]),
              Number(memory["connection_id"]),
            );
      if (memory === null || connection === null || connection.system !== request.params.system) {
        const text =
          "The page was open too long or was used already. Please start again in your shop's admin.";
        response
          .status(400)
          .type("html")
          .send(messagePage(reader, "The ledger was not connected", text));
        return;
      }
      const returnTo = memory["return_to"] ?? "";
      const keys = { ...keysIn(memory), ...given };
      const done = await connectByCredentials(context, connection, keys);
      if (done.ok === true) {
        if (returnTo !== "") response.redirect(303, returnTo);
        else {
          const text = `${done.systemName} is connected with ${done.companyName}. You can go back to your shop's admin.`;
          response.type("html").send(messagePage(reader, "Connected", text));
        }
        return;
      }
      await showKeysPage(context, reader, response, connection, returnTo, { given: keys, done });
    },
  );
  return router;
}

interface Attempt {
  readonly given: Readonly<Record<string, string>>;
  readonly done: Exclude<CredentialsChecked, { ok: true }>;
}

/** The form, empty or with what was typed and what is wrong with it. Secrets are typed again. */
export async function showKeysPage(
  context: Context,
  reader: Language,
  response: Response,
  connection: StoredConnection,
  returnTo: string,
  attempt: Attempt | null,
): Promise<void> {
  const { name } = connectorOf(context, connection.system);
  const installation = await readInstallation(context.store, connection.installationId);
  if (installation === null) throw new Error(`connection ${connection.id} belongs to no shop`);
  const ticket = newState();
  await storeState(context, ticket, "keys", {
    connection_id: String(connection.id),
    installation_id: String(connection.installationId),
    return_to: returnTo,
    // Right keys wait here, sealed, while the company is chosen.
    ...(attempt?.done.ok === "company" ? { keys: JSON.stringify(attempt.given) } : {}),
  });
  const isRefused = attempt !== null && attempt.done.ok !== "company";
  response
    .status(isRefused ? 422 : 200)
    .type("html")
    .send(
      formPage(reader, {
        title: `Connect ${name}`,
        // Whoever was sent this address by somebody else sees whose shop would get the books.
        text: `Orders of ${installation.tenantName} (${new URL(installation.tenantUrl).host}) will be booked in the company whose keys you type here. They are tried at once, kept encrypted and never shown again.`,
        problem: attempt?.done.ok === false ? attempt.done.message : null,
        action: `/connect/${connection.system}/keys`,
        hidden: { ticket },
        fields: fieldsOf(context, connection.system, attempt),
        button: "Connect",
      }),
    );
}

function fieldsOf(context: Context, system: string, attempt: Attempt | null): FormField[] {
  const flow = credentialsFlow(context, system);
  const { given = {}, done = null } = attempt ?? {};
  if (done?.ok === "company") return [companyField(done.companies)];
  const problems = new Map(done?.ok === "fields" ? done.errors.map((one) => [one.field, one.code]) : []);
  return (flow?.fields ?? []).map((field): FormField => {
    const code = problems.get(field.name);
    return {
      name: field.name,
      label: field.label,
      help: field.help ?? null,
      kind: field.options !== undefined ? "select" : field.isSecret ? "password" : "text",
      options: field.options ?? [],
      value: field.isSecret ? "" : (given[field.name] ?? ""),
      isRequired: field.isOptional !== true,
      problem: code === undefined ? null : PROBLEMS[code],
    };
  });
}

function companyField(companies: readonly Choice[]): FormField {
  return {
    name: "company",
    label: "Company",
    help: "The keys open several companies: each connection belongs to one.",
    kind: "select",
    options: companies,
    value: "",
    isRequired: true,
    problem: null,
  };
}

function keysIn(memory: Secrets): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(memory["keys"] ?? "{}"));
}

const PROBLEMS = {
  required: "This is needed.",
  unknown: "This ledger does not know this field.",
  invalid: "Please choose one of the list.",
} as const;

function textsOf(body: unknown): Record<string, string> {
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
