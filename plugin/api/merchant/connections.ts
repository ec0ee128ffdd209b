import { z } from "zod";
import type { FixPlace, Problem } from "../../domain/problem.ts";
import { type Context, connectorOf } from "../../pipeline/context.ts";
import { preflight } from "../../pipeline/reports/preflight.ts";
import {
  checkConnection,
  offeredSystems,
  removeConnection,
  startConnection,
} from "../../pipeline/setup/connecting.ts";
import { connectionFor } from "../../pipeline/setup/connection-for.ts";
import { authorizeUrl } from "../../pipeline/setup/consent.ts";
import { connectByCredentials, credentialsFlow } from "../../pipeline/setup/credentials.ts";
import { openOwnBooks, ownBooks } from "../../pipeline/setup/own-books.ts";
import { listConnections, readConnection, type StoredConnection } from "../../store/connections.ts";
import { fixUrl } from "../fix-url.ts";
import { component } from "./components.ts";
import { type Call, endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

const connectionProblem = component(
  "ConnectionProblem",
  z.strictObject({ code: z.string(), message: z.string(), fix_url: z.url() }),
);

const finding = component(
  "Finding",
  z.strictObject({
    code: z.string().meta({ description: "A code of orders, or ACCOUNT_UNKNOWN." }),
    message: z.string(),
    fix_url: z.url(),
    count: z.int().meta({ description: "Recent orders it concerns; 0 where it is not about orders." }),
  }),
);

const connectionAnswer = component(
  "Connection",
  z.strictObject({
    id: z.string(),
    system: z.string(),
    status: z.enum(["connecting", "connected", "needs_reauth", "paused"]),
    practice: z.boolean().meta({
      description: "Books for trying out: nothing in them reaches the merchant's accounting.",
    }),
    company: z.string().nullable().meta({ description: "The company in the ledger, once it is connected." }),
    created_at: z.iso.datetime(),
    authorize_url: z
      .url()
      .optional()
      .meta({ description: "The ledger's consent screen, for a person's browser; good for ten minutes." }),
    problems: z.array(connectionProblem),
    preflight: z.array(finding).optional().meta({
      description:
        "Given by a check: what the shop's orders of the last 60 days (at most 200) need and the settings or the ledger lack.",
    }),
  }),
);

type ConnectionAnswer = z.output<typeof connectionAnswer>;

const installationAnswer = component(
  "Installation",
  z.strictObject({
    platform: z.string(),
    tenant: z.strictObject({ id: z.string(), name: z.string(), url: z.url() }),
    status: z.enum(["installed", "disconnected", "uninstalled"]),
    connections: z.array(connectionAnswer),
  }),
);

const newConnection = component(
  "NewConnection",
  z.strictObject({
    system: z.string().min(1),
    credentials: z.record(z.string().max(60), z.string().max(2000)).optional().meta({
      description:
        "For ledgers connected by keys instead of a consent screen. Where the keys open several companies, `company` names one; the answer to a request without it lists them.",
    }),
  }),
);

const one = "/connections/{id}";

export const connectionEndpoints = [
  endpoint({
    method: "get",
    path: "/installation",
    summary: "The shop and its ledgers",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: installationAnswer,
    problems: [],
    async handle({ context, installation }) {
      const connections = await listConnections(context.store, installation.id);
      return {
        platform: installation.platform,
        tenant: { id: installation.tenantId, name: installation.tenantName, url: installation.tenantUrl },
        status: installation.status,
        connections: connections.map((connection) => show(context, connection)),
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/connections",
    summary: "Begin to connect a ledger",
    needsAdmin: true,
    query: noQuery,
    body: newConnection,
    status: 201,
    answer: connectionAnswer,
    problems: [422],
    async handle({ context, installation, session, body }) {
      const offered = offeredSystems(context).map(({ id }) => id);
      if (!offered.includes(body.system)) {
        const message = `is not offered here; there is ${offered.join(", ") || "none"}`;
        throw new ApiProblem("INVALID", { errors: [{ path: "system", code: "not_offered", message }] });
      }
      const flow = credentialsFlow(context, body.system);
      if (flow === null && body.credentials !== undefined) {
        const message =
          ownBooks(context, body.system) === null
            ? "are not taken by this ledger: a person gives a consent at authorize_url"
            : "are not taken by practice books: there is nobody to sign in to";
        throw new ApiProblem("INVALID", { errors: [{ path: "credentials", code: "not_taken", message }] });
      }
      if (ownBooks(context, body.system) !== null) {
        return show(context, await openOwnBooks(context, installation, body.system, session.userId));
      }
      const connection = await startConnection(context, installation, body.system, session.userId);
      if (flow !== null) return await connectNow(context, connection, body.credentials ?? {});
      return { ...show(context, connection), authorize_url: await authorizeUrl(context, connection, null) };
    },
  }),
  endpoint({
    method: "get",
    path: one,
    summary: "How a ledger's connection stands",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: connectionAnswer,
    problems: [404],
    handle: async (call) => show(call.context, await connectionOf(call)),
  }),
  endpoint({
    method: "delete",
    path: one,
    summary: "Remove a ledger; its documents stay as they are, practice books go with all that is in them",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 204,
    answer: noBody,
    problems: [404],
    async handle(call) {
      await removeConnection(call.context, await connectionOf(call));
      return undefined;
    },
  }),
  endpoint({
    method: "post",
    path: `${one}/check`,
    summary:
      "Ask the ledger what stands in the way, and hold recent orders against the settings; a consent that is lost or too narrow gets the address that renews it",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: connectionAnswer,
    problems: [404],
    async handle(call) {
      const { context, installation } = call;
      const before = await connectionOf(call);
      const found = await checkConnection(context, before);
      const connection = (await readConnection(context.store, installation.id, before.id)) ?? before;
      const shown = show(context, connection);
      const problems =
        found.length > 0 ? found.map((problem) => showProblem(context, problem)) : shown.problems;
      const isLost = problems.some(({ code }) => code === "NOT_CONNECTED" || code === "PERMISSION_MISSING");
      const renewal =
        isLost && connectorOf(context, connection.system).auth.kind === "consent"
          ? { authorize_url: await authorizeUrl(context, connection, null) }
          : {};
      const findings = isLost ? [] : await preflight(context, connection);
      return {
        ...shown,
        ...renewal,
        problems,
        preflight: findings.map(({ fix, ...one }) => ({ ...one, fix_url: addressOf(context, fix) })),
      };
    },
  }),
];

/** Proves the keys and connects, or says which of them is wrong; the connection stays to be tried again. */
async function connectNow(
  context: Context,
  connection: StoredConnection,
  credentials: Readonly<Record<string, string>>,
): Promise<ConnectionAnswer> {
  const done = await connectByCredentials(context, connection, credentials);
  if (done.ok === true) {
    const { installationId, id } = connection;
    return show(context, (await readConnection(context.store, installationId, id)) ?? connection);
  }
  const errors =
    done.ok === "fields"
      ? done.errors.map(({ field, code }) => ({
          path: `credentials.${field}`,
          code,
          message: CREDENTIAL_MESSAGES[code],
        }))
      : done.ok === "company"
        ? [
            {
              path: "credentials.company",
              code: "required",
              message: `names one of: ${done.companies.map(({ value, label }) => `${value} (${label})`).join(", ")}`,
            },
          ]
        : [{ path: "credentials", code: "refused", message: done.message }];
  throw new ApiProblem("INVALID", { errors });
}

const CREDENTIAL_MESSAGES = {
  required: "is needed",
  unknown: "is not one of this ledger's fields",
  invalid: "is not one of its choices",
} as const;

/** The connection named in the path; another tenant's is as unknown as one that never was. */
export async function connectionOf(call: Call<unknown, unknown>): Promise<StoredConnection> {
  const connection = await connectionFor(call.context, call.installation.id, call.params["id"] ?? "");
  if (connection === null) throw new ApiProblem("NOT_FOUND");
  return connection;
}

function show(context: Context, connection: StoredConnection): ConnectionAnswer {
  const { id, system, status, companyName, createdAt, isPractice } = connection;
  const { name, auth } = connectorOf(context, system);
  const lost = (message: string): Problem => ({
    act: "fix",
    code: "NOT_CONNECTED",
    message,
    fix: { place: "connection" },
  });
  const problems: Problem[] = [];
  const hasKeys = auth.kind === "credentials";
  if (status === "connecting") {
    const message = hasKeys
      ? `The keys of ${name} have not been entered yet.`
      : `${name} has not been given consent yet.`;
    problems.push(lost(message));
  }
  if (status === "needs_reauth") {
    const message = hasKeys
      ? `${name} no longer lets this connection in. Enter the keys of the integration again.`
      : `The consent in ${name} is lost. Connect ${name} again.`;
    problems.push(lost(message));
  }
  return {
    id: String(id),
    system,
    status,
    practice: isPractice,
    company: companyName,
    created_at: createdAt,
    problems: problems.map((problem) => showProblem(context, problem)),
  };
}

function addressOf(context: Context, place: FixPlace): string {
  return fixUrl(context.publicUrl, place, { orderId: null, platformUrl: null });
}

function showProblem(context: Context, problem: Problem): z.output<typeof connectionProblem> {
  return problem.act === "fix"
    ? {
        code: problem.code,
        message: problem.message,
        fix_url: addressOf(context, problem.fix),
      }
    : {
        code: "RETRYING",
        message: problem.message,
        fix_url: addressOf(context, { place: "connection" }),
      };
}
