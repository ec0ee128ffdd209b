import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { openShopifyHouse, type ShopifyHouse } from "../support/shopify-house.ts";

/** The shop's companies are looked at a minute after one of them changed, so that many changes are one look. */
const A_MINUTE = 60_000;

describe.each(engines)("a company of a shop on Shopify on $name", (engine) => {
  let house: ShopifyHouse;

  beforeAll(async () => {
    // The sweep is five minutes away: what comes to the ledger within one came by a webhook.
    house = await openShopifyHouse(engine);
    await house.shopify.install();
    await house.open();
    await house.connect();
  });
  beforeEach(() => house.fortnox.ledger.resetCalls());
  afterAll(() => house.close());

  /** An order of a company's, booked. */
  const bought = async (name: string, vatNumber: string) => {
    const { id, company } = await house.shopify.place({
      paid: true,
      lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 1, unitPrice: "199.00", rate: "25" }],
      customer: { firstName: "Kim", lastName: "Krogh", email: `${vatNumber}@example.se`.toLowerCase() },
      company: { name, vatNumber },
    });
    const order = await house.waitForOrder(id, "booked");
    if (company === null) throw new Error("the order was sold to no company");
    // Shopify tells when something changed to the second, and what comes later happens in another one.
    house.pass(2_000);
    return { id, company, invoice: order.documents[0]?.number ?? "" };
  };
  const cards = () => house.fortnox.ledger.customers();
  const customerOf = (invoice: string) =>
    house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === invoice)?.CustomerNumber;
  /** The card an invoice was written to, once it is as expected. */
  const cardOf = (invoice: string, until: (card: ReturnType<typeof cards>[number] | undefined) => boolean) =>
    eventually(
      () => cards().find((one) => one.CustomerNumber === customerOf(invoice)),
      until,
      "the card of the company",
    );
  const writes = () =>
    house.fortnox.ledger
      .calls()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
  /** Shopify has told of what changed, and it is time to look. */
  const told = async () => {
    await house.shopify.idle();
    house.pass(A_MINUTE);
  };

  it("has its card follow a new name, without an order and without touching a document", async () => {
    const { id, company, invoice } = await bought("Krogen AB", "SE556677889901");
    expect(cards()).toMatchObject([{ Name: "Krogen AB", Type: "COMPANY", Address1: "Storgatan 1" }]);
    house.fortnox.ledger.resetCalls();
    await house.shopify.changeCompany(company.id, { name: "Krogen & Co AB" });
    await told();
    const card = await cardOf(invoice, (one) => one?.Name === "Krogen & Co AB");
    expect(cards()).toHaveLength(1);
    expect(writes()).toEqual([`PUT /3/customers/${card?.CustomerNumber}`]);
    const lines = (await house.order(id))?.log.map((line) => line.message);
    expect(lines).toContain(`Brought customer ${card?.CustomerNumber} up to date.`);
  });

  it("has its card follow the place it buys for: its VAT number and address", async () => {
    const { company, invoice } = await bought("Bageriet AB", "SE556036079301");
    await house.shopify.changeCompanyLocation(company.locationId, {
      taxRegistrationId: "SE556012579001",
      billingAddress: { ...company.billingAddress, address1: "Nygatan 4", city: "Umeå" },
    });
    await told();
    const card = await cardOf(invoice, (one) => one?.VATNumber === "SE556012579001");
    expect(card).toMatchObject({ Name: "Bageriet AB", Address1: "Nygatan 4", City: "Umeå" });
  });

  it("costs no further call to its card when it orders again", async () => {
    const { company, invoice } = await bought("Mejeriet AB", "SE556016068001");
    await house.shopify.changeCompany(company.id, { name: "Mejeriet i Umeå AB" });
    await told();
    await cardOf(invoice, (one) => one?.Name === "Mejeriet i Umeå AB");
    house.fortnox.ledger.resetCalls();
    const again = await bought("Mejeriet i Umeå AB", "SE556016068001");
    expect(customerOf(again.invoice)).toBe(customerOf(invoice));
    expect(writes().filter((call) => call.includes("/customers"))).toEqual([]);
  });

  it("is looked at again when the ledger did not answer, and its card is right in the end", async () => {
    const { company, invoice } = await bought("Slakteriet AB", "SE556074756901");
    const match = `PUT /3/customers/${customerOf(invoice)}`;
    house.fortnox.faults.next({ match, fault: "503" });
    await house.shopify.changeCompany(company.id, { name: "Slakteriet & Son AB" });
    await told();
    await eventually(
      () => house.fortnox.faults.pending().length,
      (left) => left === 0,
      "the ledger to be asked",
    );
    // The next look is the sweep's.
    house.pass(5 * A_MINUTE);
    await cardOf(invoice, (one) => one?.Name === "Slakteriet & Son AB");
  });

  it("keeps its card where the settings do not follow businesses", async () => {
    const { connections } = (await house.api("GET", "/installation")).body as {
      connections: { id: string }[];
    };
    const follow = async (update: boolean) => {
      const path = `/connections/${connections[0]?.id}/settings`;
      expect((await house.api("PATCH", path, { customers: { b2b: { update } } })).status).toBe(200);
    };
    const { company, invoice } = await bought("Fisket AB", "SE556042722001");
    await follow(false);
    await house.shopify.changeCompany(company.id, { name: "Fisk & Skaldjur AB" });
    const looks = () => house.shopify.calls().filter(({ query }) => query === "ChangedBuyers").length;
    const before = looks();
    await told();
    await eventually(looks, (count) => count > before, "the look at the shop's companies");
    expect((await cardOf(invoice, () => true))?.Name).toBe("Fisket AB");
    await follow(true);
  });
});
