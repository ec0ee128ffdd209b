import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** JSON is written for objects, anything else as it is; `silence` never answers. */
export type Answer =
  | { readonly status?: number; readonly body?: unknown; readonly type?: string }
  | "silence";

export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/** A server on loopback that answers as the test says. */
export async function scriptedServer(answer: (request: SeenRequest) => Answer): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((req, res) => {
    let body = "";
    req.setEncoding("utf8");
    req.on("data", (chunk: string) => {
      body += chunk;
    });
    req.on("end", () => respond(req, body, res));
  });
  function respond(req: IncomingMessage, body: string, res: ServerResponse): void {
    const url = new URL(req.url ?? "/", "http://localhost");
    const request = {
      method: req.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: req.headers,
      body,
    };
    seen.push(request);
    const reply = answer(request);
    if (reply === "silence") return;
    const isText = typeof reply.body === "string" || reply.body === undefined;
    res.writeHead(reply.status ?? 200, { "content-type": reply.type ?? "application/json" });
    res.end(isText ? reply.body : JSON.stringify(reply.body));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
