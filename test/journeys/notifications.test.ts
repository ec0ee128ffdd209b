import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";
import { readPanel } from "../support/panel.ts";

const EVA = "eva@example.se";
const TO_FINLAND = {
  ...THREE_MUGS,
  shipping: null,
  lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "1", unitPrice: "199.00", rate: "25.5" }],
  customer: { name: "Aino Virtanen", email: "aino@example.com", country: "FI" },
};

describe.each(engines)("notifications on $name", (engine) => {
  let house: House;
  let box: MailBox;
  beforeAll(async () => {
    box = await openMailBox();
    house = await openHouse(engine, { config: { mail: { smtpUrl: box.url, from: "app@example.com" } } });
  });
  afterAll(async () => {
    await house.close();
    await box.close();
  });
  const testPath = () => `/connections/${house.connectionId()}/notifications/test`;

  it("ask for recipients before a test mail is sent", async () => {
    expect(await house.api("POST", testPath())).toMatchObject({
      status: 409,
      body: { fix_url: `${house.publicUrl}/embedded/settings?group=notifications#notifications.recipients` },
    });
  });

  it("report three orders with one cause in one mail, whose link opens the page that mends it", async () => {
    for (let placed = 0; placed < 3; placed += 1) {
      const { id } = await house.shop.placeOrder(TO_FINLAND);
      await house.waitForOrder(id, "held");
    }
    await house.changeSettings({ notifications: { recipients: [EVA], errors: "immediately" } });
    const [mail] = await eventually(box.mails, (mails) => mails.length > 0, "the report");
    expect(mail).toMatchObject({
      to: [{ address: EVA }],
      subject: expect.stringContaining("3 ordrar kräver åtgärd"),
    });
    const [link = ""] = /https?:\S+\/embedded\/settings\S*/.exec(mail?.text ?? "") ?? [];
    const { pathname, search, hash } = new URL(link);
    const page = await readPanel(house, house).get(pathname + search);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`id="${hash.slice(1)}"`);
    expect(await box.mails()).toHaveLength(1);
  });

  it("are tried out by a test mail, from the API and from the page with what is typed there", async () => {
    expect(await house.api("POST", testPath())).toMatchObject({
      status: 200,
      body: { sent: [EVA], failed: [] },
    });
    const panel = readPanel(house, house);
    const fields = { test_mail: "1", "notifications.recipients": "bo@example.se" };
    const shown = await panel.submit("/settings?group=notifications", { action: "/settings", fields });
    expect(shown.text).toContain("bo@example.se");
    const tests = (await box.mails()).slice(1);
    expect(tests.map((mail) => mail.to?.[0]?.address)).toEqual([EVA, "bo@example.se"]);
    box.trouble("refuse address");
    expect(await house.api("POST", testPath())).toMatchObject({ body: { sent: [], failed: [{ to: EVA }] } });
    box.trouble(null);
  });

  it("refuse what is no address", async () => {
    const path = `/connections/${house.connectionId()}/settings`;
    expect(await house.api("PATCH", path, { notifications: { recipients: ["eva"] } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "notifications.recipients.0" }] },
    });
  });
});

describe.each(engines)("an app without a mail server on $name", (engine) => {
  it("does not let a merchant ask for mails", async () => {
    const house = await openHouse(engine);
    const path = `/connections/${house.connectionId()}/settings`;
    expect(await house.api("PATCH", path, { notifications: { recipients: [EVA] } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "notifications.recipients", code: "unavailable" }] },
    });
    await house.close();
  });
});
