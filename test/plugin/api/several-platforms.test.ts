import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identityOf } from "../../../plugin/identity.ts";
import { loadTexts } from "../../../plugin/panel/words/texts.ts";
import type { Context } from "../../../plugin/pipeline/context.ts";
import { InboxWriter } from "../../../plugin/pipeline/inbox/inbox-writer.ts";
import { Receiver } from "../../../plugin/pipeline/inbox/receive.ts";
import { manifestPlatform } from "../../../plugin/platforms/manifest/platform.ts";
import type { InstallDone, Platform, RawDelivery } from "../../../plugin/platforms/platform.ts";
import { routes } from "../../../plugin/routes.ts";
import { findInstallation, setInstallationStatus } from "../../../plugin/store/installations.ts";
import { startServer, type TestServer } from "../../server/http-server.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "../pipeline/open-pipeline.ts";

const ISSUER = "https://north.example";
const [engine] = engines;

let pipeline: Pipeline;
let server: TestServer;
let adoptions = 0;

/** A platform unlike the manifest contract in everything a platform may do its own way. */
const north: Platform = {
  id: "north",
  name: "North",
  install: null,
  webhooks: {
    doors: [{ path: "/north/hooks/:shop", largestBody: "10kb" }],
    claim: ({ params }) => ({ issuer: ISSUER, tenantId: params?.["shop"] ?? "" }),
    verify: (raw) => {
      if (!isSigned(raw)) return "refused";
      const deliveryId = raw.headers["x-delivery"] ?? "";
      const isFarewell = raw.body.toString() === "farewell";
      const meaning = isFarewell ? ({ kind: "uninstalled" } as const) : ({ kind: "note" } as const);
      return { deliveryId, type: "north.news", meaning, dropsBody: true };
    },
    isGenuine: isSigned,
  },
  sessions: {
    claim: (token) => (token.startsWith("north.") ? { issuer: ISSUER, tenantId: shopIn(token) } : null),
    async verify(token) {
      return token.endsWith(".good") ? { userId: "u1", email: null, locale: null, role: "owner" } : null;
    },
    async adopt(token) {
      if (!token.endsWith(".good")) return null;
      adoptions += 1;
      return installed(shopIn(token));
    },
    retryHeaders: { "X-North-Retry": "1" },
    bounce: (visit) => (visit.searchParams.has("north") ? "/north/bounce" : null),
  },
  pages: [
    { path: "/north", answer: (visit) => ({ kind: "redirect", to: `/embedded${visit.search}` }) },
    {
      path: "/north/bounce",
      answer: () => ({ kind: "page", status: 200, html: "<p>One moment.</p>", frame: aroundNorth }),
    },
    { path: "/north/bridge.js", answer: () => ({ kind: "script", code: "window.north = true;" }) },
  ],
  frame: () => aroundNorth,
  open: () => {
    throw new Error("nobody opens the shop here");
  },
};

const aroundNorth = {
  ancestors: ["https://admin.north.example"],
  scripts: ["https://cdn.north.example/frame.js"],
  metas: { "north-key": "k" },
};

const shopIn = (token: string): string => token.split(".")[1] ?? "";

function isSigned(raw: RawDelivery): boolean {
  return raw.headers["x-signed"] === "yes";
}

function installed(tenantId: string): InstallDone {
  return {
    ok: true,
    installation: {
      platform: "north",
      issuer: ISSUER,
      tenantId,
      tenantName: `Shop ${tenantId}`,
      tenantUrl: `${ISSUER}/${tenantId}`,
      apiBaseUrl: ISSUER,
      country: "SE",
      currency: "SEK",
      timeZone: "Europe/Stockholm",
      scopes: [],
      metadata: {},
    },
    secrets: { token: "t" },
    redirect: "https://admin.north.example/apps/relay",
  };
}

beforeAll(async () => {
  if (engine === undefined) throw new Error("no engine");
  pipeline = await openPipeline(engine);
  const { ports, publicUrl } = pipeline.context;
  const platforms = new Map([manifestPlatform, north].map((platform) => [platform.id, platform]));
  const context: Context = { ...pipeline.context, platforms };
  const { store } = context;
  const inbox = new InboxWriter({ store, clock: ports.clock, log: ports.log, onStored: async () => {} });
  const app = express();
  app.use(
    routes({
      context,
      receiver: new Receiver(context, inbox),
      identity: identityOf(store, ports, { publicUrl, production: false, allowedIssuers: [] }),
      manifest: "{}",
      viewsDirectory: "views",
      speak: loadTexts("views/locales"),
      production: false,
    }),
  );
  server = await startServer(app);
});
afterAll(async () => {
  await server.close();
  await pipeline.close();
});

