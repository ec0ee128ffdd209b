import { describe, expect, it } from "vitest";
import { FIVE_PINS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { spawnHost } from "../support/host-process.ts";
import { HALF_A_MINUTE, type House, openHouse } from "../support/house.ts";

// Every step of an order that needs a rounding row on the way to its booked and paid invoice, each with the three moments of its protocol: before the call, after it, written down.
const STEPS = ["customer", "article", "create", "adjust", "book", "pay", "book-payment", "email"];
const MOMENTS = ["reserved", "performed", "stored"];
const cases = STEPS.flatMap((step) => MOMENTS.map((moment) => `${step}:${moment}`));

/** Enough to keep two cores busy, few enough that each is quick. */
const AT_ONCE = 3;

const ONCE = {
  customers: 1,
  articles: 1,
  invoices: [{ booked: true, open: "0.00", total: "6.20" }],
  payments: [{ booked: true, amount: "6.20" }],
  emails: 1,
};

describe.each(engines)("a worker that dies on $name", (engine) => {
  it("at any step of an order leaves a successor who ends with each thing done exactly once", async () => {
    const places = openGate(AT_ONCE);
    const outcomes = await Promise.all(
      cases.map((fault) =>
        places(async () => {
          const house = await openHouse(engine);
          try {
            return [fault, await dieAndRecover(house, fault)] as const;
          } finally {
            await house.close();
          }
        }),
      ),
    );
    // An e-mail whose call may have left cannot be looked up: it is not risked a second time. It is reserved by the
    // same statement that stores the step before it.
    const reserved = ["book-payment:stored", "email:reserved"];
    const expected = cases.map((fault) => [fault, reserved.includes(fault) ? { ...ONCE, emails: 0 } : ONCE]);
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(expected));
  }, 300_000);
});

async function dieAndRecover(house: House, fault: string): Promise<unknown> {
  await house.changeSettings({ orders: { row_mode: "net" }, email: { send: "after_booking" } });
  await house.stop();
  const worker = await spawnHost({ ...house.environment, FAULT_POINT: `${fault}:1` });
  const { id } = await house.shop.placeOrder(FIVE_PINS);
  expect(await worker.ended, `the end at ${fault}`).toBe("SIGKILL");
  await house.restart({}, HALF_A_MINUTE);
  await house.waitForOrder(id, "booked", 90_000);
  const { ledger } = house.fortnox;
  return {
    customers: ledger.customers().length,
    articles: ledger.articles().length,
    invoices: ledger
      .invoices()
      .map((invoice) => ({ booked: invoice.Booked, open: invoice.Balance, total: invoice.Total })),
    payments: ledger.payments().map((payment) => ({ booked: payment.Booked, amount: payment.Amount })),
    emails: ledger.emails().length,
  };
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many through at once; the others wait in line. */
function openGate(places: number): Gate {
  let free = places;
  const line: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
