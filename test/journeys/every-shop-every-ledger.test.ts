import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { type BooksWorld, type LedgerName, ledgers } from "../support/grid/books-world.ts";
import { differences, settledByAPerson } from "../support/grid/differences.ts";
import { type Example, type ExampleId, examples } from "../support/grid/examples.ts";
import type { ShopName } from "../support/grid/shop-world.ts";
import { openThreeShops, type ThreeShops } from "../support/grid/three-shops.ts";
import type { OrderView } from "../support/merchant.ts";

const ledgerNames: readonly LedgerName[] = ["Fortnox", "Dynaccount", "AccountsIQ"];
const shopNames: readonly ShopName[] = ["the manifest shop", "Shopify", "SubscriptionFlow"];
const rows = Object.entries(examples) as [ExampleId, Example][];
// Both engines have journeys of their own; here it is shops and ledgers that differ.
const embedded = engines.filter((one) => one.name === "sqlite + in-process queue");

const AS_DRAFTS = { orders: { booking: "draft" }, refunds: { booking: "draft" } };
const PATIENCE = { timeout: 10_000, interval: 40 };

describe.each(embedded)("every shop and every ledger on $name", (engine) => {
  // Side by side, so that the pace at which Fortnox may be called holds up nobody else.
  describe.each(ledgerNames)("%s", { concurrent: true }, (ledger) => {
    let books: BooksWorld;
    let company: ThreeShops;
    /** Every order with booked documents, as the app shows it. */
    const orders: OrderView[] = [];

    beforeAll(async () => {
      books = await ledgers[ledger]();
      company = await openThreeShops(engine, books);
    });
    afterAll(async () => {
      await company.close();
      await books.close();
    });

    const inTheBooks = (order: OrderView) =>
      order.documents.map((one) => books.books().documents.find((each) => each.id === one.external_id));

    describe.each(shopNames)("%s", { concurrent: false }, (shop) => {
      it.for(cellsOf(shop, ledger))("$name", async ({ example, ends }, { expect }) => {
        const world = company.shops[shop];
        if (example.drafts) await company.changeSettings(shop, AS_DRAFTS);
        const id = await example.happens(world);
        if (typeof ends === "string") {
          const order = await world.waitForOrder(id, (one) => one.code === ends);
          expect(order).toMatchObject({ documents: [], payments: [] });
          return;
        }
        const [invoice, ...credits] = ends[books.market.country];
        if (example.drafts) {
          const drafts = [invoice, ...credits].map(([gross, vat]) => ({ gross, vat, status: "draft" }));
          const order = await world.waitForOrder(
            id,
            ({ state, documents }) =>
              state === "booked" && documents.length === drafts.length && documents[0]?.gross === invoice[0],
          );
          expect(order).toMatchObject({ documents: drafts, payments: [] });
          return;
        }
        const money = [`in ${invoice[0]}`, ...credits.map(([gross]) => `out ${gross}`)];
        const order = await world.waitForOrder(
          id,
          (one) => one.state === "booked" && one.payments.length === money.length,
        );
        orders.push(order);
        expect(order.payments.map((one) => `${one.direction} ${one.amount}`)).toEqual(money);
        expect(order.documents[0]?.gross).toBe(world.taken(id));
        const signed = [invoice, ...credits.map(([gross, vat]) => [`-${gross}`, `-${vat}`] as const)];
        const isSettled = settledByAPerson[ledger] === undefined;
        // A payment is in the books a moment before it is booked there.
        await expect
          .poll(
            () => inTheBooks(order).map((one) => [one?.total, one?.vat, one?.booked, one?.open]),
            PATIENCE,
          )
          .toEqual(signed.map(([gross, vat]) => [gross, vat, true, isSettled ? "0.00" : gross]));
      });
    });

    it(named("settles every document in the end", settledByAPerson[ledger]), { concurrent: false }, () => {
      books.bookkeep();
      const open = orders.flatMap(inTheBooks).map((one) => one?.open);
      expect(new Set(open)).toEqual(new Set(["0.00"]));
    });

    it("holds these documents and payments and nothing else", { concurrent: false }, () => {
      const { documents, payments } = books.books();
      const ids = orders.flatMap((order) => order.documents.map((one) => one.external_id));
      const booked = documents.filter((one) => one.booked);
      expect(booked.map((one) => one.id).sort()).toEqual(ids.sort());
      const amounts = orders.flatMap((order) => order.payments.map((one) => one.amount));
      expect(payments.map((one) => one.amount.replace("-", "")).sort()).toEqual(amounts.sort());
    });
  });
});

/** The examples as they end between a shop and a ledger: as everywhere, or as one of the two makes them differ. */
function cellsOf(shop: ShopName, ledger: LedgerName) {
  return rows.map(([id, example]) => {
    const difference = differences.find(
      ({ system, ends }) => (system === shop || system === ledger) && ends[id] !== undefined,
    );
    const ends: Example["ends"] = difference?.ends[id] ?? example.ends;
    return { name: named(example.name, difference?.because), example, ends };
  });
}

function named(name: string, because: string | undefined): string {
  return because === undefined ? name : `${name}, where ${because}`;
}
