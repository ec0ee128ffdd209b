import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { invoice } from "../../../../plugin/connectors/fortnox/answers.ts";
import { type Client, createClient } from "../../../../plugin/connectors/fortnox/client.ts";
import type { Http } from "../../../../plugin/ports.ts";
import { countingLimiter, loopbackHttp, silentLog } from "../ledger-ports.ts";
import { type Answer, type ScriptedServer, type SeenRequest, scriptedServer } from "../scripted-server.ts";

const about = { subject: "the invoice" };
const unauthorized = { status: 401, body: { message: "unauthorized" } };

describe("a call to Fortnox", () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function start(answer: (request: SeenRequest) => Answer, http: Http = loopbackHttp) {
    server = await scriptedServer(answer);
    const limiter = countingLimiter();
    const logged: string[] = [];
    const note = (message: string, detail?: unknown) =>
      void logged.push(`${message} ${JSON.stringify(detail)}`);
    let issued = 1;
    const client = createClient(
      { clientId: "app", clientSecret: "secret", apiUrl: server.url, authUrl: server.url },
      { http, limiter, log: { ...silentLog, debug: note, warn: note }, lane: "people" },
      "100001",
      {
        current: async () => ({ ok: true, value: { token: `token-${issued}`, expiresAt: 0 } }),
        forget: () => {
          issued += 1;
        },
      },
    );
    return { client, limiter, logged, seen: server.seen };
  }
  const post = (client: Client) => client.write("POST", "/3/invoices", { Invoice: {} }, z.unknown(), about);
  const get = (client: Client) => client.read("/3/invoices/1", z.unknown(), "the invoice");

  it("waits for its turn within the company's limit and carries JSON and the login", async () => {
    const { client, limiter, seen } = await start(() => ({ body: {} }));
    await client.write("PUT", "/3/invoices/1/bookkeep", {}, z.unknown(), about);
    expect(limiter.taken).toEqual([{ key: "fortnox:app:100001", calls: 25, perMs: 5_250, lane: "people" }]);
    expect(seen[0]).toMatchObject({
      body: "{}",
      headers: {
        authorization: "Bearer token-1",
        "content-type": "application/json",
        accept: "application/json",
      },
    });
  });

  it("that was one too many pauses the company's calls and is certainly not made", async () => {
    const { client, limiter } = await start(() => ({ status: 429 }));
    const reply = await post(client);
    expect(reply).toMatchObject({ ok: false, problem: { act: "retry", inDoubt: false, afterMs: 5_250 } });
    expect(limiter.pauses).toEqual([{ key: "fortnox:app:100001", ms: 5_250 }]);
  });

  it.each([
    [
      "500 with a code",
      { status: 500, body: { ErrorInformation: { error: 1, message: "System exception", code: 1000003 } } },
    ],
    [
      "500 with an unknown code",
      { status: 500, body: { ErrorInformation: { Error: 1, Message: "?", Code: 2000401 } } },
    ],
    ["503 without a body", { status: 503 }],
    ["a gateway's page", { status: 502, body: "<html>Bad Gateway</html>", type: "text/html" }],
    ["a page where JSON should be", { status: 200, body: "<html>Maintenance</html>", type: "text/html" }],
    ["a redirect", { status: 302 }],
  ] satisfies [string, Answer][])(
    "answered by %s is tried again, and a write is looked up first",
    async (_, answer) => {
      const { client } = await start(() => answer);
      const schema = z.object({ Invoice: z.unknown() });
      const write = await client.write("POST", "/3/invoices", {}, schema, about);
      expect(write).toMatchObject({ ok: false, problem: { act: "retry", inDoubt: true } });
      expect(await client.read("/3/invoices/1", schema, "x")).toMatchObject({
        ok: false,
        problem: { act: "retry", inDoubt: false },
      });
    },
  );

  it("answered by a foreign 404 is not taken as absence", async () => {
    const { client } = await start(() => ({
      status: 404,
      body: "<html>Not found</html>",
      type: "text/html",
    }));
    expect(await get(client)).toMatchObject({ ok: false, refusal: null, problem: { act: "retry" } });
  });

  it("that is not answered in time leaves a write in doubt, and a read not", async () => {
    const asked: number[] = [];
    const impatient: Http = (request) => {
      asked.push(request.timeoutMs);
      return loopbackHttp({ ...request, timeoutMs: 30 });
    };
    const { client } = await start(() => "silence", impatient);
    expect(await post(client)).toMatchObject({ problem: { act: "retry", inDoubt: true } });
    expect(await get(client)).toMatchObject({ problem: { act: "retry", inDoubt: false } });
    expect(asked).toEqual([10_000, 10_000]);
  });

  it("that sends an e-mail is in doubt like a write, although it is a GET", async () => {
    const { client, seen } = await start(() => ({ status: 503 }));
    const reply = await client.write("GET", "/3/invoices/1/email", undefined, z.unknown(), about);
    expect(reply).toMatchObject({ problem: { act: "retry", inDoubt: true } });
    expect(seen).toHaveLength(1);
  });

  it("that reaches nobody was certainly not made", async () => {
    const { client } = await start(() => ({ status: 200 }));
    await server?.close();
    server = undefined;
    expect(await post(client)).toMatchObject({ problem: { act: "retry", inDoubt: false } });
  });

  it("with an expired login is made again once with a new one", async () => {
    const { client, seen } = await start((request) =>
      request.headers.authorization === "Bearer token-1" ? unauthorized : { body: { done: true } },
    );
    expect(await post(client)).toEqual({ ok: true, value: { done: true } });
    expect(seen.map((request) => request.headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("that is not let in with a new login either asks to connect again", async () => {
    const { client, seen } = await start(() => unauthorized);
    expect(await post(client)).toMatchObject({ problem: { act: "fix", code: "NOT_CONNECTED" } });
    expect(seen).toHaveLength(2);
  });

  it("that Fortnox calls malformed is thrown as a mistake of ours", async () => {
    const { client } = await start(() => ({
      status: 400,
      body: { ErrorInformation: { error: 1, message: "Felaktigt fältnamn", code: 2001399 } },
    }));
    await expect(post(client)).rejects.toThrow("2001399");
  });

  it("leaves no login and no buyer in the log", async () => {
    const { client, logged } = await start(() => ({ body: { Customers: [] } }));
    await client.list("/3/customers", "Customers", z.unknown(), "x", { email: "anna@example.com" });
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toMatch(/token-1|anna/);
    expect(logged.join()).toContain("/3/customers");
  });

  it("for a list reads all its pages", async () => {
    const { client, seen } = await start(({ query }) => {
      const page = Number(query.get("page"));
      return {
        body: { MetaInformation: { "@TotalPages": 3, "@CurrentPage": page }, Things: [{ Code: `c${page}` }] },
      };
    });
    const reply = await client.list("/3/things", "Things", z.object({ Code: z.string() }), "x", {
      filter: "active",
    });
    expect(reply).toEqual({ ok: true, value: [{ Code: "c1" }, { Code: "c2" }, { Code: "c3" }] });
    expect(seen.map(({ query }) => query.toString())).toEqual([
      "filter=active&limit=500&page=1",
      "filter=active&limit=500&page=2",
      "filter=active&limit=500&page=3",
    ]);
  });

  it("for a list that does not count its pages goes on until a page is not full", async () => {
    const { client, seen } = await start(({ query }) => ({
      body: { Things: Array.from({ length: query.get("page") === "1" ? 500 : 2 }, (_, index) => index) },
    }));
    const reply = await client.list("/3/things", "Things", z.number(), "x");
    expect(reply.ok && reply.value.length).toBe(502);
    expect(seen).toHaveLength(2);
  });

  it("understands an answer with unknown fields, numbers as text and missing extras", async () => {
    const { client } = await start(() => ({
      status: 201,
      body: {
        Invoice: {
          DocumentNumber: 12,
          Currency: "SEK",
          Total: "125.00",
          TotalVAT: 25,
          Credit: "false",
          Surprise: { deep: [1] },
        },
        More: true,
      },
    }));
    const reply = await client.write("POST", "/3/invoices", {}, invoice, about);
    expect(reply).toMatchObject({
      ok: true,
      value: { DocumentNumber: "12", Total: "125.00", RoundOff: "0", Booked: false },
    });
  });

  it("without the number of what was written leaves the write in doubt", async () => {
    const { client } = await start(() => ({ status: 201, body: { Invoice: { Total: 125 } } }));
    const reply = await client.write("POST", "/3/invoices", {}, invoice, about);
    expect(reply).toMatchObject({ ok: false, problem: { act: "retry", inDoubt: true } });
  });
});
