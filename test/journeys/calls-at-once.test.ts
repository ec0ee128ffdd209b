import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynaccountStandIn, startDynaccount } from "../../sandbox/accounting/dynaccount/server.ts";
import { type OpenDatabase, openDatabase } from "../../server/database.ts";
import { Secret } from "../../server/secret.ts";
import { CHOSEN } from "../contract/dynaccount-world.ts";
import { engines } from "../support/engines.ts";
import { type HostProcess, spawnHost } from "../support/host-process.ts";
import { type House, openHouse } from "../support/house.ts";

const ORDERS = 8;
/** Characters of a lease's owner that name its process. */
const PROCESS = 18;

const SET_UP = {
  orders: { start_date: "2000-01-01", booking: "book", document: "invoice" },
  vat: { seller_country: "DK" },
  payments: { methods: { card: { account: "5700" } } },
  ledger: CHOSEN,
};

const A_MUG = {
  paid: true,
  currency: "DKK",
  lines: [{ sku: "MUG-01", title: "Krus", quantity: "1", unitPrice: "125.00", rate: "25" }],
  customer: { id: "d1", email: "anna@example.dk", name: "Anna Ek", country: "DK" },
};

const shop = {
  tenant: { id: "dk2", name: "Butikken", country: "DK", currency: "DKK", timezone: "Europe/Copenhagen" },
};

describe("two worker processes and a ledger that takes two calls at once", () => {
  let house: House;
  let standIn: DynaccountStandIn;
  let database: OpenDatabase;
  const workers: HostProcess[] = [];

  beforeAll(async () => {
    const servers = engines.find(({ name }) => name.startsWith("mariadb"));
    if (servers === undefined) throw new Error("there is no engine with a database server");
    standIn = await startDynaccount();
    const vendors = new Secret({ manifest: {}, dynaccount: { DYNACCOUNT_API_URL: standIn.url } });
    house = await openHouse(servers, { until: "installed", shop, config: { vendors } });
    const { apiId: api_id, apiKey: api_key, apiSecret: api_secret } = standIn.credentials;
    const credentials = { api_id, api_key, api_secret };
    const made = await house.api("POST", "/connections", { system: "dynaccount", credentials });
    const { id } = made.body as { id: string };
    await house.api("PATCH", `/connections/${id}/settings`, SET_UP);
    const { environment } = house;
    database = openDatabase({ databaseUrl: new Secret(environment["DATABASE_URL"] ?? ""), dataDir: "" });
    await house.restart({ role: "web" });
    const worker = { ...environment, ROLE: "worker", PORT: "0", DYNACCOUNT_API_URL: standIn.url };
    workers.push(...(await Promise.all([spawnHost(worker), spawnHost(worker)])));
  }, 90_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await database.close();
    await house.close();
    await standIn.close();
  });

  it("never send it a third, whichever of them books an order", async () => {
    standIn.faults.next({ match: "*/*", fault: "slow", ms: 150, times: 10_000 });
    standIn.books.resetCalls();
    const placed = await Promise.all(Array.from({ length: ORDERS }, () => house.shop.placeOrder(A_MUG)));
    const processes = new Set<string>();
    const isBooked = async (id: string) => (await house.order(id))?.state === "booked";
    await expect
      .poll(
        async () => {
          const held = await database.db.selectFrom("transfers").select("owner").execute();
          for (const { owner } of held) if (owner !== null) processes.add(owner.slice(0, PROCESS));
          return (await Promise.all(placed.map(({ id }) => isBooked(id)))).every((booked) => booked);
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    expect(processes.size).toBe(2);
    expect(standIn.books.mostAtOnce()).toBe(2);
    expect(standIn.books.calls().filter(({ status }) => status === 429)).toEqual([]);
    expect(standIn.books.rows("debtor_invoice")).toHaveLength(ORDERS);
  }, 90_000);
});
