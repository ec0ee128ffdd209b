/** What does an order cost to read from Shopify, in points and calls, and how fast does it become ours? */
import { z } from "zod";
import type { Installation, ShopPorts } from "../plugin/platforms/platform.ts";
import { askShop } from "../plugin/platforms/shopify/client.ts";
import { normaliseOrder, type WholeOrder } from "../plugin/platforms/shopify/normalise/order.ts";
import type { ShopifyOptions } from "../plugin/platforms/shopify/options.ts";
import { readOrder } from "../plugin/platforms/shopify/read-order.ts";
import { grantedOf } from "../plugin/platforms/shopify/scopes.ts";
import { sessionsOf } from "../plugin/platforms/shopify/session.ts";
import { shopOf } from "../plugin/platforms/shopify/shop.ts";
import { readDeployment } from "../sandbox/platforms/shopify/deploy/deployment.ts";
import { startShopify } from "../sandbox/platforms/shopify/server.ts";
import type { OrderDraft } from "../sandbox/platforms/shopify/trade/draft.ts";
import { systemClock } from "../server/clock.ts";
import { createHttpClient } from "../server/http-client.ts";
import { createLog } from "../server/log.ts";
import { createMemoryPoints } from "../server/memory-points.ts";
import { type Figure, median, rounded } from "./table.ts";

const ROUNDS = 5;
const ROUND_MS = 1_000;

/** Books at two rates, and the parcel. */
const orderOf = (lines: number): OrderDraft => ({
  lines: Array.from({ length: lines }, (_, index) => ({
    title: `Book ${index + 1}`,
    sku: `BOOK-${index + 1}`,
    unitPrice: "189.00",
    rate: index % 2 === 0 ? "6" : "25",
  })),
  shipping: [{ price: "49.00", rate: "25" }],
  paid: true,
});

interface Cost {
  readonly calls: number;
  readonly requested: number;
  readonly actual: number;
}

export async function shopify(): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const small = await bench.readNew(2);
    const large = await bench.readNew(50);
    const showing = (state: string, tags: readonly string[]) =>
      bench.counted(() => bench.shop.showState(small.id, { state, text: "", url: "", tags }));
    const waiting = await showing("waiting", []);
    const held = await showing("held", []);
    const booked = await showing("booked", ["Booking failed"]);
    const listed = await bench.counted(() => bench.shop.changedOrders({ updatedAfter: EARLY }, null));
    if (![waiting, held, booked, listed].every(({ value }) => value.ok))
      throw new Error("the stand-in did not answer the bench");
    return [
      priced("an order of 2 lines", small.cost),
      priced("an order of 50 lines", large.cost),
      priced("showing that an order waits", waiting.cost),
      priced("showing that an order is held or booked", held.cost),
      priced("showing that a held order is booked", booked.cost),
      priced("a page of the list of orders", listed.cost),
      // Last: nothing is answered meanwhile.
      normalised(2, small.value),
      normalised(50, large.value),
    ];
  } finally {
    await bench.close();
  }
}

const EARLY = "2000-01-01T00:00:00Z";

function priced(what: string, { calls, requested, actual }: Cost): Figure {
  const value = `${requested} / ${actual}`;
  const beside = calls === 1 ? "one call" : `${calls} calls`;
  return { figure: `Points for ${what}, asked / charged`, engine: "none", value, beside };
}

function normalised(lines: number, whole: WholeOrder): Figure {
  return {
    figure: `Orders normalised per second, ${lines} lines`,
    engine: "none",
    value: rounded(median(Array.from({ length: ROUNDS }, () => perSecond(whole)))),
    beside: `one processor, median of ${ROUNDS} rounds`,
  };
}

function perSecond(whole: WholeOrder): number {
  const begun = performance.now();
  let made = 0;
  while (performance.now() - begun < ROUND_MS) {
    const order = normaliseOrder(whole, { timeZone: "Europe/Stockholm", url: "https://shop.example" });
    if (!order.ok) throw new Error(order.problem.message);
    made += 1;
  }
  return (made * 1_000) / (performance.now() - begun);
}

const answer = z.object({
  extensions: z.object({ cost: z.object({ requestedQueryCost: z.number(), actualQueryCost: z.number() }) }),
});

/** Our adapter before the stand-in of Shopify, whose points are counted as they pass. */
async function openBench() {
  const client = { clientId: "bench", clientSecret: "bench-secret" };
  const app = readDeployment("deploy/platforms/shopify", { applicationUrl: "http://127.0.0.1:9/shopify" });
  const shopify = await startShopify({ ...client, app });
  shopify.faults.webhooksDrop = true;
  await shopify.install();
  const options: ShopifyOptions = {
    clientId: client.clientId,
    secrets: [client.clientSecret],
    apiBase: shopify.url,
    adminUrl: shopify.url,
    scripts: [],
  };
  let seen: Cost = { calls: 0, requested: 0, actual: 0 };
  const { http } = createHttpClient({ allowLoopback: true });
  const counting: ShopPorts["http"] = async (request) => {
    const response = await http(request);
    const read = answer.safeParse(request.url.endsWith("/graphql.json") ? JSON.parse(response.body) : null);
    if (read.success) {
      const { requestedQueryCost, actualQueryCost } = read.data.extensions.cost;
      seen = {
        calls: seen.calls + 1,
        requested: seen.requested + requestedQueryCost,
        actual: seen.actual + actualQueryCost,
      };
    }
    return response;
  };
  const identity: ShopPorts["app"] = {
    clientId: client.clientId,
    publicUrl: "http://127.0.0.1:9",
    clientAssertion: async () => "",
    loopbackAllowed: true,
    allowedIssuers: [],
  };
  const ports = { http: counting, clock: systemClock, log: createLog("error"), app: identity };
  const done = await sessionsOf(options).adopt?.(await shopify.sessionToken(), ports);
  if (done == null) throw new Error("the stand-in did not let the bench in");
  const installation: Installation = { ...done.installation, id: 1, status: "installed" };
  const vault = { read: async () => done.secrets, update: async () => done.secrets };
  const shopPorts: ShopPorts = { ...ports, vault, points: createMemoryPoints(systemClock), lane: "people" };
  const granted = grantedOf(installation.scopes);
  const ask = askShop(installation, options, shopPorts);

  const counted = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly cost: Cost }> => {
    seen = { calls: 0, requested: 0, actual: 0 };
    const value = await work();
    return { value, cost: seen };
  };
  const read = async (id: string): Promise<WholeOrder> => {
    const whole = await readOrder(`gid://shopify/Order/${id}`, ask, granted, installation);
    if (!whole.ok || whole.value === null) throw new Error("the order of the bench cannot be read");
    return whole.value;
  };
  return {
    shop: shopOf(installation, shopPorts, options),
    counted,
    async readNew(lines: number) {
      const { id } = await shopify.place(orderOf(lines));
      return { id, ...(await counted(() => read(id))) };
    },
    close: () => shopify.close(),
  };
}
