import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse, settleIn } from "../../../support/house.ts";
import type { Merchant } from "../../../support/merchant.ts";
import { type Ask, formOn, type PanelReader, readPanel } from "../../../support/panel.ts";

let house: House;
let other: Merchant;
let panel: PanelReader;
let orderId: string;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  other = await house.welcome({
    tenant: { id: "other", name: "Other shop", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
  });
  await settleIn(other, "installed");
  orderId = (await house.shop.placeOrder(THREE_MUGS)).id;
  await house.waitForOrder(orderId, "booked");
});
afterAll(() => house.close());

const STAFF: Ask = { claims: { roles: ["orders"] } };
const PATHS = [
  "",
  "/",
  "/orders",
  "/orders/x",
  "/settings",
  "/connections",
  "/api-keys",
  "/accountants",
  "/data-requests",
  "/import",
  "/start",
  "/reports",
  "/reports/oss",
  "/reports/payouts",
  "/webhooks",
  "/settings/vat",
  "/settings/payments",
  "/settings/flow",
  "/settings/rules",
  "/settings/rules/edit?list=rules&at=new",
  "/settings/history",
  "/help",
  "/nowhere",
];

describe("whoever has no session", () => {
  it("gets one sentence and no detail on every page", async () => {
    for (const path of PATHS) {
      const { status, text } = await panel.get(path, { by: "none" });
      expect(status, path).toBe(401);
      expect(text, path).toContain("Open this page from your shop&#x27;s admin.");
      expect(text, path).not.toContain("Fjäll");
    }
  });

  it("is told the same with a token that is expired or meant for another app", async () => {
    const past = Math.floor(Date.now() / 1000) - 3_600;
    for (const claims of [
      { exp: past, iat: past - 300, nbf: past - 300 },
      { aud: "https://other.example/" },
    ]) {
      expect((await panel.get("", { claims })).status).toBe(401);
    }
  });

  it("cannot send a form", async () => {
    const fields = new URLSearchParams({ form_token: "x" });
    expect((await panel.post(`/orders/${orderId}/sync`, fields, { by: "none" })).status).toBe(401);
  });
});

describe("another shop", () => {
  it("does not find our orders, nor our connection", async () => {
    const theirs = readPanel(house, other);
    expect((await panel.get(`/orders/${orderId}`)).status).toBe(200);
    expect((await theirs.get(`/orders/${orderId}`)).status).toBe(404);
    expect((await theirs.get(`/connections?connection=${house.connectionId()}`)).status).toBe(404);
    expect((await theirs.get("/orders")).text).not.toContain("Anna Ek");
  });

  it("cannot use a form that was made for us", async () => {
    const mine = formOn((await panel.get("/connections")).text, "/remove");
    const theirs = readPanel(house, other);
    expect((await theirs.post(mine.action, mine.fields)).status).toBe(404);
    expect((await panel.get("/connections")).text).toContain("Sandlådan AB");
  });
});

describe("somebody who is no administrator", () => {
  it("sees the settings but cannot send them", async () => {
    const { status, text } = await panel.get("/settings", STAFF);
    expect(status).toBe(200);
    expect(text).toContain("Only an administrator may change them.");
    expect(text).toMatch(/<fieldset class="plain" disabled>/);
    const sent = await panel.post(
      "/settings",
      formOn((await panel.get("/settings")).text, "/settings").fields,
      STAFF,
    );
    expect(sent.status).toBe(403);
  });

  it("cannot remove or connect a ledger, but may look and sync", async () => {
    const { text } = await panel.get("/connections", STAFF);
    expect(text).not.toContain("/remove");
    expect(text).not.toContain("data-connect");
    const form = formOn((await panel.get("/connections")).text, "/remove");
    expect((await panel.post(form.action, form.fields, STAFF)).status).toBe(403);
    expect((await panel.submit(`/orders/${orderId}`, { action: "/sync" }, STAFF)).status).toBe(303);
  });
});

describe("a form", () => {
  it("is refused without the proof that we made it, or with one for another action", async () => {
    const sync = `/orders/${orderId}/sync`;
    expect((await panel.post(sync, new URLSearchParams())).status).toBe(403);
    const check = formOn((await panel.get("/connections")).text, "/check");
    expect((await panel.post(sync, check.fields)).status).toBe(403);
  });

  it("is refused from another person of the same shop", async () => {
    const form = formOn((await panel.get(`/orders/${orderId}`)).text, "/sync");
    const refused = await panel.post(form.action, form.fields, { claims: { sub: "u2" } });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("The page was open for too long");
  });

  it("works without a script: the session travels in the form, and on to the next page", async () => {
    const form = formOn((await panel.get(`/orders/${orderId}`, { by: "query" })).text, "/sync");
    const action = form.action.replace(/\?.*/, "");
    const sent = await panel.post(action, form.fields, { by: "none" });
    expect(sent.status).toBe(303);
    const next = await panel.get(sent.headers.get("location") ?? "", { by: "none" });
    expect(next.status).toBe(200);
    expect(next.text).toContain("This is how the order stands now.");
  });
});

describe("the headers of a page", () => {
  it("let only the shop's admin show it, and no foreign script run", async () => {
    for (const path of PATHS) {
      const { headers } = await panel.get(path, { by: "query" });
      expect(headers.get("content-security-policy"), path).toBe(
        "default-src 'none';style-src 'self';script-src 'self';img-src 'self';connect-src 'self';" +
          `form-action 'self';base-uri 'none';frame-ancestors ${house.shop.url}`,
      );
      expect(headers.get("x-frame-options"), path).toBeNull();
      expect(headers.get("referrer-policy"), path).toBe("no-referrer");
      expect(headers.get("cache-control"), path).toBe("no-store");
      expect(headers.get("set-cookie"), path).toBeNull();
    }
  });

  it("keep styles and script for a year under an address that changes with them", async () => {
    const { text } = await panel.get("");
    const [sheet] = /\/embedded\/assets\/[0-9a-f]{12}\/panel\.css/.exec(text) ?? [];
    const { status, headers } = await panel.get(sheet ?? "", { by: "none" });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("content-type")).toBe("text/css; charset=utf-8");
  });

  it("are there without inline script or style", async () => {
    for (const path of PATHS) {
      const { text } = await panel.get(path);
      expect(text, path).not.toMatch(/<style|style="|<script(?![^>]*src=)| on[a-z]+="/);
    }
  });
});

describe("the page of all components", () => {
  it("is there for those who draw and test, outside production", async () => {
    expect((await panel.get("/help/components")).text).toContain("Every component, in every state.");
  });
});
