import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../support/drafts.ts";
import { engines } from "../../support/engines.ts";
import { eventually } from "../../support/eventually.ts";
import { type House, openHouse } from "../../support/house.ts";
import { type PanelReader, plain, readPanel } from "../../support/panel.ts";

let house: House;
let panel: PanelReader;

beforeEach(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
});
afterEach(() => house.close());

describe("when something is away", () => {
  it("an order's page shows what is known while the shop does not answer", async () => {
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    house.shop.faults.apiDown = true;
    const { status, text } = await panel.get(`/orders/${id}`);
    expect(status).toBe(200);
    expect(plain(text)).toMatch(/<h1>Booked: invoice \d+\.<\/h1>/);
    expect(text).not.toContain('class="planned"');
  });

  it("the settings can be typed while the ledger does not answer", async () => {
    for (const path of ["termsofpayments", "modesofpayments", "pricelists"]) {
      house.fortnox.faults.next({ match: `GET /3/${path}`, fault: "503", times: 9 });
    }
    const { status, text } = await panel.get("/settings?group=customers");
    expect(status).toBe(200);
    expect(text).toMatch(/<input id="in:customers\.b2c\.terms"/);
  });

  it("a ledger that asks for a new sign-in is said first, with the one button that helps", async () => {
    house.fortnox.faults.set({ consentRevoked: true });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, ({ code }) => code === "NOT_CONNECTED");
    // One refusal may be a slip of the ledger's; the second counts.
    await eventually(
      () => house.api("GET", `/connections/${house.connectionId()}`),
      ({ body }) => JSON.stringify(body).includes("needs_reauth"),
      "the connection to need a new sign-in",
    );
    expect((await panel.get(`/orders/${id}`)).text).toContain("The order is booked right after it.");
    const { text } = await panel.get("");
    expect(plain(text)).toContain(
      "Fortnox asks for a new sign-in. One order waits and will be booked at once.",
    );
    expect(plain(text)).toContain(`/connect/fortnox?return_to=`);
    expect(plain(text)).toContain(`connection=${house.connectionId()}`);
  });
});

describe("a payment method without an account", () => {
  it("is a remark on the order and leads to an empty row for it", async () => {
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, gateway: "giro" });
    await house.waitForOrder(id, "booked");
    const { text } = await panel.get(`/orders/${id}`);
    const [, link = ""] = /class="fix" href="([^"]*)"/.exec(text) ?? [];
    expect(plain(link)).toBe("/embedded/settings?group=payments&add=payments.methods#payments.methods");
    expect((await panel.get("/settings?add=payments.methods")).text).toMatch(
      /name="payments\.methods\.1\.@name" value=""[^>]* data-focus/,
    );
    expect(plain((await panel.get("")).text)).toContain("its payment method has no account");
  });
});

describe("a long list of orders", () => {
  it("goes on page by page until every order was shown once", async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 30; count += 1) {
      const order = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
      numbers.push(order.number);
    }
    const last = house.shop.orders().at(-1)?.id ?? "";
    await house.waitForOrder(last, ({ code }) => code === "TRIGGER_NOT_REACHED");
    const shown: string[] = [];
    let path: string | undefined = "/orders";
    while (path !== undefined) {
      const page: string = (await panel.get(path)).text;
      shown.push(...Array.from(page.matchAll(/data-row>([^<]*)</g), ([, number = ""]) => number));
      const next: string | undefined = /class="button" href="([^"]*)">Next page/.exec(page)?.[1];
      path = next === undefined ? undefined : plain(next);
    }
    expect(shown.sort()).toEqual(numbers.sort());
  });
});

describe("an order nobody has looked at yet", () => {
  it("has a page while the shop does not answer, from which it can be synced", async () => {
    house.shop.faults.webhooksDrop = true;
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    house.shop.faults.apiDown = true;
    const { status, text } = await panel.get(`/orders/${id}`);
    expect(status).toBe(200);
    expect(plain(text)).toContain("Nobody has looked at this order yet.");
    expect(text).toContain(`/orders/${id}/sync`);
    house.shop.faults.apiDown = false;
    expect((await panel.get("/orders/no-such-order")).status).toBe(404);
  });
});
