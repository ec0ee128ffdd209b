import { describe, expect, it } from "vitest";
import type { HistoryPage } from "../../../../plugin/platforms/platform.ts";
import { askShop } from "../../../../plugin/platforms/shopify/client.ts";
import { orderHistory } from "../../../../plugin/platforms/shopify/history.ts";
import { type FileReader, fileReader } from "../../../../plugin/platforms/shopify/history-file.ts";
import type { OrderDraft } from "../../../../sandbox/platforms/shopify/trade/draft.ts";
import { quietLog, realHttp } from "../manifest/ports.ts";
import { type OpenShop, openShop } from "./open-shop.ts";

const ALL = { createdAfter: "2000-01-01T00:00:00Z", createdBefore: "2100-01-01T00:00:00Z" };
const MANY = 4;
const ONE_MUG: OrderDraft = { paid: true, lines: [{ sku: "MUG-01", quantity: 1, rate: "25" }] };

interface Histories {
  page(cursor: string | null): Promise<HistoryPage>;
  /** Pages until the end, as the import does; ids as they come. */
  all(cursor?: string | null): Promise<string[]>;
}

function historyOf({ installation, ports, options }: OpenShop, read?: FileReader): Histories {
  const ask = askShop(installation, options, ports);
  const history = { ask, read: read ?? fileReader(realHttp()), many: MANY, log: quietLog, installation };
  const page = async (cursor: string | null): Promise<HistoryPage> => {
    const answer = await orderHistory(history, ALL, cursor);
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value;
  };
  return {
    page,
    async all(cursor = null) {
      const ids: string[] = [];
      for (let next = cursor, first = true; first || next !== null; first = false) {
        const { orders, nextCursor } = await page(next);
        ids.push(...orders.map(({ id }) => id));
        next = nextCursor;
      }
      return ids;
    },
  };
}

async function place({ shopify }: OpenShop, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let one = 0; one < count; one += 1) ids.push((await shopify.place(ONE_MUG)).id);
  return ids;
}

const documents = ({ shopify }: OpenShop): string[] => shopify.calls().map((call) => call.query);

describe("the history of a shop with few orders", () => {
  it("is asked for page by page", async () => {
    const open = await openShop();
    const ids = await place(open, MANY - 1);
    expect(await historyOf(open).all()).toEqual(ids);
    expect(documents(open).slice(-2)).toEqual(["Count", "Orders"]);
  });
});

describe("the history of a shop with many orders", () => {
  it("is written by Shopify and then read from its file", async () => {
    const open = await openShop();
    const ids = await place(open, MANY);
    const history = historyOf(open);
    const begun = await history.page(null);
    expect(begun).toEqual({
      orders: [],
      nextCursor: expect.stringMatching(/^bulk:\d+:0$/),
      writing: { found: 0, afterMs: 2_000 },
    });
    await open.shopify.idle();
    expect(await history.all(begun.nextCursor)).toEqual(ids);
    expect(documents(open)).not.toContain("Orders");
  });

  it("tells how far Shopify is, and a second start goes on with the same operation", async () => {
    const open = await openShop();
    const ids = await place(open, 6);
    open.shopify.faults.bulkRunMs = 500;
    const { nextCursor } = await historyOf(open).page(null);
    const again = await historyOf(open).page(null);
    expect(again.nextCursor).toBe(nextCursor);
    const later = await historyOf(open).page(nextCursor);
    expect(later).toMatchObject({ nextCursor, orders: [], writing: { found: 3, afterMs: 5_000 } });
    await open.shopify.idle();
    expect(await historyOf(open).all(nextCursor)).toEqual(ids);
    expect(documents(open).filter((name) => name === "Begin")).toHaveLength(1);
  });

  it("is read in pieces of whole lines, each once, wherever it is taken up again", async () => {
    const open = await openShop();
    const ids = await place(open, 9);
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    const inSmallPieces = historyOf(open, (url, from) => fileReader(realHttp())(url, from, from + 199));
    expect((await inSmallPieces.page(nextCursor)).orders.length).toBeLessThan(4);
    expect(await inSmallPieces.all(nextCursor)).toEqual(ids);
  });

  it("is read whole from a server that knows no pieces", async () => {
    const open = await openShop();
    const ids = await place(open, 5);
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    const whole = historyOf(open, (url) =>
      realHttp()({ method: "GET", url, timeoutMs: 5_000, maxBytes: 1_000_000 }),
    );
    expect(await whole.all(nextCursor)).toEqual(ids);
  });

  it("is asked for page by page when the operation fails half-way", async () => {
    const open = await openShop();
    const ids = await place(open, MANY);
    open.shopify.faults.bulkFails = 1;
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    expect(await historyOf(open).all(nextCursor)).toEqual(ids);
  });

  it("is asked for page by page when five operations are running already", async () => {
    const open = await openShop();
    const ids = await place(open, MANY);
    open.shopify.faults.bulkRunMs = 60_000;
    const ask = askShop(open.installation, open.options, open.ports);
    for (let count = 0; count < 5; count += 1) {
      await ask(
        'mutation Busy { bulkOperationRunQuery(query: "{ products { nodes { id } } }") { bulkOperation { id } } }',
        {},
      );
    }
    expect(await historyOf(open).all()).toEqual(ids);
    expect(documents(open).slice(-2)).toEqual(["Begin", "Orders"]);
  });

  it("begins again page by page when the file has gone, for what is booked twice is booked once", async () => {
    const open = await openShop();
    const ids = await place(open, MANY);
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    const gone = historyOf(open, async () => ({ status: 400, headers: {}, body: "<Error/>" }));
    expect(await gone.all(nextCursor)).toEqual(ids);
    expect(await historyOf(open).all("bulk:999:120")).toEqual(ids);
  });

  it("is tried again later when the file's server does not answer", async () => {
    const open = await openShop();
    await place(open, MANY);
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    const away = historyOf(open, async () => ({ status: 503, headers: {}, body: "" }));
    await expect(away.page(nextCursor)).rejects.toThrow("answered with status 503. It is tried again");
  });

  it("ends where the file ends, also when nothing is behind the last piece", async () => {
    const open = await openShop();
    await place(open, MANY);
    const { nextCursor } = await historyOf(open).page(null);
    await open.shopify.idle();
    const id = nextCursor?.split(":")[1];
    expect(await historyOf(open).page(`bulk:${id}:99999`)).toEqual({ orders: [], nextCursor: null });
  });
});
