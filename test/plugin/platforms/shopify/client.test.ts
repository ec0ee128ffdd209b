import { describe, expect, it } from "vitest";
import { askShop } from "../../../../plugin/platforms/shopify/client.ts";
import { GOOD, type Scripted, scriptedShop, tokenResponse } from "./scripted-shop.ts";

const QUESTION = "query Things { shop { id } }";
const DATA = { data: { shop: { id: "1" } } };

const points = (requested: number, available: number, actual: number | null = requested) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
  },
});

const error = (code: string, more: object = {}) => ({
  errors: [{ message: `it is ${code}`, extensions: { code, ...more } }],
});

async function ask(answers: readonly Scripted[], more: Parameters<typeof scriptedShop>[1] = {}) {
  const shop = await scriptedShop(answers, more);
  const question = askShop(shop.installation, shop.options, shop.ports);
  return { ...shop, ask: () => question(QUESTION, {}) };
}

async function problem(answer: Scripted) {
  const { ask: question } = await ask([answer]);
  const asked = await question();
  if (asked.ok) throw new Error("it was answered");
  return asked.problem;
}

describe("a question to a shop", () => {
  it("goes to the version we know, with the shop's token", async () => {
    const { ask: question, asked } = await ask([{ body: DATA }]);
    expect(await question()).toEqual({ ok: true, data: DATA.data });
    expect(asked).toMatchObject([
      {
        path: "/s/fjall-form.myshopify.com/admin/api/2026-10/graphql.json",
        token: "access-0",
        body: { query: QUESTION },
      },
    ]);
  });

  it("is asked once more with a new token when the old one is refused, and then says who must act", async () => {
    const refusal = { status: 401, body: '{"errors":"[API] Invalid API key or access token"}' };
    const shop = await ask([refusal, { body: DATA }], { tokens: [{ body: tokenResponse(1) }] });
    expect(await shop.ask()).toMatchObject({ ok: true });
    expect(shop.asked.map(({ token }) => token)).toEqual(["access-0", null, "access-1"]);
    expect(shop.ports.vault.now()).toMatchObject({ access_token: "access-1", refresh_token: "refresh-1" });
    const ended = await ask([refusal], { tokens: [{ body: tokenResponse(1) }] });
    expect(await ended.ask()).toMatchObject({ problem: { act: "fix", code: "NOT_CONNECTED" } });
  });
});

describe("an answer is sorted by who must act", () => {
  it("a shop that has not paid, is locked or takes us for a robot is left alone for an hour", async () => {
    for (const status of [402, 423, 430]) {
      expect(await problem({ status, body: "" }), String(status)).toMatchObject({
        act: "retry",
        afterMs: 3_600_000,
      });
    }
    expect(await problem({ body: error("SHOP_INACTIVE") })).toMatchObject({
      act: "retry",
      afterMs: 3_600_000,
    });
  });

  it("a shop that asks us to slow down says for how long, in seconds with decimals", async () => {
    const answer = { status: 429, headers: { "retry-after": "2.0" }, body: "" };
    expect(await problem(answer)).toMatchObject({ act: "retry", afterMs: 2_000 });
  });

  it("errors of the shop and pages of somebody in between pass by themselves", async () => {
    const bodies = [
      { status: 500, body: "" },
      { status: 502, body: "<html>Bad gateway</html>" },
      { status: 200, body: "<html>We will be back</html>" },
      { body: error("INTERNAL_SERVER_ERROR") },
      { body: error("SOMETHING_NEW") },
    ];
    for (const answer of bodies)
      expect(await problem(answer)).toMatchObject({ act: "retry", inDoubt: false });
  });

  it("a plan or a scope that is missing is for the merchant to mend", async () => {
    for (const answer of [
      { status: 403, body: "" },
      { status: 404, body: "" },
      { body: error("ACCESS_DENIED") },
    ]) {
      expect(await problem(answer)).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
    }
  });

  it("what is hidden does not hide the rest", async () => {
    const { ask: question } = await ask([{ body: { ...DATA, ...error("ACCESS_DENIED") } }]);
    expect(await question()).toEqual({ ok: true, data: DATA.data });
  });

  it("a question Shopify does not understand, or doubts, is our mistake and loud", async () => {
    const odd = { errors: [{ message: "Field 'x' doesn't exist", extensions: { code: "undefinedField" } }] };
    await expect((await ask([{ body: odd }])).ask()).rejects.toThrow("does not understand our query");
    const doubted = {
      ...DATA,
      extensions: { search: [{ path: ["orders"], warnings: [{ field: "update_at" }] }] },
    };
    await expect((await ask([{ body: doubted }])).ask()).rejects.toThrow("doubts our search");
  });

  it("a question too large for any shop says so", async () => {
    const { ask: question } = await ask([
      { body: error("MAX_COST_EXCEEDED", { cost: 1293, maxCost: 1000 }) },
    ]);
    expect(await question()).toMatchObject({ ok: false, refused: "too costly" });
  });
});

