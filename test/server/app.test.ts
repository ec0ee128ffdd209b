import express, { type Router } from "express";
import { Counter } from "prom-client";
import { afterEach, describe, expect, it } from "vitest";
import { createApp } from "../../server/app.ts";
import { type HttpServer, listen } from "../../server/listen.ts";
import { createMetrics, type Metrics } from "../../server/metrics.ts";
import type { Checks } from "../../server/readiness.ts";
import { createRecordingLog } from "./recording-log.ts";

describe("the app for operators and callers", () => {
  let server: HttpServer;
  afterEach(() => server.stop(0));

  async function serve(
    parts: { router?: Router | null; needed?: Checks; helpful?: Checks; metrics?: Metrics } = {},
  ) {
    const { log, lines } = createRecordingLog();
    const { router = express.Router(), needed = {}, helpful = {}, metrics = createMetrics() } = parts;
    server = await listen({ port: 0, loopbackOnly: true });
    server.serve(createApp({ router, needed, helpful, metrics, log }));
    const get = (path: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${server.port}${path}`, init);
    return { get, lines };
  }

  it("is alive also when its database is not", async () => {
    const { get } = await serve({ needed: { database: () => Promise.reject(new Error("down")) } });
    expect((await get("/healthz")).status).toBe(200);
  });

  it("is ready when everything answers", async () => {
    const { get } = await serve({ needed: { database: async () => {}, queue: async () => {} } });
    const response = await get("/readyz");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ database: "ok", queue: "ok" });
  });

  it("says what does not answer, and not why", async () => {
    const { get } = await serve({
      needed: { database: async () => {}, queue: () => Promise.reject(new Error("redis://:secret@host")) },
    });
    const response = await get("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ database: "ok", queue: "unreachable" });
  });

  it("is ready without its queue where deliveries are taken in all the same, and says so", async () => {
    const { get } = await serve({
      needed: { database: async () => {} },
      helpful: { queue: () => Promise.reject(new Error("away")) },
    });
    const response = await get("/readyz");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ database: "ok", queue: "degraded" });
  });

  it("does not wait forever for a database that hangs", async () => {
    const { get } = await serve({ needed: { database: () => new Promise(() => {}) } });
    expect((await get("/readyz")).status).toBe(503);
  });

  it("counts for operators, and only for them", async () => {
    const metrics = createMetrics();
    new Counter({ name: "orders_total", help: "Orders", registers: [metrics.registry] }).inc(3);
    const { get } = await serve({ metrics });
    await get("/webhooks/unknown");
    const response = await get("/metrics");
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toContain("orders_total 3");
    expect(text).toContain('ledger_relay_request_seconds_count{area="webhooks",outcome="4xx"} 1');
    // A proxy in our own network says whom it speaks for.
    const stranger = await get("/metrics", { headers: { "x-forwarded-for": "8.8.8.8" } });
    expect(stranger.status).toBe(404);
  });

  it("answers an unknown address as a problem, and does not say what it is built with", async () => {
    const { get } = await serve();
    const response = await get("/nowhere");
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(response.headers.has("x-powered-by")).toBe(false);
    expect(await response.json()).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      code: "NOT_FOUND",
    });
  });

  it("answers a mistake of ours without its details and keeps them in the log", async () => {
    const router = express.Router().get("/orders", async () => {
      throw new Error("column secret_column is missing");
    });
    const { get, lines } = await serve({ router });
    const response = await get("/orders?id_token=abc");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret_column");
    expect(lines).toHaveLength(1);
    expect(lines[0]?.detail).toMatchObject({ method: "GET", path: "/orders", error: expect.any(Error) });
    expect(JSON.stringify(lines[0]?.detail)).not.toContain("abc");
  });

  it("blames the caller for a body that is no JSON or too large, without a word in the log", async () => {
    const router = express.Router().post("/orders", express.json({ limit: 100 }), (_request, response) => {
      response.end();
    });
    const { get, lines } = await serve({ router });
    const post = (body: string) =>
      get("/orders", { method: "POST", body, headers: { "content-type": "application/json" } });
    expect(await (await post("{")).json()).toMatchObject({ status: 400, code: "BAD_REQUEST" });
    expect(await (await post(`"${"x".repeat(200)}"`)).json()).toMatchObject({ status: 413 });
    expect(lines).toEqual([]);
  });

  it("cuts an answer short that fails half-way, instead of passing it off as whole", async () => {
    const router = express.Router().get("/report", async (_request, response) => {
      response.setHeader("content-length", "100");
      response.write("half");
      throw new Error("lost");
    });
    const { get } = await serve({ router });
    await expect(get("/report").then((response) => response.text())).rejects.toThrow();
  });

  it("believes a proxy in its own network about the caller's address and scheme", async () => {
    const router = express.Router().get("/me", (request, response) => {
      response.json({ ip: request.ip, protocol: request.protocol });
    });
    const { get } = await serve({ router });
    const headers = { "x-forwarded-for": "198.51.100.9, 8.8.4.4", "x-forwarded-proto": "https" };
    expect(await (await get("/me", { headers })).json()).toEqual({ ip: "8.8.4.4", protocol: "https" });
  });

  it("answers only operators in a process that only works", async () => {
    const { get } = await serve({ router: null });
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/webhooks")).status).toBe(404);
  });
});
