import { describe, expect, it } from "vitest";
import { openConnectedShop, openShop, THREE_MUGS } from "./open-shop.ts";

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

function send(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(form) });
}

const ORDER_FORM = {
  "quantity-MUG-01": "2",
  "quantity-BOOK-01": "1",
  freight: "49,00",
  discount: "",
  name: "Hans Weber",
  email: "hans@example.com",
  country: "DE",
  company: "",
  vat_number: "",
  payment: "card",
};

describe("the orders in the admin", () => {
  it("are listed with what was paid and what the app wrote", async () => {
    const { shop, call } = await openConnectedShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    await call("PATCH", `/orders/${id}`, { accounting: { state: "held", text: "Choose an account." } });
    const page = await textOf(`${shop.url}/admin`);
    expect(page).toContain("#1001");
    expect(page).toContain("796.00 SEK");
    expect(page).toMatch(/badge good">Paid/);
    expect(page).toMatch(/badge warn">Held/);
  });

  it("are paid out by a button, once", async () => {
    const { shop } = await openConnectedShop();
    await shop.placeOrder(THREE_MUGS);
    expect(await textOf(`${shop.url}/admin`)).toContain("Pay out");
    expect(await (await send(`${shop.url}/admin/payouts`, {})).text()).toContain(
      "Paid out: 783.06 SEK by card.",
    );
    expect(await (await send(`${shop.url}/admin/payouts`, {})).text()).toContain("paid out already");
  });

  it("each have a page with goods, VAT, money, refunds and the way to the app", async () => {
    const { shop, app } = await openConnectedShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    await shop.refund(id, { lines: [{ line_id: "L1", quantity: "1" }], note: "Came broken" });
    const page = await textOf(`${shop.url}/admin/orders/${id}`);
    for (const part of ["3 × 249.00", "VAT 25 %", "159.20", "1 × Mug, birch", "Came broken", "547.00 SEK"]) {
      expect(page).toContain(part);
    }
    const log = await textOf(`${shop.url}/admin/orders/${id}/actions/transfer-log`);
    expect(log).toContain(`src="${app.url}/embedded/orders/${id}?id_token&#x3D;`);
  });

  it("show the app's reply after Sync now, once", async () => {
    const { shop } = await openConnectedShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    const answer = await send(`${shop.url}/admin/orders/${id}/sync`, {});
    expect(await answer.text()).toContain("1 order is booked.");
    expect(await textOf(answer.url)).not.toContain("1 order is booked.");
  });

  it("can be placed by the form, with the VAT of where they go", async () => {
    const { shop } = await openShop();
    expect(await textOf(`${shop.url}/admin/orders/new`)).toContain("Wool blanket");
    const answer = await send(`${shop.url}/admin/orders`, ORDER_FORM);
    expect(await answer.text()).toContain("Order #1001 is placed.");
    const rates = shop.order("1001")?.lines.map((line) => line.tax_lines[0]?.rate);
    expect(rates).toEqual(["19", "19"]);
    expect(shop.order("1001")).toMatchObject({ total: "867.00", customer: { country: "DE" } });
  });

  it("go to a company abroad without VAT", async () => {
    const { shop } = await openShop();
    await send(`${shop.url}/admin/orders`, {
      ...ORDER_FORM,
      company: "Weber GmbH",
      vat_number: "DE123456789",
    });
    expect(shop.order("1001")).toMatchObject({ total_tax: "0.00", customer: { type: "B2B" } });
  });

  it("can be refunded by the form, and say why not when they cannot", async () => {
    const { shop } = await openShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    expect(await textOf(`${shop.url}/admin/orders/${id}/refund`)).toContain("3 left");
    const refund = (form: Record<string, string>) => send(`${shop.url}/admin/orders/${id}/refund`, form);
    expect(await (await refund({ "quantity-L1": "3", shipping: "on" })).text()).toContain(
      "The refund is made.",
    );
    expect(shop.order(id)?.financial_status).toBe("refunded");
    expect(await (await refund({ goodwill: "10" })).text()).toContain(
      "Only 0.00 SEK of the payment is left.",
    );
  });

  it("never run what a customer typed", async () => {
    const { shop } = await openShop();
    const { id } = await shop.placeOrder({ ...THREE_MUGS, customer: { name: "<script>alert(1)</script>" } });
    for (const path of ["/admin", `/admin/orders/${id}`]) {
      expect(await textOf(shop.url + path)).not.toContain("<script>alert");
    }
  });

  it("take no form from a page of another origin", async () => {
    const { shop } = await openShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    const headers = { "sec-fetch-site": "cross-site" };
    const answer = await fetch(`${shop.url}/admin/orders/${id}/cancel`, { method: "POST", headers });
    expect(answer.status).toBe(403);
    expect(shop.order(id)?.status).toBe("open");
  });

  it("that do not exist are answered with a page and 404", async () => {
    const { shop } = await openShop();
    const answer = await fetch(`${shop.url}/admin/orders/9`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no order 9.");
  });
});

describe("the apps in the admin", () => {
  it("are shown with host, scopes, events and actions before they are installed", async () => {
    const { shop, app } = await openShop();
    const page = await (await send(`${shop.url}/admin/apps/review`, { manifest: app.manifestUrl })).text();
    for (const part of [
      new URL(app.url).host,
      "Read orders",
      "refund.created",
      "Accounting log",
      "Install",
    ]) {
      expect(page).toContain(part);
    }
    const answer = await fetch(`${shop.url}/admin/apps/install`, {
      method: "POST",
      body: new URLSearchParams({ manifest: app.manifestUrl }),
      redirect: "manual",
    });
    expect(answer.headers.get("location")).toContain(`${app.url}/oauth/install?iss=`);
  });

  it("are refused with the reasons beside the field", async () => {
    const { shop, app } = await openShop();
    app.manifest["client_secret"] = "hush";
    const answer = await send(`${shop.url}/admin/apps/review`, { manifest: app.manifestUrl });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("a public document holds no secret");
  });

  it("open inside the admin, at a place of their own but never elsewhere", async () => {
    const { shop, app } = await openConnectedShop();
    const frame = async (query: string) =>
      /<iframe[^>]+src="([^"]+?)(\?|&)/.exec(await textOf(`${shop.url}/admin/apps/accounting${query}`))?.[1];
    expect(await frame("")).toBe(`${app.url}/embedded/settings`);
    expect(await frame("?path=/embedded/orders")).toBe(`${app.url}/embedded/orders`);
    expect(await frame("?path=//evil.example/")).toBe(`${app.url}/embedded/settings`);
    expect(await frame("?path=https://evil.example/")).toBe(`${app.url}/embedded/settings`);
  });

  it("can be removed", async () => {
    const { shop } = await openConnectedShop();
    expect(await textOf(`${shop.url}/admin/apps`)).toContain("Small app");
    const answer = await send(`${shop.url}/admin/apps/uninstall`, {});
    expect(await answer.text()).toContain("The app is removed.");
    expect(await textOf(`${shop.url}/admin/apps`)).not.toContain("Small app");
  });
});

describe("the developer page", () => {
  it("shows deliveries and calls, and flips switches", async () => {
    const { shop, call } = await openConnectedShop();
    await shop.placeOrder(THREE_MUGS);
    await shop.idle();
    await call("GET", "/orders?limit=5");
    const page = await textOf(`${shop.url}/admin/developer`);
    expect(page).toContain("order.created");
    expect(page).toContain("GET /orders");
    await send(`${shop.url}/admin/developer/faults`, { apiDown: "on" });
    expect(shop.faults).toMatchObject({ apiDown: true, api429: false });
  });
});
