import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTcpGate, type TcpGate } from "../server/tcp-gate.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { type Engine, engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

const servers = engineNamed("mariadb");

describe("an app whose database cannot be reached", () => {
  let house: House;
  let gate: TcpGate;
  beforeAll(async () => {
    house = await openHouse(
      behindGate(servers, (opened) => {
        gate = opened;
      }),
    );
  });
  afterAll(async () => {
    await house.close();
    await gate.close();
  });

  it("says that it is not available, takes no delivery it cannot keep, and books the order when it comes again", async () => {
    gate.cut();
    const answer = await eventually(
      () => house.api("GET", "/orders"),
      ({ status }) => status === 503,
      "a 503",
    );
    expect(answer.body).toMatchObject({ code: "SERVICE_UNAVAILABLE", status: 503 });
    expect(answer.headers.get("retry-after")).toBe("5");
    const token = await house.shop.sessionToken();
    const page = await fetch(`${house.publicUrl}/embedded/orders?id_token=${token}`);
    expect({ status: page.status, retryAfter: page.headers.get("retry-after") }).toEqual({
      status: 503,
      retryAfter: "5",
    });
    expect(await page.text()).toContain("open the page again in a minute");
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.shop.idle();
    const attempts = house.shop
      .deliveries()
      .filter((one) => one.data.id === id)
      .map((one) => one.attempts[0]?.status);
    expect(attempts).toEqual([503, 503]);
    gate.mend();
    await house.waitForOrder(id, "booked");
  });

  it("says so within seconds also when the database hangs, and books the order when it answers again", async () => {
    gate.stall();
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const answers = () =>
      house.shop
        .deliveries()
        .filter((one) => one.data.id === id)
        .map((one) => one.attempts[0]?.status);
    await eventually(answers, (statuses) => statuses.includes(503), "a 503 for the delivery", 20_000);
    gate.mend();
    await house.waitForOrder(id, "booked", 60_000);
  }, 90_000);
});

/** The same engine, reached through a gate that can be cut. */
function behindGate(engine: Engine, tell: (gate: TcpGate) => void): Engine {
  return {
    name: engine.name,
    async open() {
      const opened = await engine.open();
      const url = new URL(opened.databaseUrl ?? "");
      const gate = await openTcpGate(Number(url.port));
      tell(gate);
      url.port = String(gate.port);
      return { ...opened, databaseUrl: url.href };
    },
  };
}

function engineNamed(word: string): Engine {
  const engine = engines.find(({ name }) => name.startsWith(word));
  if (engine === undefined) throw new Error(`no engine ${word}`);
  return engine;
}
