import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";

const OWN = {
  send: "after_booking",
  from: "own_server",
  subject: "Your invoice {{document.number}}",
  body: "Hello {{customer.name}},\n\n{{document.total}} {{document.currency}} for order {{order.number}}.",
};

describe.each(engines)("an e-mail after booking on $name", (engine) => {
  let house: House;
  let box: MailBox;
  beforeAll(async () => {
    box = await openMailBox();
    house = await openHouse(engine, {
      config: { mail: { smtpUrl: box.url, from: "shop@example.com" } },
    });
    await house.changeSettings({ email: OWN });
  });
  afterAll(async () => {
    await house.close();
    await box.close();
  });

  const book = async (name = "Anna Ek") => {
    const placed = await house.shop.placeOrder({
      ...THREE_MUGS,
      customer: { ...THREE_MUGS.customer, name },
    });
    return await house.waitForOrder(placed.id, "booked");
  };
  const mailsAbout = async (number: string | undefined) =>
    (await box.mails()).filter((mail) => mail.subject === `Your invoice ${number}`);
  const mailAbout = async (number: string | undefined) => {
    const mails = await eventually(
      () => mailsAbout(number),
      (found) => found.length > 0,
      `the mail about ${number}`,
    );
    return mails[0];
  };

  it("from our own server brings text, layout and the ledger's PDF, once", async () => {
    const order = await book("Anna <b>Ek</b>");
    const number = order.documents[0]?.number;
    const mail = await mailAbout(number);
    expect(mail).toMatchObject({
      to: [{ address: "anna@example.se" }],
      text: expect.stringContaining(`Hello Anna <b>Ek</b>,\n\n796.00 SEK for order ${order.number}.`),
      html: expect.stringContaining("Hello Anna &lt;b&gt;Ek&lt;/b&gt;,"),
      attachments: [{ filename: `Faktura ${number}.pdf`, mimeType: "application/pdf" }],
    });
    const pdf = Buffer.from((mail?.attachments[0]?.content ?? new ArrayBuffer(0)) as ArrayBuffer);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(house.fortnox.ledger.emails()).toEqual([]);
    await house.shop.syncNow([order.order_id]);
    expect(await mailsAbout(number)).toHaveLength(1);
  });

  it("to an address nobody has leaves the order booked with a remark, and is not tried twice", async () => {
    box.trouble("refuse address");
    const order = await book();
    box.trouble(null);
    expect(order).toMatchObject({ state: "booked", warnings: ["EMAIL_NOT_SENT"] });
    await house.shop.syncNow([order.order_id]);
    expect(await house.order(order.order_id)).toMatchObject({ warnings: ["EMAIL_NOT_SENT"] });
    expect(await mailsAbout(order.documents[0]?.number)).toEqual([]);
  });

  it("whose server is away goes out when it is back; the order is booked meanwhile", async () => {
    box.trouble("busy");
    const order = await book();
    expect(order).toMatchObject({ state: "booked", payments: [{ amount: "796.00" }], warnings: [] });
    box.trouble(null);
    await mailAbout(order.documents[0]?.number);
  });

  it("whose server hung up after the content counts as sent", async () => {
    box.trouble("hang up after the content");
    const order = await book();
    box.trouble(null);
    await eventually(
      () => house.order(order.order_id),
      (one) => one?.log.some((line) => line.message.startsWith("Whether the e-mail left")) === true,
      "the doubt to be settled",
    );
    expect(await mailsAbout(order.documents[0]?.number)).toHaveLength(1);
  });

  it("by the ledger bears the invoice's number too, and a ledger that cannot send stops nothing", async () => {
    await house.changeSettings({ email: { from: "ledger" } });
    const order = await book();
    const [sent] = await eventually(
      () => house.fortnox.ledger.emails(),
      (emails) => emails.length > 0,
      "the ledger's e-mail",
    );
    expect(sent).toMatchObject({ EmailSubject: `Your invoice ${order.documents[0]?.number}` });
    house.fortnox.faults.set({ noBankDetails: true });
    expect(await book()).toMatchObject({ state: "booked", warnings: ["EMAIL_NOT_SENT"] });
    house.fortnox.faults.set({ noBankDetails: false });
    await house.changeSettings({ email: { from: "own_server" } });
  });
});

describe.each(engines)("an app without a mail server on $name", (engine) => {
  it("does not let a merchant choose it", async () => {
    const house = await openHouse(engine);
    const path = `/connections/${house.connectionId()}/settings`;
    expect(await house.api("PATCH", path, { email: OWN })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "email.from", code: "unavailable" }] },
    });
    expect((await house.api("PATCH", path, { email: { ...OWN, from: "ledger" } })).status).toBe(200);
    await house.close();
  });
});
