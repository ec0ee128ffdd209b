import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";

const history = z.object({
  data: z.array(
    z.object({ version: z.int(), settings: z.object({ orders: z.object({ booking: z.string() }) }) }),
  ),
});

describe.each(engines)("a connection in the merchant API on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "installed" });
  });
  afterAll(() => house.close());

  const one = () => `/connections/${house.connectionId()}`;

  it("is begun with the address of the consent screen; a second beginning is the same connection", async () => {
    const first = await house.api("POST", "/connections", { system: "fortnox" });
    expect(first).toMatchObject({
      status: 201,
      body: {
        system: "fortnox",
        status: "connecting",
        company: null,
        authorize_url: expect.stringContaining("/oauth-v1/auth?"),
        problems: [{ code: "NOT_CONNECTED" }],
      },
    });
    const { id } = z.object({ id: z.string() }).parse(first.body);
    expect((await house.api("POST", "/connections", { system: "fortnox" })).body).toMatchObject({ id });
    expect(await house.api("GET", `/connections/${id}/choices/accounts`)).toMatchObject({
      status: 409,
      body: { code: "NOT_CONNECTED", fix_url: `${house.publicUrl}/embedded/connections` },
    });
    expect(await house.connect()).toBe(id);
    expect((await house.api("GET", `/connections/${id}`)).body).toMatchObject({
      id,
      status: "connected",
      company: "Sandlådan AB",
      problems: [],
    });
    expect((await house.api("GET", "/installation")).body).toMatchObject({ connections: [{ id }] });
  });

  it("tells on request what stands in the way in the ledger", async () => {
    expect((await house.api("POST", `${one()}/check`)).body).toMatchObject({ problems: [] });
    house.fortnox.faults.set({ noBankDetails: true });
    const checked = await house.api("POST", `${one()}/check`);
    house.fortnox.faults.set({ noBankDetails: false });
    expect(checked).toMatchObject({
      status: 200,
      body: { status: "connected", problems: [{ code: "LEDGER_REJECTED" }] },
    });
  });

  it("offers the ledger's lists to choose from", async () => {
    const accounts = await house.api("GET", `${one()}/choices/accounts`);
    const { data } = z
      .object({ data: z.array(z.object({ value: z.string(), label: z.string() })) })
      .parse(accounts.body);
    expect(data.find((choice) => choice.value === "3001")?.label).toMatch(/^3001 /);
    expect((await house.api("GET", `${one()}/choices/currencies`)).status).toBe(200);
    expect((await house.api("GET", `${one()}/choices/no_such_list`)).status).toBe(404);
  });

  it("changes its settings by a merge patch: what is null goes back to its default", async () => {
    const patched = await house.api("PATCH", `${one()}/settings`, {
      orders: { start_date: "2026-01-01" },
      products: { fallback_article: "MISC", account_by_rate: { "25": 3001 } },
    });
    expect(patched).toMatchObject({
      status: 200,
      body: {
        orders: { start_date: "2026-01-01", booking: "book" },
        products: { account_by_rate: { "25": "3001" } },
      },
    });
    const taken = await house.api("PATCH", `${one()}/settings`, { products: { fallback_article: null } });
    expect(
      z.object({ products: z.record(z.string(), z.unknown()) }).parse(taken.body).products,
    ).not.toHaveProperty("fallback_article");
    expect((await house.api("GET", `${one()}/settings`)).body).toEqual(taken.body);
  });

  it("refuses wrong settings as a whole and says where they are wrong", async () => {
    const before = (await house.api("GET", `${one()}/settings`)).body;
    const refused = await house.api("PATCH", `${one()}/settings`, {
      orders: { booking: "draft", start_date: "31.12.2026", colour: "blue" },
      payments: { methods: { card: { account: true } } },
    });
    expect(refused.status).toBe(422);
    const { errors } = z
      .object({ errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })) })
      .parse(refused.body);
    expect(errors.map((error) => error.path).sort()).toEqual([
      "orders.colour",
      "orders.start_date",
      "payments.methods.card.account",
    ]);
    expect(await house.api("PATCH", `${one()}/settings`, [])).toMatchObject({
      status: 422,
      body: { errors: [{ path: "" }] },
    });
    expect((await house.api("GET", `${one()}/settings`)).body).toEqual(before);
  });

  it("never loses one of several changes made at the same time without saying so", async () => {
    const count = async () =>
      history.parse((await house.api("GET", `${one()}/settings/history`)).body).data.length;
    const before = await count();
    const answers = await Promise.all(
      ["draft", "book", "draft", "book", "draft"].map((booking) =>
        house.api("PATCH", `${one()}/settings`, { orders: { booking } }),
      ),
    );
    const done = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ status }) => status === 409);
    expect(done + refused.length).toBe(answers.length);
    expect(await count()).toBe(before + done);
    for (const { body } of refused) expect(body).toMatchObject({ code: "CHANGED_MEANWHILE" });
  });

  it("is removed; orders wait for the next one, which books them", async () => {
    expect((await house.api("DELETE", one())).status).toBe(204);
    expect((await house.api("GET", one())).status).toBe(404);
    expect((await house.api("DELETE", one())).status).toBe(404);
    expect((await house.api("GET", "/installation")).body).toMatchObject({ connections: [] });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    expect(await house.waitForOrder(id, "waiting")).toMatchObject({
      code: "NOT_CONNECTED",
      connection_id: null,
    });
    const connection = await house.connect();
    expect(await house.waitForOrder(id, "booked")).toMatchObject({ connection_id: connection });
  });
});
