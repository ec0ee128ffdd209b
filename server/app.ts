import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from "express";
import type { Log } from "../plugin/ports.ts";
import type { Metrics } from "./metrics.ts";
import { isPublicAddress } from "./network-address.ts";
import { problemOf, sendProblem } from "./problem-response.ts";
import { type Checks, reportReadiness } from "./readiness.ts";

export interface AppParts {
  /** Null for a process that only works: it answers operators and nobody else. */
  readonly router: Router | null;
  /** Without these nothing can be taken in. */
  readonly needed: Checks;
  /** Without these work waits. */
  readonly helpful?: Checks;
  readonly metrics: Pick<Metrics, "registry" | "countRequest">;
  readonly log: Log;
}

/** Every address this host answers: the plugin's own and three for operators. */
export function createApp({ router, needed, helpful = {}, metrics, log }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  // Proxies in front of us stand in private networks; anybody else's X-Forwarded-For is a claim.
  app.set("trust proxy", ["loopback", "linklocal", "uniquelocal"]);

  app.use(timed(metrics));
  app.get("/healthz", (_request, response) => {
    response.json({ status: "alive" });
  });
  app.get("/readyz", async (_request, response) => {
    const { isReady, report } = await reportReadiness(needed, helpful);
    response.status(isReady ? 200 : 503).json(report);
  });
  app.get("/metrics", async (request, response, next) => {
    // How busy we are is nobody's business outside the operator's own network.
    if (isPublicAddress(request.ip ?? "")) return next();
    const { registry } = metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  if (router !== null) app.use(router);
  app.use(notFound);
  app.use(answerErrors(log));
  return app;
}

const AREAS: readonly string[] = ["webhooks", "actions", "embedded", "api", "accountant", "oauth", "connect"];

/** Counts every answer by the part of the app that gave it; what strangers make up is one part. */
function timed({ countRequest }: Pick<Metrics, "countRequest">): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    const first = request.path.split("/", 2)[1] ?? "";
    const area = AREAS.includes(first) ? first : "other";
    response.once("finish", () =>
      countRequest(area, response.statusCode, (performance.now() - begun) / 1000),
    );
    next();
  };
}

const notFound: RequestHandler = (_request, response) => {
  sendProblem(response, problemOf(404));
};

function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = statusOf(error);
    if (status >= 500) {
      log.error("a request failed", { method: request.method, path: withoutSecrets(request.path), error });
    }
    // Half an answer cannot be taken back; Express then cuts the connection.
    if (response.headersSent) next(error);
    else sendProblem(response, problemOf(status));
  };
}

/** A path without the query, which carries codes and tokens, and without what proves an unsigned webhook or a link. */
function withoutSecrets(path: string): string {
  return path.replace(/^(\/webhooks\/[^/]+\/|\/accountant\/).+$/, "$1…");
}

/** Express and its parsers mark what the caller did wrong with a status; everything else is our mistake. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status <= 599 ? status : 500;
}
