import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { eventually } from "../../../support/eventually.ts";
import { type House, openHouse, SET_UP } from "../../../support/house.ts";
import { type PanelReader, plain, readPanel, words } from "../../../support/panel.ts";
import { PAYOUTS, waitForPayout } from "../../../support/payout-books.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../../../support/webhook-receiver.ts";

let house: House;
let panel: PanelReader;
let receiver: WebhookReceiver;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  receiver = await startWebhookReceiver();
  house = await openHouse(sqlite, { until: "connected" });
  panel = readPanel(house, house);
  house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
  const row = { treatment: "oss", country: "FI", rate: "25.5", account: 3106, vat_code: "FI255" };
  await house.changeSettings({
    ...SET_UP,
    payouts: PAYOUTS,
    vat: { registrations: ["OSS"], treatments: [row] },
  });
});
afterAll(async () => {
  await house.close();
  await receiver.close();
});

const heading = (html: string): string => plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? "");
describe("the reconciliation", () => {
  it("says of a month whether all of it is in the ledger, and lists what is not", async () => {
    const placed = { ...THREE_MUGS, createdAt: "2026-05-04T10:00:00+02:00" };
    const booked = await house.shop.placeOrder(placed);
    await house.waitForOrder(booked.id, "booked");
    const whole = await panel.get("/reports?month=2026-05");
    expect(heading(whole.text)).toBe("All orders of May 2026 are in the ledger, to the cent.");
    const open = await house.shop.placeOrder({ ...placed, paid: false });
    await house.waitForOrder(open.id, ({ code }) => code === "TRIGGER_NOT_REACHED");
    const { text } = await panel.get("/reports?month=2026-05");
    expect(heading(text)).toBe("One order of May 2026 is not, or not wholly, in the ledger.");
    expect(words(text)).toContain(
      "SEK SEK 1,592.00 2 orders SEK 796.00 1 order SEK 0.00 0 orders SEK 796.00 1 order SEK 0.00 0 orders SEK 0.00",
    );
    expect(words(text)).toContain(`${open.number} Waiting The order is booked when it is paid.`);
    const file = await panel.get("/reports/unbooked.csv?month=2026-05");
    expect(file.text).toContain(
      `${open.number},Anna Ek,Waiting,The order is booked when it is paid.,796.00,SEK,796.00`,
    );
    expect(file.text.trim().split("\n")).toHaveLength(2);
    expect(heading((await panel.get("/reports?month=2026-04")).text)).toBe("No orders in April 2026.");
  });
});

describe("the OSS report", () => {
  it("adds the quarter up, on the page and as a file", async () => {
    const { id } = await house.shop.placeOrder({
      paid: true,
      lines: [{ title: "Mug", unitPrice: "251.00", rate: "25.5" }],
      customer: { name: "Aino Aalto", email: "aino@example.fi", country: "FI" },
      createdAt: "2026-05-02T12:00:00+02:00",
    });
    await house.waitForOrder(id, "booked");
    const { text } = await panel.get("/reports/oss?quarter=2026-Q2");
    expect(words(text)).toContain("Finland Goods 25.5 % SEK 200.00 SEK 51.00 1");
    const file = await panel.get("/reports/oss.csv?quarter=2026-Q2");
    expect(file.text).toContain("2026-Q2,FI,SEK,25.5,goods,200.00,51.00,1");
    const empty = await panel.get("/reports/oss?quarter=2026-Q1");
    expect(heading(empty.text)).toBe("Nothing to declare through the One Stop Shop for Q1 2026.");
    expect(plain(empty.text)).toContain("quarter=2025-Q4");
  });
});

describe("the payouts", () => {
  it("are listed, and each shows its voucher", async () => {
    expect(heading((await panel.get("/reports/payouts")).text)).toBe("No payouts yet.");
    const [payout] = await house.shop.payOut();
    await waitForPayout(house, payout?.id ?? "", "booked");
    const { text } = await panel.get("/reports/payouts");
    expect(text).toContain(`href="/embedded/reports/payouts/${payout?.id}"`);
    const page = await panel.get(`/reports/payouts/${payout?.id}`);
    expect(heading(page.text)).toBe("Booked.");
    expect(words(page.text)).toMatch(/Voucher \S+ .*1930 .*6040 .*1686/);
    const synced = await panel.submit(`/reports/payouts/${payout?.id}`, { action: "/sync" });
    expect(synced.headers.get("location")).toBe(
      `/embedded/reports/payouts/${payout?.id}?notice=payout_synced`,
    );
    expect((await panel.get("/reports/payouts/PO99")).status).toBe(404);
  });
});

describe("outgoing webhooks", () => {
  const pathOf = (html: string): string =>
    /href="(\/embedded\/webhooks\/ep_[0-9a-f]+)"/.exec(html)?.[1] ?? "";

  it("are added with a secret that is shown once, and logged with their answers", async () => {
    const wrong = await panel.submit("/webhooks", { action: "/webhooks/make", fields: { url: "ftp://x" } });
    expect([wrong.status, plain(wrong.text)]).toEqual([
      422,
      expect.stringContaining("Give an https address"),
    ]);
    const fields = { url: receiver.url, description: "Warehouse" };
    const made = await panel.submit("/webhooks", { action: "/webhooks/make", fields });
    expect(plain(made.text)).toMatch(/value="whsec_[A-Za-z0-9+/=]+"/);
    const list = (await panel.get("/webhooks")).text;
    expect(list).not.toContain("whsec_");
    expect(list).toContain("Warehouse");
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const { text } = await eventually(
      () => panel.get(pathOf(list)),
      (shown) => shown.text.includes("Answered 204"),
      "the delivery in the log",
    );
    expect(text).toContain(`/embedded/orders/${id}`);
    expect(words(text)).toContain("Delivered Answered 204");
    const told = receiver.received.length;
    const form = {
      action: pathOf(list),
      fields: { resend: /name="resend" value="(\d+)"/.exec(text)?.[1] ?? "" },
    };
    const again = await panel.submit(pathOf(list), form);
    expect(again.headers.get("location")).toContain("notice=resent");
    await eventually(
      () => receiver.received.length,
      (count) => count > told,
      "the message to come again",
    );
  });

  it("that asked for no more are switched on again, and taken away", async () => {
    const path = pathOf((await panel.get("/webhooks")).text);
    receiver.answer(410);
    await house.shop.placeOrder(THREE_MUGS);
    await eventually(
      () => panel.get(path),
      (shown) => shown.text.includes("Switched off"),
      "the address to be off",
    );
    const on = await panel.submit(path, { action: path, fields: { enable: "1" } });
    expect(on.headers.get("location")).toContain("notice=webhook_on");
    const gone = await panel.submit(path, { action: path, fields: { remove: "1" } });
    expect(gone.headers.get("location")).toBe("/embedded/webhooks?notice=webhook_removed");
    expect((await panel.get(path)).status).toBe(404);
  });

  it("are for administrators", async () => {
    const staff = { claims: { roles: ["orders"] } };
    expect((await panel.get("/webhooks", staff)).status).toBe(403);
    expect((await panel.post("/webhooks/make", new URLSearchParams(), staff)).status).toBe(403);
  });
});
