import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent = an empty answer. */
  readonly json?: unknown;
  /** Under which name the call is counted; absent = not at all. */
  readonly kind?: string;
}

/** Serves a peer on loopback: answers at once, counts calls by kind, tells the counts at `/bench/counts`. */
export async function servePeer(
  makeAnswer: (origin: string) => (request: PeerRequest) => PeerAnswer | Promise<PeerAnswer>,
): Promise<void> {
  const counts: Record<string, number> = {};
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  const origin = `http://127.0.0.1:${address.port}`;
  const answer = makeAnswer(origin);
  // Longer than any pause of a measurement: closing an idle connection under a client's next call would cost a retry.
  server.keepAliveTimeout = 300_000;
  server.on("request", (incoming, response) => {
    const send = async () => {
      const request = await read(incoming, origin);
      const given = request.path === "/bench/counts" ? { status: 200, json: counts } : await answer(request);
      if (given.kind !== undefined) counts[given.kind] = (counts[given.kind] ?? 0) + 1;
      const { status, headers = {} } = given;
      if (given.json === undefined) response.writeHead(status, { ...headers, "content-length": 0 }).end();
      else
        response
          .writeHead(status, { "content-type": "application/json", ...headers })
          .end(JSON.stringify(given.json));
    };
    send().catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  process.on("SIGTERM", () => process.exit(0));
  console.log(`ready at ${origin}`);
}

async function read(incoming: IncomingMessage, origin: string): Promise<PeerRequest> {
  const url = new URL(incoming.url ?? "/", origin);
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) body += String(chunk);
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body,
  };
}
