import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { type BooksWorld, type LedgerName, ledgers } from "../support/grid/books-world.ts";
import { ledgerDifferences, shopDifferences } from "../support/grid/differences.ts";
import { type Booked, type Example, type ExampleId, examples } from "../support/grid/examples.ts";
import type { ShopName } from "../support/grid/shop-world.ts";
import { openThreeShops, type ThreeShops } from "../support/grid/three-shops.ts";
import type { OrderView } from "../support/merchant.ts";

const shopNames: readonly ShopName[] = ["the manifest shop", "Shopify", "SubscriptionFlow"];
const rows = Object.entries(examples) as [ExampleId, Example][];
const companies = (Object.keys(ledgers) as LedgerName[]).map((ledger) => {
  const difference = ledgerDifferences.find((one) => one.ledger === ledger);
  return { ledger, difference, name: named(ledger, difference) };
});
// Both engines have journeys of their own; here it is shops and ledgers that differ.
const embedded = engines.filter((one) => one.name === "sqlite + in-process queue");

describe.each(embedded)("every shop and every ledger on $name", (engine) => {
  // Side by side, so that the pace at which Fortnox may be called holds up nobody else.
  describe.each(companies)("$name", { concurrent: true }, ({ ledger, difference: awaited }) => {
    let books: BooksWorld;
    let company: ThreeShops;
    /** Every order that was booked, as the app shows it. */
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
      const cells = rows.map(([id, example]) => {
        const difference = shopDifferences.find((one) => one.shop === shop && one.ends[id] !== undefined);
        return {
          name: named(example.name, difference),
          example,
          ends: difference?.ends[id] ?? example.ends,
        };
      });

      it.for(cells)("$name", async ({ example, ends }, { expect }) => {
        const world = company.shops[shop];
        const id = await example.happens(world);
        if (typeof ends === "string") {
          const order = await world.waitForOrder(id, (one) => one.code === ends);
          expect(order).toMatchObject({ documents: [], payments: [] });
          return;
        }
        const { documents, money } = foreseen(ends[books.market.country]);
        const order = await world.waitForOrder(
          id,
          (one) => one.state === "booked" && one.payments.length === money.length,
        );
        orders.push(order);
        expect(order.payments.map((one) => `${one.direction} ${one.amount}`)).toEqual(money);
        expect(order.documents[0]?.gross).toBe(world.taken(id));
        // A payment is in the books a moment before it is booked there.
        await expect
          .poll(
            () => inTheBooks(order).map((one) => [one?.total, one?.vat, one?.booked, one?.open]),
            PATIENCE,
          )
          .toEqual(
            documents.map(([gross, vat]) => [gross, vat, true, awaited === undefined ? "0.00" : gross]),
          );
      });
    });

    it("is settled in the end, when a person has done what is left to her", { concurrent: false }, () => {
      books.bookkeep();
      const open = orders.flatMap(inTheBooks).map((one) => one?.open);
      expect(new Set(open)).toEqual(new Set(["0.00"]));
    });

    it("holds these documents and payments and nothing else", { concurrent: false }, () => {
      const { documents, payments } = books.books();
      const ids = orders.flatMap((order) => order.documents.map((one) => one.external_id));
      expect(documents.map((one) => one.id).sort()).toEqual(ids.sort());
      const amounts = orders.flatMap((order) => order.payments.map((one) => one.amount));
      expect(payments.map((one) => one.amount.replace("-", "")).sort()).toEqual(amounts.sort());
    });
  });
});

const PATIENCE = { timeout: 10_000, interval: 40 };

function named(name: string, difference: { readonly because: string } | undefined): string {
  return difference === undefined ? name : `${name}, where ${difference.because}`;
}

/** The documents with the books' signs, and the money that moves for them. */
function foreseen([invoice, ...credits]: Booked["SE"]) {
  return {
    documents: [invoice, ...credits.map(([gross, vat]) => [`-${gross}`, `-${vat}`] as const)],
    money: [`in ${invoice[0]}`, ...credits.map(([gross]) => `out ${gross}`)],
  };
}