const get = (path: string, token?: string) =>
  fetch(server.url + path, {
    redirect: "manual",
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

const deliver = (shop: string, headers: Record<string, string>, body = "news") =>
  fetch(`${server.url}/north/hooks/${shop}`, { method: "POST", headers, body });

const stored = (tenantId: string) => findInstallation(pipeline.store, ISSUER, tenantId);

async function adopted(tenantId: string): Promise<number> {
  expect((await get("/api/v1/installation", `north.${tenantId}.good.token.long.good`)).status).toBe(200);
  const installation = await stored(tenantId);
  if (installation === null) throw new Error("not installed");
  return installation.id;
}

describe("a platform that installs without telling us", () => {
  it("is installed by the first good session token of a shop, once, however many pages ask at a time", async () => {
    const before = adoptions;
    const token = "north.oslo.the-first-token.good";
    const answers = await Promise.all([1, 2, 3, 4].map(() => get("/api/v1/installation", token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(adoptions - before).toBe(1);
    expect(await answers[0]?.json()).toMatchObject({ platform: "north", tenant: { id: "oslo" } });
    expect(await stored("oslo")).toMatchObject({ adminUrl: "https://admin.north.example/apps/relay" });
  });

  it("is not installed by a token that proves nothing", async () => {
    expect((await get("/api/v1/installation", "north.bergen.somebody-elses.bad")).status).toBe(401);
    expect(await stored("bergen")).toBeNull();
  });

  it("comes back by the next session after it had left or lost us, with the same installation", async () => {
    const id = await adopted("narvik");
    for (const status of ["uninstalled", "disconnected"] as const) {
      await setInstallationStatus(pipeline.store, id, status, Date.now());
      expect(await adopted("narvik")).toBe(id);
      expect(await stored("narvik")).toMatchObject({ status: "installed" });
    }
  });
});

describe("a page that was opened without a session", () => {
  it("is sent where its platform gives it one", async () => {
    const page = await get("/embedded/orders?north=1&id_token=north.oslo.long-since-over.bad");
    expect([page.status, page.headers.get("location")]).toEqual([302, "/north/bounce"]);
  });

  it("says what to do when no platform knows it", async () => {
    expect((await get("/embedded/orders")).status).toBe(401);
  });

  it("is told how to come back when a script asked for it, by its own platform alone", async () => {
    for (const path of ["/embedded?north=1", "/api/v1/installation"]) {
      const refused = await get(path, "north.oslo.long-since-over.bad");
      expect([refused.status, refused.headers.get("x-north-retry")]).toEqual([401, "1"]);
      const strange = await get(path, "somebody.elses.token-altogether");
      expect([strange.status, strange.headers.get("x-north-retry")]).toEqual([401, null]);
    }
  });
});

describe("what stands around a page", () => {
  it("is the platform's word: who frames it, whose scripts run, what they read", async () => {
    const page = await get("/embedded/help", "north.oslo.the-first-token.good");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors https://admin.north.example");
    expect(policy).toContain("script-src 'self' https://cdn.north.example;");
    const text = await page.text();
    expect(text).toContain('<meta name="north-key" content="k">');
    expect(text.indexOf("https://cdn.north.example/frame.js")).toBeLessThan(text.indexOf("panel.js"));
    expect(text).toContain('data-hosts="https://admin.north.example"');
  });

  it("holds for the platform's own pages too", async () => {
    const entry = await get("/north?shop=oslo");
    expect([entry.status, entry.headers.get("location")]).toEqual([302, "/embedded?shop=oslo"]);
    const bounce = await get("/north/bounce");
    expect(bounce.headers.get("content-security-policy")).toContain(
      "frame-ancestors https://admin.north.example",
    );
    const bridge = await get("/north/bridge.js");
    expect(bridge.headers.get("content-type")).toContain("text/javascript");
  });
});

describe("a door of a platform's own", () => {
  it("takes what is signed, keeps only what it means, and refuses the rest", async () => {
    const id = await adopted("tromso");
    const genuine = { "x-signed": "yes", "x-delivery": "d1" };
    expect((await deliver("tromso", genuine)).status).toBe(202);
    expect((await deliver("tromso", genuine)).status).toBe(200);
    expect((await deliver("tromso", { "x-delivery": "d2" })).status).toBe(401);
    expect((await deliver("tromso", genuine, "x".repeat(20_000))).status).toBe(413);
    const rows = await pipeline.store.db.selectFrom("inbox").selectAll().execute();
    expect(rows.filter((row) => row.installation_id === id)).toMatchObject([
      { delivery_id: "d1", body: null },
    ]);
  });

  it("is silent about shops that are not ours or have left, where the platform wants no word", async () => {
    await adopted("bodo");
    expect((await deliver("nowhere", { "x-signed": "yes", "x-delivery": "d3" })).status).toBe(200);
    expect((await deliver("bodo", { "x-signed": "yes", "x-delivery": "d4" }, "farewell")).status).toBe(202);
    expect(await stored("bodo")).toMatchObject({ status: "uninstalled" });
    expect((await deliver("bodo", { "x-signed": "yes", "x-delivery": "d5" })).status).toBe(200);
    expect((await deliver("bodo", { "x-delivery": "d6" })).status).toBe(401);
    // It is heard at once when it is back, though it was told otherwise a moment ago.
    await adopted("bodo");
    expect((await deliver("bodo", { "x-signed": "yes", "x-delivery": "d7" })).status).toBe(202);
  });
});
