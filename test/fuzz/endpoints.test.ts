import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { createDataFolder } from "../support/provided.ts";
import { webhookSecretOf } from "../support/raw-webhook.ts";
import { nastyBody, nastyJson, nastyQuery, nastyText, nastyType } from "./arbitrary-requests.ts";

const LONGEST_MS = 15_000;
const [engine] = engines;
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

describe("whatever arrives", () => {
  let house: House;
  let secret: string;
  beforeAll(async () => {
    if (engine === undefined) throw new Error("no engine");
    const dataFile = join(await createDataFolder(), "shop.json");
    house = await openHouse(engine, { shop: { dataFile } });
    secret = await webhookSecretOf(dataFile);
  });
  afterAll(() => house.close());

  /** Sends it; no answer in time is a failure, and so is a 5xx but for 502 (a shop is away) and 503 (our database is). */
  async function survives({ method, path, headers = {}, body }: Sent): Promise<Response> {
    const isRead = method === "GET" || method === "HEAD";
    const response = await fetch(`${house.publicUrl}${path}`, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST_MS),
      ...(isRead || body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (response.status >= 500 && ![502, 503].includes(response.status)) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    }
    return response;
  }

  const segment = fc.oneof(
    nastyText.map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constant("%E0%A4%A"),
  );
  const filled = (path: string, values: readonly string[]) => {
    let next = 0;
    return path.replace(/\{\w+\}/g, () => values[next++ % values.length] || "x");
  };
  const requests = fc.record({
    values: fc.array(segment, { minLength: 1, maxLength: 2 }),
    query: nastyQuery,
    type: nastyType,
    body: nastyBody,
  });

  it("at the merchant API, it is answered as JSON and never by a 500", async () => {
    const { paths } = document.parse(await (await fetch(`${house.publicUrl}/api/v1/openapi.json`)).json());
    const calls = Object.entries(paths).flatMap(([path, of]) =>
      Object.keys(of).map((method) => ({ path, method })),
    );
    const token = await house.shop.sessionToken();
    expect(calls.length).toBeGreaterThan(25);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...calls),
        requests,
        async ({ path, method }, { values, query, type, body }) => {
          const headers = { authorization: `Bearer ${token}`, "content-type": type };
          const address = `/api/v1${filled(path, values)}?${query}`;
          const answer = await survives({ method: method.toUpperCase(), path: address, headers, body });
          const said = answer.headers.get("content-type") ?? "";
          expect(answer.status < 400 || said.startsWith("application/problem+json")).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
    // Nothing that was sent has changed what an object is.
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("as settings, it is taken or refused with a path, and what is stored stays readable", async () => {
    const path = `/api/v1/connections/${house.connectionId()}/settings`;
    const headers = {
      authorization: `Bearer ${await house.shop.sessionToken()}`,
      "content-type": "application/merge-patch+json",
    };
    const groups = fc.constantFrom(
      "orders",
      "payments",
      "vat",
      "products",
      "dimensions",
      "rules",
      "__proto__",
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(groups, nastyJson, { noNullPrototype: true }), async (patch) => {
        const body = new Uint8Array(Buffer.from(JSON.stringify(patch)));
        const answer = await survives({ method: "PATCH", path, headers, body });
        expect([200, 400, 413, 422]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    for (const depth of [2_000, 20_000]) {
      const nested = `${'{"orders":'.repeat(depth)}1${"}".repeat(depth)}`;
      const body = new Uint8Array(Buffer.from(nested));
      expect((await survives({ method: "PATCH", path, headers, body })).status).toBe(422);
    }
    expect((await survives({ method: "GET", path, headers })).status).toBe(200);
  });

  it("at the doors of browsers and platforms, it is answered and never by a 500", async () => {
    const doors = fc.constantFrom(
      ["GET", "/oauth/install"],
      ["GET", "/oauth/callback"],
      ["GET", "/connect/fortnox"],
      ["GET", "/connect/fortnox/callback"],
      ["GET", "/connect/{x}"],
      ["POST", "/connect/fortnox/confirm"],
      ["POST", "/connect/{x}/confirm"],
      ["POST", "/webhooks"],
      ["POST", "/webhooks/{x}"],
      ["POST", "/actions/sync-now"],
      ["GET", "/{x}"],
      ["PUT", "/webhooks"],
      ["GET", "/manifest.json"],
    );
    await fc.assert(
      fc.asyncProperty(doors, requests, nastyText, async ([method = "GET", path = "/"], more, cookie) => {
        const { values, query, type, body } = more;
        const headers = {
          "content-type": type,
          cookie: `install=${encodeURIComponent(cookie.toWellFormed())}`,
          "webhook-id": "m",
          "webhook-timestamp": String(cookie.length),
          "webhook-signature": "v1,AAAA",
        };
        await survives({ method, path: `${filled(path, values)}?${query}`, headers, body });
      }),
      { numRuns: 300 },
    );
  });

  it("signed by a shop, it is taken, refused or called unreadable, and what can be read still is", async () => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const types = fc.constantFrom("order.paid", "payout.created", "customer.redact", "action.invoked", "x");
    await fc.assert(
      fc.asyncProperty(
        types,
        nastyJson,
        fc.constantFrom("/webhooks", "/actions/sync-now"),
        async (type, data, path) => {
          const sender = { iss: house.shop.url, tenant: { id: "fjall-form" } };
          const body = new Uint8Array(Buffer.from(JSON.stringify({ type, ...sender, data })));
          const id = randomUUID();
          const timestamp = String(Math.floor(Date.now() / 1000));
          const mac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
          const headers = {
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": `v1,${mac}`,
          };
          const { status } = await survives({ method: "POST", path, headers, body });
          expect([200, 202, 400, 422]).toContain(status);
        },
      ),
      { numRuns: 120 },
    );
  });

  it("at the panel, it is a page and never a 500", async () => {
    const pages = fc.constantFrom(
      ["GET", "/"],
      ["GET", "/orders"],
      ["GET", "/orders/{x}"],
      ["GET", "/settings"],
      ["GET", "/settings/choices/{x}"],
      ["GET", "/connections"],
      ["GET", "/help"],
      ["POST", "/orders/{x}/sync"],
      ["POST", "/orders/try-again"],
      ["POST", "/settings"],
      ["POST", "/connections/{x}/check"],
      ["POST", "/connections/{x}/remove"],
      ["POST", "/api-keys/make"],
      ["POST", "/api-keys/{x}/revoke"],
    );
    const token = await house.shop.sessionToken();
    await fc.assert(
      fc.asyncProperty(pages, requests, async ([method = "GET", path = "/"], { values, query, body }) => {
        const headers = {
          authorization: `Bearer ${token}`,
          "content-type": "application/x-www-form-urlencoded",
        };
        const address = `/embedded${filled(path, values)}?${query}`;
        const answer = await survives({ method, path: address, headers, body });
        expect(
          answer.status === 303 ||
            (answer.headers.get("content-type") ?? "").startsWith("text/html") ||
            path.includes("choices"),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("nothing of it was logged as a mistake of ours", () => {
    const mistakes = house.log.filter(({ level }) => level === "error");
    expect(mistakes.map(({ message, detail }) => [message, String(detail?.["error"])])).toEqual([]);
  });
});
