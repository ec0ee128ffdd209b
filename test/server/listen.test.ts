import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { type HttpServer, listen } from "../../server/listen.ts";
import { startServer } from "./http-server.ts";

const open = () => listen({ port: 0, loopbackOnly: true });
const get = (server: HttpServer) => fetch(`http://127.0.0.1:${server.port}/`);

describe("listening", () => {
  it("tells callers to come back until the app is ready", async () => {
    const server = await open();
    const early = await get(server);
    expect(early.status).toBe(503);
    expect(early.headers.get("retry-after")).toBe("1");
    server.serve((_request, response) => response.end("ready"));
    expect(await (await get(server)).text()).toBe("ready");
    await server.stop(0);
  });

  it("fails at once when the port is taken", async () => {
    const other = await startServer(() => {});
    await expect(listen({ port: other.port, loopbackOnly: true })).rejects.toThrow("EADDRINUSE");
    await other.close();
  });

  it("lets a running request finish and takes no other", async () => {
    const server = await open();
    const arrived = Promise.withResolvers<ServerResponse>();
    server.serve((_request, response) => arrived.resolve(response));
    const answer = get(server);
    const response = await arrived.promise;
    const stopped = server.stop(60_000);
    await expect(get(server)).rejects.toThrow();
    response.end("booked");
    expect(await (await answer).text()).toBe("booked");
    await stopped;
  });

  it("does not wait for a caller who keeps the connection for later", async () => {
    const server = await open();
    server.serve((_request, response) => response.end("ok"));
    await (await get(server)).text();
    await server.stop(60_000);
    await expect(get(server)).rejects.toThrow();
  });

  it("cuts a request that takes longer than it may", async () => {
    const server = await open();
    const arrived = Promise.withResolvers<ServerResponse>();
    server.serve((_request, response) => arrived.resolve(response));
    const answer = get(server).catch(() => "cut");
    const response = await arrived.promise;
    const closed = once(response, "close");
    await server.stop(20);
    await closed;
    expect(await answer).toBe("cut");
  });

  it("can be stopped twice", async () => {
    const server = await open();
    await server.stop(0);
    await expect(server.stop(0)).resolves.toBeUndefined();
  });
});
