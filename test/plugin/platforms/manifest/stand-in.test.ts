import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderManifest } from "../../../../plugin/platforms/manifest/manifest.ts";
import { manifestPlatform } from "../../../../plugin/platforms/manifest/platform.ts";
import type {
  Installation,
  InstallDone,
  RawDelivery,
  ShopPorts,
} from "../../../../plugin/platforms/platform.ts";
import { type Shop as StandIn, startShop } from "../../../../sandbox/platforms/manifest-shop/server.ts";
import {
  type LoopbackServer,
  memoryVault,
  newApp,
  quietLog,
  realHttp,
  serve,
  standingClock,
  uncounted,
} from "./ports.ts";

// The stand-in of the contract was written from the contract's page alone and shares no code with the product:
// two readings of one page have to agree.

const template = readFileSync(new URL("../../../../manifest.json", import.meta.url), "utf8");

let appServer: LoopbackServer;
let standIn: StandIn;
let ports: ShopPorts & { vault: ReturnType<typeof memoryVault> };
let done: InstallDone;
let installation: Installation;
let received: { path: string | undefined; delivery: RawDelivery }[];

beforeAll(async () => {
  received = [];
  let documents: Record<string, unknown> = {};
  appServer = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (request.method === "POST") {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        received.push({ path: request.url, delivery: { body: Buffer.concat(parts), headers } });
      }
      const answer = documents[request.url ?? ""] ?? { status: "success", message: "Done." };
      response.setHeader("content-type", "application/json");
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  });
  const clock = standingClock(Date.now());
  const { app, jwks } = await newApp(appServer.url, clock);
  documents = {
    "/manifest.json": renderManifest(template, appServer.url),
    "/.well-known/jwks.json": jwks,
  };
  standIn = await startShop({});
  const flow = manifestPlatform.install;
  if (flow === null) throw new Error("installs by redirects");

  const http = realHttp();
  const installPorts = { http, clock, log: quietLog, app, state: "the-state" };
  const visit = new URL(await standIn.install(app.clientId));
  expect(visit.origin + visit.pathname).toBe(`${appServer.url}/oauth/install`);
  const begun = await flow.begin(Object.fromEntries(visit.searchParams), installPorts);
  if (!begun.ok) throw new Error(begun.message);
  const back = await fetch(begun.redirect, { redirect: "manual" });
  const callback = new URL(back.headers.get("location") ?? "");
  expect(callback.searchParams.get("state")).toBe("the-state");
  const finished = await flow.finish(Object.fromEntries(callback.searchParams), begun.memory, installPorts);
  if (!finished.ok) throw new Error(finished.message);
  done = finished;
  installation = { ...done.installation, id: 1, status: "installed" };
  ports = {
    http,
    clock,
    log: quietLog,
    app,
    vault: memoryVault(done.secrets),
    ...uncounted,
  };
});

beforeEach(() => {
  received.length = 0;
});

afterAll(async () => {
  await standIn.close();
  await appServer.close();
});

const mugs = { sku: "MUG-01", title: "Mug, birch", quantity: "3", unitPrice: "249.00", rate: "25" };
const opened = () => manifestPlatform.open(installation, ports);

async function lastDelivery(path: string): Promise<RawDelivery> {
  await standIn.idle();
  const last = received.filter((each) => each.path === path).at(-1);
  if (last === undefined) throw new Error(`nothing came to ${path}`);
  return last.delivery;
}