describe("the shop's points", () => {
  it("are waited for as long as they need to come back: 862 asked, 572 left, 100 a second is 2.9 seconds", async () => {
    const throttled = { body: { ...error("THROTTLED"), extensions: points(862, 572, null) } };
    const { ask: question, ports, asked } = await ask([throttled, { body: DATA }]);
    const before = ports.clock.now();
    expect(await question()).toMatchObject({ ok: true });
    expect(ports.clock.now() - before).toBe(2_900);
    expect(asked).toHaveLength(2);
  });

  it("that need longer are for the queue to wait for, and it is told how long", async () => {
    const throttled = { body: { ...error("THROTTLED"), extensions: points(1_000, 100, null) } };
    const { ask: question } = await ask([throttled]);
    expect(await question()).toMatchObject({ problem: { act: "retry", afterMs: 9_000 } });
  });

  it("are counted beforehand: a question that would not fit is not asked yet", async () => {
    const { ask: question, ports, asked } = await ask([{ body: { ...DATA, extensions: points(150, 50) } }]);
    await question();
    const before = ports.clock.now();
    await question();
    expect(ports.clock.now() - before).toBe(1_000);
    expect(asked).toHaveLength(2);
  });
});

describe("history", () => {
  const opened = async () => {
    const shop = await scriptedShop([{ body: { ...DATA, extensions: points(50, 440) } }]);
    const asking = (lane: "people" | "backlog") =>
      askShop(shop.installation, shop.options, { ...shop.ports, lane });
    return {
      ...shop,
      live: () => asking("people")(QUESTION, {}),
      history: () => asking("backlog")(QUESTION, {}),
    };
  };

  it("leaves a fifth of the shop's points to what happens now: with 440 of 2000 left it waits, a live order does not", async () => {
    const { live, history, ports } = await opened();
    await live();
    const before = ports.clock.now();
    await live();
    expect(ports.clock.now() - before).toBe(0);
    await history();
    // 390 were left after the second, 450 are needed to take 50 and leave 400.
    expect(ports.clock.now() - before).toBe(600);
  });
});

describe("access", () => {
  const renewals = (tokens: readonly Scripted[], secrets = {}) =>
    ask([{ body: DATA }], {
      tokens,
      secrets: { ...GOOD, expires_at: "2026-11-21T10:04:59.000Z", ...secrets },
    });

  it("is renewed five minutes before it ends, with a new refresh token", async () => {
    const shop = await renewals([{ body: tokenResponse(1) }]);
    expect(await shop.ask()).toMatchObject({ ok: true });
    expect(shop.asked[0]).toMatchObject({
      path: "/s/fjall-form.myshopify.com/admin/oauth/access_token",
      body: {
        client_id: "client-1",
        client_secret: "secret-now",
        grant_type: "refresh_token",
        refresh_token: "refresh-0",
      },
    });
    expect(shop.ports.vault.now()).toMatchObject({
      access_token: "access-1",
      expires_at: "2026-11-21T11:00:00.000Z",
      refresh_token: "refresh-1",
      refresh_expires_at: "2027-02-19T10:00:00.000Z",
    });
  });

  it("is renewed with the other secret where Shopify knows only that", async () => {
    const shop = await renewals([
      { status: 400, body: { error: "invalid_client" } },
      { body: tokenResponse(1) },
    ]);
    expect(await shop.ask()).toMatchObject({ ok: true });
    expect(shop.asked[1]?.body["client_secret"]).toBe("secret-before");
  });

  it("is asked for again after an outage, and a lost answer with the same refresh token later", async () => {
    const down = { status: 503, body: "" };
    const shop = await renewals([down, down, { body: tokenResponse(1) }]);
    expect(await shop.ask()).toMatchObject({ ok: true });
    const longer = await renewals([down]);
    expect(await longer.ask()).toMatchObject({ problem: { act: "retry" } });
    expect(longer.ports.vault.now()).toMatchObject({ refresh_token: "refresh-0" });
  });

  it("that has ended needs the merchant to open the app once", async () => {
    const shop = await renewals([{ status: 400, body: { error: "invalid_grant" } }]);
    expect(await shop.ask()).toMatchObject({
      problem: {
        act: "fix",
        code: "NOT_CONNECTED",
        message: expect.stringContaining("Open the app in the shop's admin"),
      },
    });
  });

  it("is renewed once, however many ask at a time", async () => {
    const shop = await renewals([{ body: tokenResponse(1) }, { body: tokenResponse(2) }]);
    const answers = await Promise.all([shop.ask(), shop.ask(), shop.ask()]);
    expect(answers.every((one) => one.ok)).toBe(true);
    expect(shop.asked.filter(({ path }) => path.endsWith("/access_token"))).toHaveLength(1);
  });
});
