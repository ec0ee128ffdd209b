import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";

/** What may go wrong between the app and a shop. */
export type LineTrouble =
  /** 503, without a word. */
  | "down"
  /** 429 with `Retry-After: 7`. */
  | "too many calls"
  /** A page of HTML with status 200, as a proxy in front of a sleeping shop gives it. */
  | "a page of HTML"
  /** The connection ends without an answer. */
  | "no answer"
  /** 401, once. */
  | "login expired"
  /** 401 to every call but those that fetch a token. */
  | "login refused";

export interface BadLine {
  /** Origin that stands for the shop's. */
  readonly url: string;
  /** Calls that reached the line, those for tokens left out. */
  readonly calls: () => number;
  /** From now on; null = everything gets through. */
  trouble(what: LineTrouble | null): void;
  close(): Promise<void>;
}

/** A line to a stand-in that breaks on request, so that every platform meets the same troubles over real HTTP. */
export async function openBadLine(target: string, isLogin: (path: string) => boolean): Promise<BadLine> {
  let trouble: LineTrouble | null = null;
  let calls = 0;

  function meet(request: IncomingMessage, response: ServerResponse): void {
    if (isLogin(request.url ?? "")) {
      through(request, response);
      return;
    }
    calls += 1;
    const met = trouble;
    if (met === "login expired") trouble = null;
    switch (met) {
      case null:
        through(request, response);
        return;
      case "down":
        response.writeHead(503).end();
        return;
      case "too many calls":
        response.writeHead(429, { "retry-after": "7", "content-type": "application/json" }).end("{}");
        return;
      case "a page of HTML":
        response
          .writeHead(200, { "content-type": "text/html" })
          .end("<!doctype html><title>Soon back</title>");
        return;
      case "no answer":
        request.socket.destroy();
        return;
      case "login expired":
      case "login refused":
        response.writeHead(401, { "content-type": "application/json" }).end("{}");
    }
  }

  function through(request: IncomingMessage, response: ServerResponse): void {
    const { host } = new URL(target);
    const onward = forward(
      new URL(request.url ?? "/", target),
      { method: request.method, headers: { ...request.headers, host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  const server = createServer(meet);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the line has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => calls,
    trouble(what) {
      trouble = what;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
