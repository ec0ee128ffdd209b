import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { formatMoney } from "../../plugin/domain/money.ts";
import type { Order } from "../../plugin/domain/order.ts";
import type { Problem } from "../../plugin/domain/problem.ts";
import type {
  Installation,
  Platform,
  RawDelivery,
  Shop,
  ShopPorts,
  ShopResult,
  VerifiedDelivery,
} from "../../plugin/platforms/platform.ts";
import type { BadLine } from "./bad-line.ts";

/** A platform, a shop of its stand-in where we are installed, and everything its merchant would do. */
export interface PlatformWorld {
  readonly platform: Platform;
  readonly installation: Installation;
  /** They reach the stand-in over `line`. */
  readonly ports: ShopPorts;
  readonly line: BadLine;
  /** Somebody buys and pays something for this price, VAT included; gives the order's id. */
  sell(price: string): Promise<string>;
  /** The same, where an id is a number that no double holds: `id`. */
  sellLongId(): Promise<{ readonly orderId: string; readonly id: string; readonly of: "order" | "customer" }>;
  /** Something about the order changes that is no money. */
  change(orderId: string): Promise<void>;
  /** The order is spoilt so that nobody can read it; gives what mends the shop where more than the order is spoilt. */
  spoil(orderId: string): Promise<() => void>;
  /** What the shop sends about this order, as often as it sends it. */
  deliveries(orderId: string): Promise<readonly RawDelivery[]>;
  /** One that is none of this shop's, made of one that is. */
  forged(genuine: RawDelivery, how: Forgery): RawDelivery;
  sessionToken(how: "good" | Impostor): Promise<string>;
  close(): Promise<void>;
}

export type Forgery = "without its proof" | "with a wrong proof" | "proven by another shop";
export type Impostor = "expired" | "of another shop" | "for another app";

/** What only some platforms do, and what some cannot. */
export interface PlatformAbilities {
  /** Orders that make a second page of changes; absent where there is only one. */
  readonly secondPageAfter?: number;
  /** A delivery that is sent again bears the id it had. */
  readonly repeatsUnderOneId?: boolean;
  /** The accounting state is shown on the order. */
  readonly showsState?: boolean;
  /** The largest price whose cents the platform's own numbers keep; absent where amounts are texts. */
  readonly largestPrice?: string;
}

const LARGEST = "90071992547409.93";
const EVER = "2020-01-01T00:00:00Z";
const MOST_PAGES = 20;

