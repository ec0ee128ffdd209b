import { exampleCsv } from "../../plugin/order-files/examples.ts";
import { startSubscriptionFlow } from "../../sandbox/platforms/subscriptionflow/server.ts";
import { openAccountsIqHouse } from "../support/accountsiq-house.ts";
import type { Engine } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { handInFile, placeOneOfEach, readPanel } from "../support/panel.ts";
import { openPractising } from "../support/practising.ts";

/** Everything that is drawn, open until it is closed. */
export interface Pictured {
  /** A merchant who books: the picture of the README is hers. */
  readonly house: House;
  /** The id of an order of hers that is booked and partly paid back. */
  readonly order: string;
  /** Opens what only some pages need, and tells where each page is. */
  pages(): Promise<Readonly<Record<string, PicturedPage>>>;
  close(): Promise<void>;
}

export interface PicturedPage {
  readonly house: House;
  /** Below the panel's root. */
  readonly path: string;
}

export async function openPictured(engine: Engine): Promise<Pictured> {
  const house = await openHouse(engine);
  const closing = [() => house.close()];
  const ids = await placeOneOfEach(house);
  const [booked = "", held = ""] = ids;
  await house.shop.refund(booked, { lines: [{ line_id: "L1", quantity: "1" }], note: "One arrived broken" });
  await house.waitForOrder(booked, ({ documents }) => documents.length === 2);
  await house.changeSettings(OWN_BOOKING);
  return {
    house,
    order: booked,
    async pages() {
      const fresh = await openHouse(engine, { until: "installed", vendors: { practice: {} } });
      closing.push(() => fresh.close());
      const practising = await openPractising(engine);
      closing.push(() => practising.house.close());
      const site = await startSubscriptionFlow();
      closing.push(() => site.close());
      const club = await openHouse(engine, {
        until: "opened",
        vendors: { subscriptionflow: { SUBSCRIPTIONFLOW_URL: `${site.origin}/{site}` } },
      });
      closing.push(() => club.close());
      const buying = await openAccountsIqHouse(engine);
      closing.push(() => buying.close());
      await buying.change(buying.irish, BUYING);
      const of = (at: House, paths: Readonly<Record<string, string>>): [string, PicturedPage][] =>
        Object.entries(paths).map(([name, path]) => [name, { house: at, path }]);
      return Object.fromEntries([
        ...of(house, await paths(house, booked, held)),
        ...of(fresh, {
          fresh: "",
          freshOrders: "/orders",
          freshConnections: "/connections",
          freshSettings: "/settings",
        }),
        ...of(practising.house, {
          practising: "",
          practisingOrder: `/orders/${practising.orderId}`,
          practice: "/practice",
          practicePaper: "/practice/documents/1",
          connect: "/start?step=connect",
        }),
        ...of(buying.house, {
          purchases: "/settings?group=purchases",
          suppliers: "/settings/rules",
          supplier: "/settings/rules/edit?list=purchases.suppliers&at=0",
        }),
        ...of(club, { signUp: "/sign-up/subscriptionflow" }),
      ]);
    },
    async close() {
      for (const one of closing.toReversed()) await one();
    },
  };
}

const OWN_BOOKING = {
  vat: { treatments: [{ treatment: "oss", country: "DE", rate: "19", account: "3106" }] },
  dimensions: [{ when: [{ field: "line.sku", op: "is", value: "MUG-01" }], cost_centre: "MUGS" }],
  rules: [
    {
      name: "Wholesale",
      when: [{ field: "customer.type", op: "is", value: "B2B" }],
      set: { account: "3010" },
    },
  ],
};

/** Goods of two suppliers, in a ledger that takes purchases. */
const BUYING = {
  purchases: {
    mode: "back_to_back",
    supplier: "WOODWORKS",
    account: "4010",
    markup: "40",
    suppliers: [
      {
        when: [
          { field: "line.sku", op: "starts_with", value: "BOOK-" },
          { field: "customer.country", op: "is", value: "IE" },
        ],
        supplier: "PAPERMILL",
        markup: "25",
        vat_rate: "6",
      },
      { when: [{ field: "line.sku", op: "is", value: "TEA-BOX" }], buys: "no" },
    ],
  },
};

async function paths(house: House, booked: string, held: string): Promise<Record<string, string>> {
  const webhook = await house.api("POST", "/webhook-endpoints", { url: "https://shop.example/told" });
  const { id: endpoint } = webhook.body as { id: string };
  const group = (name: string): string => `/settings?group=${name}`;
  return {
    overview: "",
    orders: "/orders",
    nobody: "/orders?q=nobody",
    order: `/orders/${booked}`,
    held: `/orders/${held}`,
    undo: `/orders/${booked}/undo`,
    settings: "/settings",
    customers: group("customers"),
    products: group("products"),
    vatSettings: group("vat"),
    paymentSettings: group("payments"),
    payoutSettings: group("payouts"),
    refundSettings: group("refunds"),
    email: group("email"),
    notifications: group("notifications"),
    connections: "/connections",
    help: "/help",
    guide: "/help/guides/first-ten-minutes",
    gaps: "/start?step=check",
    previews: "/start?step=preview",
    live: "/start?step=live",
    reports: "/reports",
    oss: "/reports/oss",
    payouts: "/reports/payouts",
    webhooks: "/webhooks",
    webhook: `/webhooks/${endpoint}`,
    keys: "/api-keys",
    accountants: "/accountants",
    dataRequests: "/data-requests",
    vat: "/settings/vat",
    payments: "/settings/payments",
    flow: "/settings/flow",
    rules: "/settings/rules",
    rule: "/settings/rules/edit?list=rules&at=0",
    newTake: "/settings/rules/edit?list=orders.takes&at=new",
    history: "/settings/history",
    import: "/import",
    file: await handInExample(house),
    nowhere: "/nowhere",
    components: "/help/components",
  };
}

/** Hands the example in with two mistakes in it, so that its page has something to tell. */
async function handInExample(house: House): Promise<string> {
  const content = exampleCsv().replace(",3,199.00", ",three,199.00");
  const shown = await handInFile(readPanel(house, house), content, "till.csv");
  return (shown.headers.get("location") ?? "").replace("/embedded", "");
}
