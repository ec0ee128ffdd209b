import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";

const [engine] = engines;

describe("a call of the merchant API", () => {
  let house: House;
  beforeAll(async () => {
    if (engine === undefined) throw new Error("no engine");
    house = await openHouse(engine, { until: "connected" });
  });
  afterAll(() => house.close());

  async function ask(method: string, path: string, more: { type?: string; body?: string } = {}) {
    const response = await fetch(`${house.publicUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await house.shop.sessionToken()}`,
        ...(more.type === undefined ? {} : { "content-type": more.type }),
      },
      ...(more.body === undefined ? {} : { body: more.body }),
    });
    const text = await response.text();
    const problem = z
      .object({ status: z.int(), code: z.string() })
      .safeParse(text === "" ? null : JSON.parse(text));
    return { response, code: problem.success ? problem.data.code : null };
  }
  const settings = () => `/connections/${house.connectionId()}/settings`;
  const json = "application/json";

  it("with a body that is no JSON says so", async () => {
    const { response, code } = await ask("POST", "/orders/sync", { type: json, body: "{ids:" });
    expect([response.status, code]).toEqual([400, "MALFORMED_JSON"]);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("with a body in another form, or too large a one, is refused", async () => {
    const form = await ask("POST", "/orders/sync", {
      type: "application/x-www-form-urlencoded",
      body: "ids=1",
    });
    expect([form.response.status, form.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    const large = await ask("POST", "/orders/sync", {
      type: json,
      body: JSON.stringify("x".repeat(300_000)),
    });
    expect([large.response.status, large.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  it("by a method the address does not take names those it takes", async () => {
    const { response, code } = await ask("PUT", settings(), { type: json, body: "{}" });
    expect([response.status, code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    expect(response.headers.get("allow")).toBe("GET, PATCH, HEAD");
    expect((await ask("HEAD", settings())).response.status).toBe(200);
  });

  it("to an address that does not exist, or with an id that never was, is not found", async () => {
    for (const path of [
      "/nothing",
      "/orders/1/nothing",
      "/connections/999",
      "/connections/x",
      "/orders/never",
    ]) {
      const { response, code } = await ask("GET", path);
      expect([path, response.status, code]).toEqual([path, 404, "NOT_FOUND"]);
    }
    expect((await ask("GET", "/orders/%E0%A4%A")).response.status).toBe(400);
  });

  it.each([
    ["POST", "/orders/sync", { ids: [] }, "ids"],
    ["POST", "/orders/sync", { ids: ["1", ""] }, "ids.1"],
    ["POST", "/orders/sync", { ids: Array.from({ length: 51 }, (_, index) => String(index)) }, "ids"],
    ["POST", "/orders/sync", { ids: ["1"], force: true }, "force"],
    ["POST", "/orders/sync", [], ""],
    ["POST", "/connections", { system: "abacus" }, "system"],
    ["POST", "/connections", {}, "system"],
    ["GET", "/orders?state=lost", undefined, "state"],
    ["GET", "/orders?code=NO_SUCH_CODE", undefined, "code"],
    ["GET", "/orders?from=yesterday", undefined, "from"],
    ["GET", "/orders?cursor=bm90IG91cnM", undefined, "cursor"],
    ["GET", "/orders?stat=held", undefined, "stat"],
  ])("%s %s with %j is told which value is not accepted: %s", async (method, path, body, where) => {
    const answer = await house.api(method, path, body);
    expect(answer).toMatchObject({ status: 422, body: { code: "INVALID", errors: [{ path: where }] } });
  });

  it("without proof learns the description of the API and nothing else", async () => {
    const response = await fetch(`${house.publicUrl}/api/v1/openapi.json`);
    const text = await response.text();
    const document = z
      .object({
        openapi: z.string(),
        paths: z.record(z.string(), z.record(z.string(), z.unknown())),
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
      })
      .parse(JSON.parse(text));
    expect(document.openapi).toBe("3.1.0");
    const named = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const meant = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, address]) => address);
    expect([...new Set(meant)].filter((address) => !named.includes(address ?? ""))).toEqual([]);
    const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls).toEqual(
      expect.arrayContaining([
        "DELETE /connections/{id}",
        "GET /connections/{id}",
        "GET /connections/{id}/choices/{list}",
        "GET /connections/{id}/settings",
        "GET /connections/{id}/settings/history",
        "GET /installation",
        "GET /orders",
        "GET /orders/{order_id}",
        "GET /orders/{order_id}/preview",
        "PATCH /connections/{id}/settings",
        "POST /connections",
        "POST /connections/{id}/check",
        "POST /orders/sync",
      ]),
    );
    for (const call of calls) {
      const [method = "", path = ""] = call.split(" ");
      const refused = await fetch(`${house.publicUrl}/api/v1${path.replace(/\{\w+\}/g, "1")}`, { method });
      expect([call, refused.status, refused.headers.get("www-authenticate")]).toEqual([call, 401, "Bearer"]);
      await refused.arrayBuffer();
    }
  });
});
