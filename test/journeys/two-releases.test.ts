import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import type { HostProcess } from "../support/host-process.ts";
import type { House } from "../support/house.ts";
import { openReleasedHouse } from "../support/released-house.ts";
import { spawnReleased } from "../support/released-process.ts";

const ORDERS_OF_BOTH = 8;
const PATIENCE_MS = 60_000;

// A roll-out as it happens: a worker of the first release goes on while today's app migrates the database under it,
// works beside it, and at last alone. In the order they are written.
describe("a worker of the first release and today's app on one database", () => {
  let house: House;
  let old: HostProcess;
  const ids: string[] = [];
  beforeAll(async () => {
    const servers = engines.find(({ name }) => name.startsWith("mariadb"));
    if (servers === undefined) throw new Error("there is no engine with a database server");
    house = await openReleasedHouse(servers, async (environment) => {
      old = await spawnReleased({ ...environment, ROLE: "worker" });
    });
  });
  afterAll(async () => {
    await old.stop();
    await house.close();
  });

  const place = async () => {
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    ids.push(id);
    return id;
  };
  const settled = (id: string, documents: number) =>
    house.waitForOrder(
      id,
      (one) =>
        one.state === "booked" && one.documents.length === documents && one.payments.length === documents,
      PATIENCE_MS,
    );
  const refundEach = async (gross: string) => {
    for (const id of ids) await house.shop.refund(id, { adjustments: [{ kind: "goodwill", gross }] });
  };

  it("books with the old worker what today's web process takes in", async () => {
    await settled(await place(), 1);
  });

  it("books each order once while both work", async () => {
    await house.restart({ role: "all" });
    await Promise.all(Array.from({ length: ORDERS_OF_BOTH }, place));
    for (const id of ids) await settled(id, 1);
  }, 90_000);

  it("lets the old worker give back what today's has booked", async () => {
    await house.restart({ role: "web" });
    await refundEach("100.00");
    for (const id of ids) await settled(id, 2);
  }, 90_000);

  it("goes on with everything when the old worker has ended", async () => {
    await old.stop();
    await house.restart({ role: "all" });
    await refundEach("50.00");
    for (const id of ids) await settled(id, 3);
    const made = () =>
      house.fortnox.ledger
        .invoices()
        .filter((one) => ids.includes(one.YourOrderNumber?.slice(1) ?? ""))
        .map(({ Total, Booked, Balance }) => `${Total} ${Booked} ${Balance}`)
        .sort();
    // A payment stands on the order a moment before it is booked in the ledger.
    await expect
      .poll(made, { timeout: PATIENCE_MS })
      .toEqual([
        ...ids.map(() => "-100.00 true 0.00"),
        ...ids.map(() => "-50.00 true 0.00"),
        ...ids.map(() => "796.00 true 0.00"),
      ]);
  }, 90_000);
});