describe("a shop that follows the contract", () => {
  it("installs the app and sends the merchant back to its admin", () => {
    expect(done.redirect).toBe(`${standIn.url}/admin/apps/accounting`);
    expect(done.installation).toMatchObject({
      issuer: standIn.url,
      tenantId: "fjall-form",
      tenantName: "Fjäll & Form",
      apiBaseUrl: `${standIn.url}/api`,
      currency: "SEK",
      timeZone: "Europe/Stockholm",
    });
  });

  it("tells us of an order, which we then read with its refund", async () => {
    const placed = await standIn.placeOrder({
      paid: true,
      lines: [mugs],
      shipping: { price: "49.00", rate: "25" },
    });
    const delivery = await lastDelivery("/webhooks");
    expect(manifestPlatform.webhooks.claim(delivery)).toEqual({
      issuer: standIn.url,
      tenantId: "fjall-form",
    });
    expect(manifestPlatform.webhooks.verify(delivery, ports.vault.now(), ports.clock.now())).toMatchObject({
      meaning: { kind: "order", orderIds: [placed.id] },
    });

    await standIn.refund(placed.id, { lines: [{ line_id: placed.lines[0]?.id ?? "", quantity: "1" }] });
    const result = await opened().order(placed.id);
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      ok: true,
      value: {
        number: placed.number,
        total: "796.00",
        totalTax: "159.20",
        payments: [{ kind: "sale", status: "success", amount: "796.00" }],
        refunds: [
          { lines: [{ gross: "249.00", tax: "49.80" }], payments: [{ kind: "refund", amount: "249.00" }] },
        ],
      },
    });
  });

  it("lists every order exactly once", async () => {
    for (let n = 0; n < 3; n += 1) await standIn.placeOrder({ paid: false, lines: [mugs] });
    const page = await opened().changedOrders({ updatedAfter: "2020-01-01T00:00:00Z" }, null);
    if (!page.ok) throw new Error(page.problem.message);
    expect(page.value.nextCursor).toBeNull();
    expect(page.value.orders.map(({ id }) => id).sort()).toEqual(
      standIn
        .orders()
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("tells us who looks at the page", async () => {
    const token = await standIn.sessionToken();
    expect(manifestPlatform.sessions.claim(token)).toEqual({ issuer: standIn.url, tenantId: "fjall-form" });
    expect(await manifestPlatform.sessions.verify(token, installation, ports)).toMatchObject({
      role: "owner",
    });
    const staff = await standIn.sessionToken({ roles: ["staff"] });
    expect(await manifestPlatform.sessions.verify(staff, installation, ports)).toMatchObject({
      role: "bookkeeper",
    });
    const stranger = await standIn.sessionToken({ tenant: "another" });
    expect(await manifestPlatform.sessions.verify(stranger, installation, ports)).toBeNull();
  });

  it("passes on the button for several orders", async () => {
    await standIn.syncNow(["1001", "1002"]);
    const delivery = await lastDelivery("/actions/sync-now");
    expect(manifestPlatform.webhooks.verify(delivery, ports.vault.now(), ports.clock.now())).toMatchObject({
      meaning: { kind: "action", action: "sync-now", orderIds: ["1001", "1002"] },
    });
  });

  it("shows what became of an order, and tells us of the change like of any other", async () => {
    const placed = await standIn.placeOrder({ paid: true, lines: [mugs] });
    const shown = {
      state: "booked",
      text: "Invoice 12",
      url: `${appServer.url}/embedded/orders/${placed.id}`,
      tags: [],
    };
    expect(await opened().showState(placed.id, shown)).toEqual({ ok: true, value: null });
    expect(standIn.apiCalls().at(-1)).toMatchObject({ method: "PATCH", status: 204 });
    const page = await (await fetch(`${standIn.url}/admin/orders/${placed.id}`)).text();
    expect(page).toContain("Invoice 12");
    expect(JSON.parse((await lastDelivery("/webhooks")).body.toString())).toMatchObject({
      type: "order.updated",
      data: { id: placed.id },
    });
  });

  it("renews our access when it has run out, and is served again after faults", async () => {
    const placed = await standIn.placeOrder({ paid: true, lines: [mugs] });
    standIn.faults.tokenExpired = true;
    expect(await opened().order(placed.id)).toMatchObject({ ok: true });
    expect(ports.vault.now()["refresh_token"]).not.toBe(done.secrets["refresh_token"]);
    standIn.faults.api429 = 1;
    expect(await opened().order(placed.id)).toMatchObject({ problem: { act: "retry", afterMs: 1_000 } });
    standIn.faults.apiDown = 1;
    expect(await opened().order(placed.id)).toMatchObject({ problem: { act: "retry" } });
    expect(await opened().order(placed.id)).toMatchObject({ ok: true });
    expect(await opened().order("no-such-order")).toEqual({ ok: true, value: null });
  });

  it("says goodbye, and lets us in no more", async () => {
    await standIn.uninstall();
    const delivery = await lastDelivery("/webhooks");
    expect(manifestPlatform.webhooks.verify(delivery, ports.vault.now(), ports.clock.now())).toMatchObject({
      meaning: { kind: "uninstalled" },
    });
    expect(await opened().order("1001")).toMatchObject({ problem: { code: "NOT_CONNECTED" } });
  });
});
