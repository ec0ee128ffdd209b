import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { problemOf, sendProblem } from "./problem-response.ts";

export interface HttpServer {
  readonly port: number;
  /** From now on requests go here; before, they are told to come back. */
  serve(listener: RequestListener): void;
  /** Accepts nothing new and lets running requests finish, at most `graceMs`; then cuts them. */
  stop(graceMs: number): Promise<void>;
}

export interface ListenOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Serves this machine only. */
  readonly loopbackOnly: boolean;
}

/** Takes the port at once, so that a start that cannot succeed fails before the database is touched. */
export async function listen({ port, loopbackOnly }: ListenOptions): Promise<HttpServer> {
  let listener: RequestListener = (_request, response) => {
    response.setHeader("retry-after", "1");
    sendProblem(response, problemOf(503));
  };
  let stopping = false;
  const server = createServer((request, response) => {
    // Else a client that keeps its connection busy would hold up the end.
    if (stopping) response.setHeader("connection", "close");
    response.once("close", () => {
      if (stopping) server.closeIdleConnections();
    });
    listener(request, response);
  });
  // Longer than a load balancer keeps an idle connection (commonly 60 s): it must be the one to close.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  server.listen(port, loopbackOnly ? "127.0.0.1" : undefined);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");

  return {
    port: address.port,
    serve: (next) => {
      listener = next;
    },
    async stop(graceMs) {
      if (!server.listening) return;
      stopping = true;
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
