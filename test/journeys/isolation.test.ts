import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { describedApi } from "../support/described-api.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import type { Merchant } from "../support/merchant.ts";
import { readPanel } from "../support/panel.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() })),
        requestBody: z.unknown().optional(),
      }),
    ),
  ),
});
const made = z.object({ id: z.string() });
const page = z.object({ data: z.array(made) });

/** What a call has to be sent so that nothing but the tenant is wrong with it. */
const BODIES: Readonly<Record<string, unknown>> = {
  "post /connections": { system: "fortnox" },
  "post /connections/{id}/closed-months": { month: "2026-01" },
  "post /orders/sync": { ids: ["9999"] },
  "post /orders/undo": { ids: ["9999"], reason: "Not mine" },
  "post /payouts/sync": { ids: ["p-1"] },
  "post /imports": { from: "2026-01-01", to: "2026-01-02", dry_run: true },
  "post /api-keys": { name: "mine", role: "viewer" },
  "post /webhook-endpoints": { url: "https://example.com/hook" },
};

const QUERY: Readonly<Record<string, string>> = { from: "2026-01-01", to: "2026-01-31", quarter: "2026-Q1" };

describe.each(engines)("two merchants on $name", (engine) => {
  let house: House;
  let intruder: Merchant;
  let receiver: WebhookReceiver;
  const ids: Record<string, string> = { payout_id: "p-1", list: "accounts" };
  /** The victim's rows, by the paths that take them. */
  const idOf: Record<string, string> = {};

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    house = await openHouse(engine);
    idOf["connections"] = house.connectionId();
    idOf["api-keys"] = made.parse(
      (await house.api("POST", "/api-keys", { name: "books", role: "viewer" })).body,
    ).id;
    idOf["webhook-endpoints"] = made.parse(
      (await house.api("POST", "/webhook-endpoints", { url: receiver.url })).body,
    ).id;
    idOf["imports"] = made.parse(
      (await house.api("POST", "/imports", { from: "2026-01-01", to: "2026-01-02", dry_run: true })).body,
    ).id;
    ids["order_id"] = (await house.shop.placeOrder(THREE_MUGS)).id;
    await house.waitForOrder(ids["order_id"], "booked");
    const told = await eventually(
      async () =>
        page.parse(
          (await house.api("GET", `/webhook-endpoints/${idOf["webhook-endpoints"]}/deliveries`)).body,
        ).data,
      (found) => found.length > 0,
      "a message to the victim's address",
    );
    ids["delivery_id"] = told[0]?.id ?? "";
    intruder = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(intruder, "connected");
  });
  afterAll(async () => {
    await house.close();
    await receiver.close();
  });

  const filled = (path: string) =>
    path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
      name === "id" ? (idOf[path.split("/")[1] ?? ""] ?? "1") : (ids[name] ?? "1"),
    );

  it("never see each other through any call the OpenAPI document names", async () => {
    const call = await describedApi(house.publicUrl);
    const address = `${house.publicUrl}/api/v1/openapi.json`;
    const { paths } = document.parse(await (await fetch(address)).json());
    let tried = 0;
    // What makes something of the intruder's own comes last.
    const named = ([path]: readonly [string, unknown]) => Number(!path.includes("{"));
    for (const [path, calls] of Object.entries(paths).sort((a, b) => named(a) - named(b))) {
      for (const [method, { parameters, requestBody }] of Object.entries(calls)) {
        const body = requestBody === undefined ? undefined : (BODIES[`${method} ${path}`] ?? {});
        const isNamed = path.includes("{");
        const takesConnection = parameters.some(({ name }) => name === "connection");
        const asked = parameters.filter(({ name }) => QUERY[name] !== undefined);
        const query =
          !isNamed && takesConnection
            ? `?${[`connection=${house.connectionId()}`, ...asked.map(({ name }) => `${name}=${QUERY[name]}`)].join("&")}`
            : "";
        const token = await intruder.shop.sessionToken();
        const answer = await call({ method: method.toUpperCase(), path: filled(path) + query, token, body });
        const what = `${method} ${path}${query}`;
        if (isNamed || query !== "") expect([what, answer.status]).toEqual([what, 404]);
        else expect([what, answer.status < 500]).toEqual([what, true]);
        const text = JSON.stringify(answer.body ?? "");
        for (const word of ["Anna Ek", receiver.url, `"${idOf["api-keys"]}"`]) {
          expect([what, word, text.includes(word)]).toEqual([what, word, false]);
        }
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(25);
  });

  it("cannot reach each other's messages through an address of their own", async () => {
    const own = made.parse((await intruder.api("POST", "/webhook-endpoints", { url: receiver.url })).body).id;
    const answer = await intruder.api(
      "POST",
      `/webhook-endpoints/${own}/deliveries/${ids["delivery_id"]}/resend`,
    );
    expect(answer.status).toBe(404);
  });

  it("never see each other on any page of the panel", async () => {
    const theirs = readPanel(house, intruder);
    const order = `/orders/${ids["order_id"]}`;
    const connection = house.connectionId();
    for (const path of ["", "/orders", "/settings", "/connections", "/api-keys", "/help"]) {
      const shown = await theirs.get(`${path}?connection=${connection}`);
      expect([path, shown.status]).toEqual([path, 404]);
      const own = await theirs.get(path);
      expect([path, own.status < 500, own.text.includes("Anna Ek")]).toEqual([path, true, false]);
    }
    expect((await theirs.get(order)).status).toBe(404);
    const forms = [
      `${order}/sync`,
      `/connections/${connection}/check`,
      `/connections/${connection}/remove`,
      `/api-keys/${idOf["api-keys"]}/revoke`,
      `/settings?connection=${connection}`,
    ];
    for (const path of forms) {
      const { status } = await theirs.post(path, new URLSearchParams({ form_token: "x" }));
      expect([path, [403, 404].includes(status)]).toEqual([path, true]);
    }
  });

  it("after all of that still have what was theirs", async () => {
    expect((await house.api("GET", `/connections/${house.connectionId()}`)).body).toMatchObject({
      status: "connected",
    });
    expect(page.parse((await house.api("GET", "/api-keys")).body).data).toHaveLength(1);
    expect(await house.order(ids["order_id"] ?? "")).toMatchObject({ state: "booked" });
  });
});
