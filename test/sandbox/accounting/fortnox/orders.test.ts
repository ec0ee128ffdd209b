import { describe, expect, it } from "vitest";
import { allScopes, connected } from "./connected.ts";

const rows = [{ Description: "Mugg", OrderedQuantity: 2, Price: 100, VAT: 25 }];
const withOrders = () => connected({}, `${allScopes} order`);

async function ordered(fields: object = {}) {
  const fortnox = await withOrders();
  const CustomerNumber = await fortnox.customer();
  const made = await fortnox.api("POST", "/orders", {
    Order: { CustomerNumber, OrderRows: rows, ...fields },
  });
  return { ...fortnox, made, number: String(made.item("Order", "DocumentNumber")) };
}

describe("an order", () => {
  it("is refused to an app without the permission", async () => {
    const { api } = await connected();
    expect((await api("GET", "/orders")).code).toBe(2000663);
  });

  it("delivers what was ordered unless told otherwise, and comes to its sum", async () => {
    const { made } = await ordered();
    expect(made.status).toBe(201);
    expect(made.item("Order")).toMatchObject({
      OrderDate: "2026-03-10",
      DeliveryState: "delivery",
      InvoiceReference: "0",
      Total: 250,
      TotalVAT: 50,
      OrderRows: [{ OrderedQuantity: "2.00", DeliveredQuantity: "2.00" }],
    });
    expect(made.item("Order")).not.toHaveProperty("OCR");
  });

  it("may have a rate with decimals, which an invoice may not", async () => {
    const { api, customer, faults } = await withOrders();
    faults.addVatRate({ code: "FI", rate: "25.5" });
    const CustomerNumber = await customer();
    const row = { Description: "Muki", Price: 100, VAT: 25.5 };
    const order = { CustomerNumber, OrderRows: [{ ...row, OrderedQuantity: 1 }] };
    expect((await api("POST", "/orders", { Order: order })).item("Order", "TotalVAT")).toBe(25.5);
    const invoice = { CustomerNumber, InvoiceRows: [{ ...row, DeliveredQuantity: 1 }] };
    expect((await api("POST", "/invoices", { Invoice: invoice })).code).toBe(2000108);
  });

  it("is changed row by row, and takes no field of an invoice", async () => {
    const { api, number } = await ordered();
    const change = { OrderRows: [{ OrderedQuantity: 5, DeliveredQuantity: 1 }] };
    const answer = await api("PUT", `/orders/${number}`, { Order: change });
    expect(answer.item("Order")).toMatchObject({
      Total: 125,
      OrderRows: [{ Description: "Mugg", OrderedQuantity: "5.00", DeliveredQuantity: "1.00" }],
    });
    expect((await api("PUT", `/orders/${number}`, { Order: { InvoiceDate: "2026-03-01" } })).code).toBe(
      2001399,
    );
  });

  it("becomes an invoice of what was delivered, once, and is frozen then", async () => {
    const { api, number } = await ordered({ ExternalInvoiceReference1: "key-1" });
    const invoiced = await api("PUT", `/orders/${number}/createinvoice`, {});
    const invoice = String(invoiced.item("Order", "InvoiceReference"));
    expect((await api("GET", `/invoices/${invoice}`)).item("Invoice")).toMatchObject({
      OrderReference: number,
      ExternalInvoiceReference1: "key-1",
      InvoiceDate: "2026-03-10",
      Total: 250,
      Booked: false,
    });
    expect((await api("PUT", `/orders/${number}/createinvoice`, {})).code).toBe(2000496);
    expect((await api("PUT", `/orders/${number}`, { Order: { Comments: "x" } })).code).toBe(2000496);
    expect((await api("PUT", `/orders/${number}/cancel`, {})).code).toBe(2000496);
  });

  it("is found by parts of its reference and by whether it was invoiced", async () => {
    const { api, number } = await ordered({ ExternalInvoiceReference1: "shop-1001" });
    const listed = (query: string) => api("GET", `/orders?${query}`);
    expect((await listed("externalinvoicereference1=100")).item("Orders", 0, "DocumentNumber")).toBe(number);
    expect((await listed("filter=invoicecreated")).item("Orders")).toEqual([]);
    expect((await listed("filter=fullypaid")).code).toBe(2000587);
    expect((await api("GET", "/orders/99")).code).toBe(2000439);
    await api("PUT", `/orders/${number}/cancel`, {});
    expect((await listed("filter=cancelled")).item("Orders", 0, "Cancelled")).toBe(true);
  });

  it("has a number of its own that cannot be taken twice", async () => {
    const { api, customer } = await ordered({ DocumentNumber: "7001" });
    const again = { CustomerNumber: await customer(), DocumentNumber: "7001", OrderRows: rows };
    expect((await api("POST", "/orders", { Order: again })).code).toBe(2000861);
  });

  it("is listed on a page for people", async () => {
    const { url } = await ordered({ ExternalInvoiceReference1: "key-9" });
    const page = await (await fetch(`${url}/orders`)).text();
    expect(page).toContain("key-9");
    expect(page).toContain("250");
  });
});
