import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type FixtureFile, fixtureFile } from "../fixtures/foreign-orders/make/fixture-file.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/foreign-orders");

interface Named {
  readonly name: string;
  readonly file: FixtureFile;
}

const files: readonly Named[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, file: fixtureFile.parse(JSON.parse(readFileSync(join(FOLDER, name), "utf8"))) }));

/** The year the ledger lives in: a company has its last four years open, and some of these orders are old. */
const eras = [
  { source: "woocommerce", year: "2018" },
  { source: "shopify", year: "2022" },
  { source: "vendure", year: "2026" },
] as const;

const CODES: Readonly<Record<string, string>> = {
  FI255: "25.5",
  US10: "10",
  US75: "7.5",
  US6: "6",
  US5: "5",
};

describe.each(engines)("orders that others published, on $name", (engine) => {
  it.each(eras)(
    "$source: each ends in its expected state and code, by the road of every order",
    async ({ source, year }) => {
      const ledger = { today: () => new Date(`${year}-12-30T12:00:00Z`) };
      const house = await openHouse(engine, { ledger });
      try {
        for (const [code, rate] of Object.entries(CODES)) house.fortnox.faults.addVatRate({ code, rate });
        const outcomes: Record<string, unknown> = {};
        const expected: Record<string, unknown> = {};
        for (const { name, file } of files.filter((one) => one.name.startsWith(source))) {
          expected[name] = { state: file.expected.state, code: codeOf(file) };
          outcomes[name] = await outcomeOf(house, name, file);
        }
        expect(outcomes).toEqual(expected);
      } finally {
        await house.close();
      }
    },
    120_000,
  );
});

const codeOf = ({ expected }: FixtureFile): string | null =>
  expected.state === "booked" ? null : expected.code;

/** Every setting that any of the files changes, taken back to its default. */
const DEFAULTS = {
  orders: { trigger: null, refunded_before_transfer: null, start_date: "2000-01-01" },
  payments: { methods: { "*": { account: "1686" } } },
  vat: { seller_country: null, registrations: null, treatments: null },
};

const group = z.record(z.string(), z.unknown()).default({});
/** The groups of settings these files know. */
const changed = z.strictObject({ orders: group, vat: group });

/** Brings the order into the shop under an id of its own, for four of them are states of one order. */
async function outcomeOf(house: House, name: string, { order, settings }: FixtureFile): Promise<unknown> {
  const { orders, vat } = changed.parse(settings ?? {});
  await house.changeSettings({
    ...DEFAULTS,
    orders: { ...DEFAULTS.orders, ...orders },
    vat: { ...DEFAULTS.vat, ...vat },
  });
  const id = name.replace(/\.json$/, "");
  await house.shop.putOrder({
    ...order,
    id,
    url: order.url ?? `${house.shop.url}/admin/orders/${id}`,
    customer: { ...order.customer, id: order.customer.id ?? `guest-${id}` },
  });
  const found = await house.waitForOrder(id, (one) => one.code !== "QUEUED" && one.code !== "RETRYING");
  return { state: found.state, code: found.code ?? null };
}