/** What every platform promises, tried against its stand-in. */
export function platformContract(
  name: string,
  start: () => Promise<PlatformWorld>,
  able: PlatformAbilities = {},
): void {
  describe(`${name}: the platform's contract`, () => {
    let world: PlatformWorld;
    let shop: Shop;
    beforeAll(async () => {
      world = await start();
      // Another worker: nothing is shared but the vault.
      shop = world.platform.open(world.installation, world.ports);
    });
    afterAll(() => world.close());
    afterEach(() => world.line.trouble(null));

    const order = async (id: string): Promise<Order> => {
      const read = worked(await shop.order(id));
      if (read === null) throw new Error(`the shop does not know ${id}`);
      return read;
    };
    const heard = async (delivery: RawDelivery): Promise<VerifiedDelivery | null> => {
      const { webhooks } = world.platform;
      const { issuer, tenantId } = world.installation;
      const claim = webhooks.claim(delivery);
      if (typeof claim === "string" || claim.issuer !== issuer || claim.tenantId !== tenantId) return null;
      const secrets = await world.ports.vault.read();
      const read = webhooks.verify(delivery, secrets, world.ports.clock.now());
      return typeof read === "string" ? null : read;
    };
    const about = async (orderId: string): Promise<readonly [RawDelivery, ...RawDelivery[]]> => {
      const [first, ...more] = await world.deliveries(orderId);
      if (first === undefined) throw new Error(`nothing was sent about ${orderId}`);
      return [first, ...more];
    };

    describe("a delivery", () => {
      it("of the shop points at its order", async () => {
        const id = await world.sell("249.00");
        const [genuine] = await about(id);
        expect((await heard(genuine))?.meaning).toEqual({ kind: "order", orderIds: [id] });
      });

      it("is nothing without its proof, with a wrong one, or proven by another shop", async () => {
        const [genuine] = await about(await world.sell("249.00"));
        for (const how of ["without its proof", "with a wrong proof", "proven by another shop"] as const) {
          expect(await heard(world.forged(genuine, how)), how).toBeNull();
        }
      });

      it("is nothing as long as the installation has no secrets", async () => {
        const [genuine] = await about(await world.sell("249.00"));
        const read = world.platform.webhooks.verify(genuine, {}, world.ports.clock.now());
        // One secret for all shops proves it still, and then nothing more than an order to look at is meant.
        expect(typeof read === "string" || read.meaning.kind === "order").toBe(true);
      });

      if (able.repeatsUnderOneId === true) {
        it("that is repeated bears the id it had", async () => {
          const [first, again] = await about(await world.sell("249.00"));
          if (again === undefined) throw new Error("nothing was repeated");
          const ids = [await heard(first), await heard(again)].map((one) => one?.deliveryId);
          expect(ids[0]).toBe(ids[1]);
          expect(ids[0]).not.toBeUndefined();
        });
      } else {
        it("cannot be told from a second one, so each counts", async () => {
          const [first] = await about(await world.sell("249.00"));
          expect((await heard(first))?.deliveryId).not.toBe((await heard(first))?.deliveryId);
        });
      }
    });

    describe("an order", () => {
      it("is read whole: its total, its payment, and stamps with offsets", async () => {
        const id = await world.sell("249.00");
        const sold = await order(id);
        expect([sold.id, formatMoney(sold.total), sold.financialStatus]).toEqual([id, "249.00", "paid"]);
        expect(sold.payments.map((one) => [one.status, formatMoney(one.amount)])).toEqual([
          ["success", "249.00"],
        ]);
        for (const stamp of [sold.createdAt, sold.updatedAt]) expect(stamp).toMatch(/(Z|[+-]\d\d:\d\d)$/);
      });

      it("has its amounts to the last digit, however large", async () => {
        const price = able.largestPrice ?? LARGEST;
        const sold = await order(await world.sell(price));
        expect(formatMoney(sold.total)).toBe(price);
        expect(sold.payments.map((one) => formatMoney(one.amount))).toEqual([price]);
      });

      it("has ids that no number could hold as they are", async () => {
        const { orderId, id, of } = await world.sellLongId();
        expect(Number.isSafeInteger(Number(id))).toBe(false);
        const sold = await order(orderId);
        expect(of === "order" ? sold.id : sold.customer.id).toBe(id);
      });

      it("that the shop does not know is none, whatever its id looks like", async () => {
        for (const id of ["no-such-order", "0", "..", "../../x", "a?b=c", "%00", "", "x".repeat(300)]) {
          expect(await shop.order(id), id).toEqual({ ok: true, value: null });
        }
      });

      it("that cannot be read is held for a person, with a sentence", async () => {
        const id = await world.sell("249.00");
        const mend = await world.spoil(id);
        const problem = failed(await shop.order(id));
        mend();
        expect(problem).toMatchObject({ act: "fix", code: "ORDER_UNREADABLE" });
        expect(problem.message).toMatch(/\.$/);
      });
    });

    describe("a shop", () => {
      const asked = async (): Promise<Problem> => failed(await shop.order("1001"));

      it("that asks us to slow down is asked again when it said", async () => {
        worked(await shop.order("1001"));
        world.line.trouble("too many calls");
        expect(await asked()).toMatchObject({ act: "retry", afterMs: 7_000, inDoubt: false });
      });

      it.each(["down", "a page of HTML", "no answer"] as const)(
        "whose line has trouble (%s) is asked again, whatever it was asked",
        async (trouble) => {
          worked(await shop.order("1001"));
          world.line.trouble(trouble);
          expect(await asked()).toMatchObject({ act: "retry", inDoubt: false });
          expect(failed(await shop.changedOrders({ updatedAfter: EVER }, null))).toMatchObject({
            act: "retry",
          });
          world.line.trouble(null);
          worked(await shop.order("1001"));
        },
      );

      it("that knows our login no more is asked once with a new one, and nobody notices", async () => {
        const id = await world.sell("249.00");
        await order(id);
        world.line.trouble("login expired");
        const before = world.line.calls();
        const whole = await order(id);
        const withTrouble = world.line.calls() - before;
        expect(whole.id).toBe(id);
        await order(id);
        expect(withTrouble).toBe(world.line.calls() - before - withTrouble + 1);
      });

      it("that refuses the new login as well is a person's matter, after no third try", async () => {
        worked(await shop.order("1001"));
        world.line.trouble("login refused");
        const before = world.line.calls();
        expect(await asked()).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
        expect(world.line.calls() - before).toBe(2);
      });
    });

    describe("what has changed", () => {
      const since = { updatedAfter: EVER };

      it("is listed oldest first, and only from the instant on", async () => {
        const [one, two] = [await world.sell("10.00"), await world.sell("20.00")];
        const { pages } = await allPages(shop, since);
        const visits = pages.flat();
        expect(visits.map((each) => each.id)).toEqual(expect.arrayContaining([one, two]));
        expect(visits.map((each) => Date.parse(each.updatedAt))).toEqual(
          visits.map((each) => Date.parse(each.updatedAt)).sort((a, b) => a - b),
        );
        const future = new Date(world.ports.clock.now() + 86_400_000).toISOString();
        expect((await allPages(shop, { updatedAfter: future })).pages.flat()).toEqual([]);
      });

      it("has the stamp that the order itself has, or an earlier one", async () => {
        const id = await world.sell("10.00");
        const listed = (await allPages(shop, since)).pages.flat().find((each) => each.id === id);
        // A version that was handled must never look newer than the list's: it would be passed over.
        expect(Date.parse((await order(id)).updatedAt)).toBeLessThanOrEqual(
          Date.parse(listed?.updatedAt ?? ""),
        );
      });

      it("is seen whole when an order changes between two pages", async () => {
        const sold: string[] = [];
        const wanted = able.secondPageAfter ?? 3;
        while (sold.length <= wanted) sold.push(await world.sell("10.00"));
        const changed = sold[0] ?? "";
        const { pages } = await allPages(shop, since, async (page) => {
          if (page === 1) await world.change(changed);
        });
        if (able.secondPageAfter !== undefined) expect(pages.length).toBeGreaterThan(1);
        expect(pages.flat().map((each) => each.id)).toEqual(expect.arrayContaining(sold));
      });

      it("is seen again after the change", async () => {
        const id = await world.sell("10.00");
        const stampOf = async (): Promise<number> => {
          const all = (await allPages(shop, since)).pages.flat();
          return Date.parse(all.find((each) => each.id === id)?.updatedAt ?? "");
        };
        const before = await stampOf();
        await world.change(id);
        expect(await stampOf()).toBeGreaterThanOrEqual(before);
        expect((await order(id)).id).toBe(id);
      });
    });

    describe("the accounting state", () => {
      const shown = {
        state: "booked",
        text: "Invoice 12",
        url: "https://ledger.example/embedded/orders/1001",
      };

      if (able.showsState === true) {
        it("is shown on the order and changes nothing else of it", async () => {
          expect(shop.canShowState).toBe(true);
          const id = await world.sell("249.00");
          const before = await order(id);
          expect(worked(await shop.showState(id, shown))).toBeNull();
          const { updatedAt: _, ...after } = await order(id);
          const { updatedAt: __, ...same } = before;
          expect(after).toEqual(same);
          world.line.trouble("down");
          expect(failed(await shop.showState(id, shown))).toMatchObject({ act: "retry" });
        });
      } else {
        it("is shown nowhere, and that costs no call", async () => {
          expect(shop.canShowState).toBe(false);
          const before = world.line.calls();
          expect(await shop.showState("1001", shown)).toEqual({ ok: true, value: null });
          expect(world.line.calls()).toBe(before);
        });
      }
    });

    describe("a person", () => {
      const session = async (how: "good" | Impostor) => {
        const { sessions } = world.platform;
        return await sessions.verify(await world.sessionToken(how), world.installation, world.ports);
      };

      it("is let in by the shop's own token", async () => {
        const { issuer, tenantId } = world.installation;
        expect(world.platform.sessions.claim(await world.sessionToken("good"))).toEqual({ issuer, tenantId });
        expect((await session("good"))?.userId).not.toBe("");
        expect(await session("good")).not.toBeNull();
      });

      it.each(["expired", "of another shop", "for another app"] as const)(
        "is nobody with a token that is %s",
        async (how) => {
          expect(await session(how)).toBeNull();
        },
      );

      it("is nobody with anything else", async () => {
        const { sessions } = world.platform;
        const [head, body] = (await world.sessionToken("good")).split(".");
        const unsigned = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
        for (const token of ["", "x", "a.b.c", `${unsigned}.${body}.`, `${head}.${body}.AAAA`]) {
          expect(await sessions.verify(token, world.installation, world.ports), token).toBeNull();
        }
      });
    });
  });
}

type Range = Parameters<Shop["changedOrders"]>[0];
type Visits = readonly { readonly id: string; readonly updatedAt: string }[];

/** Every page of what changed, credit notes and the like left out; `between` happens after each. */
async function allPages(
  shop: Shop,
  range: Range,
  between: (page: number) => Promise<void> = async () => {},
): Promise<{ pages: Visits[] }> {
  const pages: Visits[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const read: Awaited<ReturnType<Shop["changedOrders"]>> = await shop.changedOrders(range, cursor);
    const { orders, nextCursor } = worked(read);
    pages.push(orders);
    if (nextCursor === null) return { pages };
    await between(page);
    cursor = nextCursor;
  }
  throw new Error("the list does not end");
}

function worked<T>(result: ShopResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

function failed(result: ShopResult<unknown>): Problem {
  if (result.ok) throw new Error("it worked");
  return result.problem;
}
