import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Site, startSubscriptionFlow } from "../../sandbox/platforms/subscriptionflow/server.ts";
import { watchAnswers } from "../sandbox/platforms/subscriptionflow/described.ts";
import { type Club, openClub } from "../support/club.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";
import { formOn } from "../support/panel.ts";

/** 199.00 and 25 % VAT. */
const CLUB = { lines: [{ sku: "CLUB", unit_price: "199.00" }] };

describe.each(engines)("SubscriptionFlow on $name", (engine) => {
  let site: Site;
  let house: House;
  let club: Club;
  let mail: MailBox;
  const answers = watchAnswers();
  beforeAll(async () => {
    // Stamps have whole seconds: here everything happens in a second of its own, as people and billing runs have it.
    let seconds = 0;
    const begun = Date.now();
    site = await startSubscriptionFlow({
      watch: answers.watch,
      today() {
        seconds += 1;
        return new Date(begun + seconds * 1000);
      },
    });
    mail = await openMailBox();
    house = await openHouse(engine, {
      until: "opened",
      vendors: { subscriptionflow: { SUBSCRIPTIONFLOW_URL: `${site.origin}/{site}` } },
      // Nothing is found by looking, so that webhooks have to be heard.
      config: { sweepIntervalSeconds: 3600, mail: { smtpUrl: mail.url, from: "books@ledger.example" } },
    });
    club = await openClub(house, site);
  });
  afterAll(async () => {
    expect(answers.deviations()).toEqual([]);
    await house.close();
    await site.close();
    await mail.close();
  });

  const paidInvoice = () => {
    const { id } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const payment = site.transactions().at(-1);
    if (payment === undefined) throw new Error("no payment");
    return { id, paymentId: payment.id };
  };

  it("is signed up for on a page of ours: wrong keys are refused with a sentence, right ones open the panel", async () => {
    const form = await fetch(`${house.publicUrl}/embedded/sign-up/subscriptionflow`);
    expect([form.status, await form.text()]).toEqual([200, expect.stringContaining("OAuth client")]);
    const wrong = await club.signUp({ client_secret: "wrong" });
    expect([wrong.status, wrong.text]).toEqual([
      422,
      expect.stringContaining("does not accept this client id and secret"),
    ]);
    const unreadable = await club.signUp({ site: "https://evil.example/x", currency: "kr" });
    expect(unreadable.text).toContain("This is no name of a site.");
    expect(unreadable.text).not.toContain(site.name);
    expect((await club.signUp()).status).toBe(200);
    expect(await club.panel("/")).toMatchObject({ status: 200 });
    expect((await club.api("GET", "/installation")).body).toMatchObject({
      platform: "subscriptionflow",
      tenant: { id: "mountain-club" },
      status: "installed",
    });
    expect((await fetch(`${house.publicUrl}/embedded/sign-up/manifest`)).status).toBe(401);
  });

  it("has a paid invoice booked with its payment as soon as its webhook is heard", async () => {
    club.pasteWebhooks();
    await club.connect();
    const { id } = paidInvoice();
    const order = await club.waitForOrder(id, "booked");
    expect(order).toMatchObject({
      documents: [{ kind: "invoice", status: "booked", net: "199.00", vat: "49.75", gross: "248.75" }],
      payments: [{ direction: "in", amount: "248.75", method: "card" }],
    });
  });

  it("answers its webhooks 200 with nothing, and a stranger as if nothing were there", async () => {
    const [pasted] = site.deliveries().map((one) => one.url.split("?")[0] ?? "");
    const heard = await fetch(`${pasted}?module=invoices&id=none`);
    expect([heard.status, await heard.text()]).toEqual([200, ""]);
    const stranger = await fetch(`${pasted?.slice(0, -3)}zzz?module=invoices&id=none`);
    expect(stranger.status).toBe(404);
  });

  it("names its sign-up on the first page", async () => {
    const page = await (await fetch(house.publicUrl)).text();
    expect(page).toContain('<a href="/embedded/sign-up/subscriptionflow">Sign up with SubscriptionFlow</a>');
  });

  it("has VIES asked about VAT numbers from the start, because its invoices say nothing of them", async () => {
    const shop = z.object({ connections: z.array(z.object({ id: z.string() })) });
    const [connection] = shop.parse((await club.api("GET", "/installation")).body).connections;
    const settings = await club.api("GET", `/connections/${connection?.id}/settings`);
    expect(settings.body).toMatchObject({ vat: { vat_number_check: "vies", seller_country: "SE" } });
  });

  it("has a full refund booked once, whether money or credit note comes first, however often it is told", async () => {
    const { id, paymentId } = paidInvoice();
    await club.waitForOrder(id, "booked");
    site.faults.webhooksDuplicate = true;
    site.faults.webhooksShuffle = true;
    site.refund(paymentId, { amount: "248.75" });
    await club.waitForOrder(id, (one) => one.payments.some((each) => each.direction === "out"));
    site.addCreditNote({ amount: "248.75", invoice: id });
    await site.idle();
    site.faults.webhooksDuplicate = false;
    site.faults.webhooksShuffle = false;
    // Something later that shows that all of it has been looked at.
    const { id: next } = paidInvoice();
    await club.waitForOrder(next, "booked");
    const order = await club.waitForOrder(id, "booked");
    expect(order.documents.map((one) => [one.kind, one.gross, one.vat])).toEqual([
      ["invoice", "248.75", "49.75"],
      ["credit_note", "248.75", "49.75"],
    ]);
    expect(order.payments.map((one) => [one.direction, one.amount])).toEqual([
      ["in", "248.75"],
      ["out", "248.75"],
    ]);
  });

  it("has a refund wait while it is processing, and booked when only the transaction says that the money moved", async () => {
    const { id, paymentId } = paidInvoice();
    await club.waitForOrder(id, "booked");
    const refund = site.refund(paymentId, { amount: "48.75", status: "Processing" });
    await club.waitForOrder(id, (one) => one.code === "REFUND_PENDING");
    site.settle(refund.id, "Paid");
    const order = await club.waitForOrder(id, (one) => one.state === "booked");
    expect(order.documents.at(-1)).toMatchObject({ kind: "credit_note", gross: "48.75", vat: "9.75" });
  });

  it("has a payment registered that only the invoice's own record shows", async () => {
    site.faults.invoicePayments = "record";
    const { id } = paidInvoice();
    const order = await club.waitForOrder(id, "booked");
    site.faults.invoicePayments = "link";
    expect(order.payments.map((one) => [one.direction, one.amount])).toEqual([["in", "248.75"]]);
    expect(order.warnings).toEqual([]);
  });

  it("has forecasts left alone and void invoices skipped", async () => {
    const { id } = site.placeInvoice(CLUB);
    await club.waitForOrder(id, (one) => one.code === "TRIGGER_NOT_REACHED");
    site.voidInvoice(id);
    await club.waitForOrder(id, (one) => one.code === "CANCELLED_BEFORE_CAPTURE");
    const forecast = site.project(id);
    await club.api("POST", "/orders/sync", { ids: [forecast.id] });
    const renewed = site.renew(id);
    await club.waitForOrder(renewed.id, "booked");
    expect((await club.api("GET", `/orders/${forecast.id}`)).status).toBe(404);
  });

  it("has nothing booked twice beside the site's own accounting link", async () => {
    const customer = site.addCustomer({ name: "Bo", country: "SE" });
    const place = () => site.placeInvoice({ ...CLUB, customer: customer.id }).id;
    const [sent, other] = [place(), place()];
    site.sendToAccounting(sent);
    site.pay(sent);
    await club.waitForOrder(sent, (one) => one.state === "skipped" && one.code === "BOOKED_ELSEWHERE");
    site.pay(other);
    const held = await club.waitForOrder(other, "held");
    expect(held).toMatchObject({
      code: "DOUBLE_BOOKING_RISK",
      fix_url: `${house.publicUrl}/embedded/settings?group=orders#orders.other_link`,
    });
    await club.changeSettings({ orders: { other_link: "ignore" } });
    await club.waitForOrder(other, "booked");
  });

  it("has credit that no invoice took up booked once an account is named, and taken back when one does", async () => {
    const { id, paymentId } = paidInvoice();
    await club.waitForOrder(id, "booked");
    const customer = site.invoice(id)?.customer_id ?? "";
    const note = site.addCreditNote({ amount: "100.00", invoice: null, customer });
    const credit = `credit-note:${note.id}`;
    await club.waitForOrder(credit, (one) => one.code === "CREDIT_NOT_SET_OFF");
    await club.changeSettings({
      liabilities: { customer_balance_account: "2421" },
      refunds: { offset_account: "1515" },
    });
    const made = await club.waitForOrder(credit, "booked");
    expect(made).toMatchObject({
      number: note.name,
      documents: [{ kind: "credit_note", net: "100.00", vat: "0.00", gross: "100.00" }],
      payments: [],
    });
    // Later: 40.00 are set off against the invoice, and the money for it goes back; the rest goes back as such.
    site.allocate(note.id, { invoice_id: id, amount: "40.00" });
    site.refund(paymentId, { amount: "40.00" });
    site.refundCreditNote(note.id, { amount: "60.00" });
    const taken = await club.waitForOrder(
      credit,
      (one) => one.state === "booked" && one.payments.length === 3 && one.documents.length === 2,
    );
    expect(taken.documents.map((one) => [one.kind, one.gross, one.vat])).toEqual([
      ["credit_note", "100.00", "0.00"],
      ["invoice", "40.00", "0.00"],
    ]);
    const moved = taken.payments.map((one) => `${one.direction} ${one.amount} ${one.method}`);
    expect(moved.sort()).toEqual(["in 40.00 set off", "out 40.00 set off", "out 60.00 card"]);
    const credited = await club.waitForOrder(
      id,
      (one) => one.state === "booked" && one.payments.some((each) => each.direction === "out"),
    );
    expect(credited.documents.map((one) => [one.kind, one.gross, one.vat])).toEqual([
      ["invoice", "248.75", "49.75"],
      ["credit_note", "40.00", "8.00"],
    ]);
    // A note that was set off from the first is no order.
    const other = site.addCreditNote({ amount: "10.00", invoice: id });
    await club.waitForOrder(id, (one) => one.documents.length === 3);
    expect((await club.api("GET", `/orders/credit-note:${other.id}`)).status).toBe(404);
  });

  it("is given new webhook addresses once, and hears at the earlier ones meanwhile", async () => {
    const { id } = site.placeInvoice(CLUB);
    await club.waitForOrder(id, (one) => one.code === "TRIGGER_NOT_REACHED");
    const [earlier] = site.deliveries().map((one) => new URL(one.url).pathname);
    const form = formOn((await club.panel("/connections")).text, "/addresses/renew");
    const path = form.action.replace("/embedded", "");
    const made = await club.panel(path, { method: "POST", body: form.fields });
    expect(made.status).toBe(200);
    const addresses = [...made.text.matchAll(/value="([^"]*\/webhooks\/[^"]*)"/g)].map(([, one]) => one);
    expect(addresses).toHaveLength(4);
    expect(addresses.join(" ")).not.toContain(earlier);
    expect((await club.panel("/connections")).text).not.toContain("/webhooks/subscriptionflow/");
    // A proof that is not of this action makes nothing.
    form.fields.set("form_token", "forged");
    expect((await club.panel(path, { method: "POST", body: form.fields })).status).toBe(403);
    // What was pasted goes on working until somebody has exchanged it.
    site.pay(id);
    await club.waitForOrder(id, "booked");
  });

  it("has an invoice that nobody told of found by its number and booked at once", async () => {
    site.faults.webhooksDrop = true;
    const invoice = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const list = await club.panel(`/orders?q=${invoice.name}`);
    const form = formOn(list.text, "/orders/find");
    const found = await club.panel(form.action.replace("/embedded", ""), {
      method: "POST",
      body: form.fields,
    });
    expect([found.status, new URL(found.url).pathname]).toEqual([200, `/embedded/orders/${invoice.id}`]);
    await club.waitForOrder(invoice.id, "booked");
    const none = formOn((await club.panel("/orders?q=SF-99")).text, "/orders/find");
    const missed = await club.panel(none.action.replace("/embedded", ""), {
      method: "POST",
      body: none.fields,
    });
    expect(missed.text).toContain("The shop does not know this order.");
  });

  it("lets in again by a link in an e-mail, and tells strangers nothing", async () => {
    const ask = async (shop: string) => {
      const address = `${house.publicUrl}/embedded/sign-up/subscriptionflow/invite`;
      const response = await fetch(address, { method: "POST", body: new URLSearchParams({ shop }) });
      return await response.text();
    };
    const known = await ask(site.name);
    expect(await ask("nobody-club")).toBe(known);
    expect(await ask(site.name)).toBe(known);
    const mails = await eventually(
      () => mail.mails(),
      (all) => all.length > 0,
      "the mail",
    );
    // A second one within the minute is not sent.
    expect(mails).toMatchObject([{ to: [{ address: "owner@club.example" }] }]);
    const link = /https?:\/\/\S+id_token=\S+/.exec(mails[0]?.text ?? "")?.[0] ?? "";
    expect((await fetch(link)).status).toBe(200);
  });

  it("waits when the site knows its keys no more, and goes on with new ones", async () => {
    const { id } = paidInvoice();
    club.loseKeys();
    await club.api("POST", "/orders/sync", { ids: [id] });
    await club.waitForOrder(id, (one) => one.code === "NOT_CONNECTED");
    expect((await club.signUp()).status).toBe(422);
    club.makeKeys();
    expect((await club.signUp()).status).toBe(200);
    await club.waitForOrder(id, "booked");
  });

  it("has everything found by looking, when no webhook comes at all", async () => {
    site.faults.webhooksDrop = true;
    await house.restart({ sweepIntervalSeconds: 1 });
    // The next look was an hour away; signing up looks at once.
    await club.signUp();
    const { id, paymentId } = paidInvoice();
    await club.waitForOrder(id, "booked");
    site.refund(paymentId, { amount: "48.75" });
    const order = await club.waitForOrder(id, (one) => one.documents.length === 2);
    expect(order.documents.at(-1)).toMatchObject({ kind: "credit_note", gross: "48.75" });
  });
});
