import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetWhoAsked } from "../../plugin/store/erasure/data-requests.ts";
import { openDatabase } from "../../server/database.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";
import { type PanelReader, plain, readPanel } from "../support/panel.ts";
import { createDataFolder } from "../support/provided.ts";
import { sendRawWebhook, webhookSecretOf } from "../support/raw-webhook.ts";
import { openShopifyHouse } from "../support/shopify-house.ts";

const VERA = { id: "buyer-17", name: "Vera Fråga", email: "vera@example.se", country: "SE" };
const FILES = ["/data-requests/1/customer.txt", "/data-requests/1/customer.json"] as const;

describe.each(engines)("a customer who asks what is held about her on $name", (engine) => {
  let house: House;
  let box: MailBox;
  let panel: PanelReader;
  let secret: string;
  beforeAll(async () => {
    box = await openMailBox();
    const dataFile = join(await createDataFolder(), "shop.json");
    const mail = { smtpUrl: box.url, from: "app@example.com" };
    house = await openHouse(engine, { shop: { dataFile }, config: { mail } });
    await house.changeSettings({ notifications: { recipients: ["eva@example.se"], errors: "hourly" } });
    secret = await webhookSecretOf(dataFile);
    panel = readPanel(house, house);
  });
  afterAll(async () => {
    await house.close();
    await box.close();
  });

  const tell = (type: string, data: Record<string, unknown>, id?: string) =>
    sendRawWebhook({
      url: house.publicUrl,
      secret,
      ...(id === undefined ? {} : { id }),
      body: JSON.stringify({
        type,
        timestamp: new Date().toISOString(),
        iss: house.shop.url,
        tenant: { id: "fjall-form" },
        data,
      }),
    });

  /** The address of the complete file of whoever asked last: ids are not told one after the other by every engine. */
  async function newestFile(): Promise<string> {
    const { text } = await panel.get("/data-requests");
    return /\/embedded(\/data-requests\/\d+\/customer\.json)/.exec(text)?.[1] ?? "";
  }

  async function inStore<T>(work: (store: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
    const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = "" } = house.environment;
    const database = openDatabase({ databaseUrl, dataDir });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  it("is told of on the overview and by mail, once however often the shop says so", async () => {
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, customer: VERA });
    const other = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    await house.waitForOrder(other.id, "booked");
    expect((await panel.get("")).text).not.toContain("/data-requests");
    for (let times = 0; times < 2; times += 1) {
      expect(await tell("customer.report", { id: VERA.id, object: "customer" }, "request-1")).toBeLessThan(
        300,
      );
    }
    const home = plain((await panel.get("")).text);
    expect(home).toContain("A customer has asked what is held about them. Hand them the file by ");
    expect(home).toContain("/embedded/data-requests");
    const [mail] = await eventually(box.mails, (mails) => mails.length > 0, "the mail");
    expect(mail).toMatchObject({
      to: [{ address: "eva@example.se" }],
      subject: expect.stringContaining("en kund begär ut sina uppgifter"),
      text: expect.stringContaining(`${house.publicUrl}/embedded/data-requests?connection=`),
    });
    // Mails are nobody's place for a customer's name or number.
    expect(mail?.text).not.toMatch(/Vera|buyer-17/);
    expect(await box.mails()).toHaveLength(1);
  });

  it("is handed a file with all that names her and what the law keeps, and nothing about others", async () => {
    const [readable, complete] = await Promise.all(FILES.map((path) => panel.get(path)));
    expect(readable?.headers.get("content-disposition")).toBe("attachment; filename=customer-1.txt");
    expect(readable?.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(readable?.text).toContain("Name: Vera Fråga");
    expect(readable?.text).toContain("E-mail: vera@example.se");
    expect(readable?.text).toMatch(/Order \S+, .*SEK.796\.00, Booked/);
    expect(readable?.text).toMatch(/Customer number in the ledger: \d+/);
    expect(readable?.text).toContain("asks for 7 years, VAT declared through OSS for 10");
    const held: unknown = JSON.parse(complete?.text ?? "");
    expect(held).toMatchObject({
      customerId: "buyer-17",
      people: [{ name: "Vera Fråga", email: "vera@example.se" }],
      orders: [{ total: "796.00", state: "booked", documents: [expect.any(String)] }],
      yearsKept: 7,
    });
    for (const { text } of [readable, complete].filter((one) => one !== undefined)) {
      expect(text).not.toContain("Anna Ek");
    }
    const list = (await panel.get("/data-requests")).text;
    expect(list).toContain("Every customer who asked has been given the file.");
    expect((await panel.get("")).text).not.toContain("/data-requests");
  });

  it("is nobody's business but the owner's: staff and the owner of another shop get nothing", async () => {
    const other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "installed");
    const theirs = readPanel(house, other);
    expect((await theirs.get("/data-requests")).text).not.toContain("buyer-17");
    for (const path of FILES) {
      expect((await theirs.get(path)).status).toBe(404);
      expect((await panel.get(path, { claims: { roles: ["orders"] } })).status).toBe(403);
      expect((await panel.get(path, { by: "none" })).status).toBe(401);
    }
    expect((await panel.get("/data-requests/1x/customer.txt")).status).toBe(404);
  });

  it("can be given the orders her shop knows of her, although she bought them as a guest", async () => {
    const guest = { name: "Vera Gäst", email: "vera@example.se", country: "SE" };
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, customer: guest });
    await house.waitForOrder(id, "booked");
    expect(await tell("customer.report", { id: VERA.id, orders: [id, "999999"] })).toBe(202);
    const { text } = await panel.get(await newestFile());
    expect(JSON.parse(text)).toMatchObject({
      people: expect.arrayContaining([expect.objectContaining({ name: "Vera Gäst" })]),
    });
  });

  it("who is then forgotten is in no file any more; that she asked stays", async () => {
    await tell("customer.redact", { id: VERA.id, object: "customer" });
    await eventually(
      () => panel.get(FILES[0]),
      ({ status }) => status === 404,
      "the file to be gone",
    );
    const list = (await panel.get("/data-requests")).text;
    expect(list).toContain("Forgotten");
    expect(list).not.toContain("buyer-17");
  });

  it("finds her file gone after 30 days, and her number with it", async () => {
    await tell("customer.report", { id: "late-1" });
    expect((await panel.get("/data-requests")).text).toContain("late-1");
    const file = await newestFile();
    await inStore(async ({ db, engine: kind }) => {
      const before = { until_at: "2020-01-01T00:00:00.000Z" };
      await db.updateTable("data_requests").set(before).where("customer_id", "=", "late-1").execute();
      const list = (await panel.get("/data-requests")).text;
      expect(list).toContain("The time is over");
      expect((await panel.get(file)).status).toBe(404);
      expect(await forgetWhoAsked({ db, engine: kind }, Date.now(), 500)).toBe(1);
    });
    expect((await panel.get("/data-requests")).text).not.toContain("late-1");
  });
});

describe("Shopify's request for a customer's data", () => {
  it("becomes a file with her orders", async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    const house = await openShopifyHouse(sqlite);
    await house.shopify.install();
    await house.open();
    await house.connect();
    const order = await house.shopify.place({
      lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
      paid: true,
    });
    await house.waitForOrder(order.id, "booked");
    if (order.customerId === null) throw new Error("a guest");
    await house.shopify.requestData("customers/data_request", order.customerId);
    await house.shopify.idle();
    const headers = { authorization: `Bearer ${await house.shopify.sessionToken()}` };
    const answer = await fetch(`${house.publicUrl}/embedded/data-requests/1/customer.json`, { headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      customerId: order.customerId,
      orders: [{ orderId: order.id, total: "398.00", state: "booked" }],
    });
    await house.close();
  });
});
