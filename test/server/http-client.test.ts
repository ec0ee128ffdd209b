import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HttpFailure, type HttpRequest } from "../../plugin/ports.ts";
import { createHttpClient, type HttpClient } from "../../server/http-client.ts";
import { startServer, type TestServer } from "./http-server.ts";

describe("calls to a ledger", () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: TestServer;
  let client: HttpClient;
  let seen: IncomingMessage[];

  beforeEach(async () => {
    seen = [];
    server = await startServer((request, response) => {
      seen.push(request);
      answer(request, response);
    });
    client = createHttpClient({ allowLoopback: false });
  });
  afterEach(async () => {
    await server.close();
    await client.close();
  });

  const get = (more: Partial<HttpRequest> = {}) =>
    client.http({ method: "GET", url: `${server.url}/invoices/1`, timeoutMs: 5_000, ...more });

  const failureOf = async (call: Promise<unknown>): Promise<HttpFailure> => {
    const error = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof HttpFailure) return error;
    throw new Error(`expected an HttpFailure, got ${String(error)}`);
  };

  it("carry method, headers and body, and bring back status, headers and text", async () => {
    let received = "";
    answer = (request, response) => {
      request.setEncoding("utf8").on("data", (chunk: string) => {
        received += chunk;
      });
      request.on("end", () => {
        response.writeHead(201, { "X-Rate-Left": "24", "Set-Cookie": ["a=1", "b=2"] }).end("bokförd ✓");
      });
    };
    const response = await get({
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "faktura åäö",
    });
    expect(response).toMatchObject({ status: 201, body: "bokförd ✓" });
    expect(response.headers).toMatchObject({ "x-rate-left": "24", "set-cookie": "a=1, b=2" });
    expect(received).toBe("faktura åäö");
    expect(seen[0]).toMatchObject({ method: "POST", url: "/invoices/1" });
    expect(seen[0]?.headers["content-type"]).toBe("text/plain");
  });

  it.each([200, 204, 304, 404, 429, 500, 503])(
    "give status %d as an answer, never as an exception",
    async (status) => {
      answer = (_request, response) => response.writeHead(status).end();
      expect((await get()).status).toBe(status);
    },
  );

  it("do not follow a redirect: the credentials would go along", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    expect((await get({ headers: { authorization: "Bearer x" } })).headers["location"]).toBe("/elsewhere");
    expect(seen).toHaveLength(1);
  });

  it("are never repeated by themselves", async () => {
    answer = (request) => request.socket.destroy();
    const failure = await failureOf(get({ method: "POST", body: "{}" }));
    expect(failure.sent).toBe(true);
    expect(seen).toHaveLength(1);
  });

  it("use a connection again", async () => {
    answer = (_request, response) => response.end("ok");
    for (let call = 0; call < 6; call += 1) await get();
    // Two, because the first may still be tidying up when the second call comes.
    expect(new Set(seen.map((request) => request.socket.remotePort)).size).toBeLessThanOrEqual(2);
  });

  it("may have arrived when no answer comes in time", async () => {
    answer = () => {};
    const failure = await failureOf(get({ timeoutMs: 100 }));
    expect(failure.sent).toBe(true);
    expect(failure.message).toContain("within 100 ms");
  });

  it("may have arrived when the answer stops half-way", async () => {
    answer = (_request, response) => void response.writeHead(200, { "content-length": "100" }).write("half");
    expect(await failureOf(get({ timeoutMs: 200 }))).toMatchObject({ sent: true });
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
    };
    expect(await failureOf(get())).toMatchObject({ sent: true });
  });

  it("refuse an answer that is too large, and take one that just fits", async () => {
    answer = (_request, response) => response.end("x".repeat(1_000));
    expect((await get({ maxBytes: 1_000 })).body).toHaveLength(1_000);
    const failure = await failureOf(get({ maxBytes: 999 }));
    expect(failure).toMatchObject({ sent: true });
    expect(failure.message).toContain("larger than 999 bytes");
  });

  it("refuse more than 4 MiB unless told otherwise", async () => {
    answer = (_request, response) => response.end("x".repeat(4 * 1024 * 1024 + 1));
    expect((await failureOf(get())).message).toContain("larger than");
    expect((await get({ maxBytes: 5 * 1024 * 1024 })).status).toBe(200);
  });

  it("have certainly not arrived when nobody listens", async () => {
    const { url } = server;
    const gone = await startServer(() => {});
    await gone.close();
    expect(await failureOf(get({ url: gone.url }))).toMatchObject({ sent: false });
    // By name both addresses of this machine are tried, and both refuse.
    expect(await failureOf(get({ url: `http://localhost:${gone.port}` }))).toMatchObject({ sent: false });
    expect(url).not.toBe(gone.url);
  });

  it("have certainly not arrived when the name does not exist", async () => {
    expect(await failureOf(get({ url: "https://ledger.invalid/x" }))).toMatchObject({ sent: false });
  });

  it.each(["ftp://example.com/x", "invoices/1", "file:///etc/passwd"])(
    "refuse the address %s",
    async (url) => {
      expect(await failureOf(get({ url }))).toMatchObject({ sent: false });
    },
  );

  it("name the host and never the path in a failure: it may hold a token", async () => {
    answer = (request) => request.socket.destroy();
    const failure = await failureOf(get({ url: `${server.url}/hooks/secret-token` }));
    expect(failure.message).toContain(`127.0.0.1:${server.port}`);
    expect(failure.message).not.toContain("secret-token");
  });

  describe("to an address a stranger chose", () => {
    beforeEach(() => {
      answer = (_request, response) => response.end("internal");
    });

    it.each([
      "http://10.0.0.1/",
      "http://169.254.169.254/latest/meta-data/",
      "http://100.100.100.200/",
      "http://192.168.1.1/",
      "http://0.0.0.0/",
      "http://[fd00::1]/",
      "http://[::ffff:10.0.0.1]/",
      "http://0x0a000001/",
    ])("are refused for %s", async (url) => {
      const failure = await failureOf(get({ url, untrusted: true }));
      expect(failure).toMatchObject({ sent: false });
      expect(failure.message).toContain("not on the public internet");
    });

    it("are refused for this machine, by address and by name", async () => {
      for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
        const failure = await failureOf(get({ url: `http://${host}:${server.port}/`, untrusted: true }));
        expect(failure).toMatchObject({ sent: false });
        expect(failure.message).toContain("not on the public internet");
      }
      expect(seen).toEqual([]);
    });

    it("do not slip through on a connection that a trusted call opened", async () => {
      await get({ url: `http://localhost:${server.port}/` });
      expect(
        await failureOf(get({ url: `http://localhost:${server.port}/`, untrusted: true })),
      ).toMatchObject({
        sent: false,
      });
      expect(seen).toHaveLength(1);
    });

    it("reach this machine outside production, where the stand-ins are", async () => {
      const lenient = createHttpClient({ allowLoopback: true });
      for (const host of ["127.0.0.1", "localhost"]) {
        const url = `http://${host}:${server.port}/`;
        const response = await lenient.http({ method: "GET", url, timeoutMs: 5_000, untrusted: true });
        expect(response.body).toBe("internal");
      }
      const call = lenient.http({
        method: "GET",
        url: "http://10.0.0.1/",
        timeoutMs: 5_000,
        untrusted: true,
      });
      expect(await failureOf(call)).toMatchObject({ sent: false });
      await lenient.close();
    });
  });
});
