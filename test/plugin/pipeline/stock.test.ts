import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StockReader } from "../../../plugin/connectors/connector.ts";
import { passStockOn, planStock } from "../../../plugin/pipeline/stock/stock.ts";
import { stockReport } from "../../../plugin/pipeline/stock/stock-report.ts";
import type { Shop, ShopLevel } from "../../../plugin/platforms/platform.ts";
import { defaultSettings } from "../../../plugin/settings/schema.ts";
import { dueStockRuns, readStockRun } from "../../../plugin/store/catalogue/stock.ts";
import { reserveMapping, storeMapping } from "../../../plugin/store/effects/mappings.ts";
import { saveSettings } from "../../../plugin/store/settings-versions.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline, type Sides } from "./open-pipeline.ts";

const HOUR_MS = 3_600_000;

describe.each(engines)("passing stock on, on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline | null;
  let told: (readonly ShopLevel[])[];
  let asked: string[];
  beforeEach(() => {
    pipeline = null;
    told = [];
    asked = [];
  });
  afterEach(() => pipeline?.close());

  const setStock: Shop["setStock"] = async (levels) => {
    told.push(levels);
    return { ok: true, value: { unknown: levels.map((one) => one.sku).filter((sku) => sku === "NEW") } };
  };
  /** A ledger with these levels; stock is kept of everything but what begins with "SERVICE". */
  const reader = (levels: Record<string, string>): StockReader => ({
    levels: async () => ({
      ok: true,
      value: Object.entries(levels).map(([article, available]) => ({ article, available })),
    }),
    isTracked: async (article) => {
      asked.push(article);
      return { ok: true, value: !article.startsWith("SERVICE") };
    },
  });
  const open = async (sides: Sides, stock: object = {}) => {
    pipeline = await openPipeline(engine, { clock, ...sides });
    const { store, installationId } = pipeline;
    const connectionId = await pipeline.connect("1");
    const settings = { ...defaultSettings("2000-01-01", "SE"), stock: { enabled: true, ...stock } };
    await saveSettings(store, connectionId, 1, settings, "test", clock.now());
    const { context } = pipeline;
    const key = { installationId, connectionId };
    await planStock(context, installationId);
    return {
      store,
      key,
      pass: () => passStockOn(context, key),
      later: (ms: number) => clock.sleep(ms),
      report: async () => stockReport.parse((await readStockRun(store, key))?.report),
    };
  };
  const levels = () => told.flat().map(({ sku, available }) => `${sku} ${available}`);

  it("sends every level once, then only what changed, and all again after a day", async () => {
    const stock: Record<string, string> = { A: "3.00", B: "2.50", C: "-4" };
    const run = await open({ shop: { setStock }, ledger: { stock: reader(stock) } });
    await run.pass();
    expect(levels()).toEqual(["A 3", "B 2.5", "C 0"]);
    stock["B"] = "1.00";
    await run.later(HOUR_MS);
    await run.pass();
    expect(levels().slice(3)).toEqual(["B 1"]);
    await run.later(24 * HOUR_MS);
    await run.pass();
    expect(levels().slice(4)).toEqual(["A 3", "B 1", "C 0"]);
  });

  it("asks once whether stock is kept of an article that shows none", async () => {
    const run = await open({ shop: { setStock }, ledger: { stock: reader({ A: "0.00", SERVICE: "0.00" }) } });
    await run.pass();
    await run.later(HOUR_MS);
    await run.pass();
    expect([levels(), asked]).toEqual([["A 0"], ["A", "SERVICE"]]);
  });

  it("speaks of an article by the SKUs that became it, and names the place of the settings", async () => {
    const sides = { shop: { setStock }, ledger: { stock: reader({ MUG1: "5", "MUG1-9f": "6" }) } };
    const run = await open(sides, { location: "L7" });
    const mapping = { ...run.key, kind: "article" as const, platformKey: "MUG 1" };
    await reserveMapping(run.store, mapping, "", "w", clock.now(), clock.now() + 1, "MUG1-9f");
    await storeMapping(run.store, mapping, "w", "MUG1-9f", "", clock.now());
    await run.pass();
    expect(told).toEqual([
      [
        { sku: "MUG1", available: "5", location: "L7" },
        { sku: "MUG 1", available: "6", location: "L7" },
      ],
    ]);
  });

  it("names the SKUs the shop does not have in every report, and tells them again after a day", async () => {
    const run = await open({ shop: { setStock }, ledger: { stock: reader({ A: "1", NEW: "2" }) } });
    for (const _ of [1, 2]) {
      await run.pass();
      expect(await run.report()).toMatchObject({ state: "ok", unknown: ["NEW"], unknownCount: 1 });
      await run.later(HOUR_MS);
    }
    expect(levels()).toEqual(["A 1", "NEW 2"]);
    await run.later(24 * HOUR_MS);
    await run.pass();
    expect(levels().slice(2)).toEqual(["A 1", "NEW 2"]);
  });

  it("is done by one process at a time, and not before it is due", async () => {
    const run = await open({ shop: { setStock }, ledger: { stock: reader({ A: "1" }) } });
    await Promise.all([run.pass(), run.pass(), run.pass()]);
    expect(told).toHaveLength(1);
    expect(await dueStockRuns(run.store, clock.now(), 10)).toEqual([]);
    await run.later(HOUR_MS);
    expect(await dueStockRuns(run.store, clock.now(), 10)).toEqual([run.key]);
  });

  it("keeps what was told when the shop stops answering half-way, and goes on soon", async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`A${index}`, "1"]));
    let isDown = true;
    const shop: Partial<Shop> = {
      setStock: async (sent) => {
        if (isDown && told.length === 1) {
          return { ok: false, problem: { act: "retry", message: "The shop is down.", inDoubt: false } };
        }
        return await setStock(sent);
      },
    };
    const run = await open({ shop, ledger: { stock: reader(many) } }, { interval_minutes: 60 });
    await run.pass();
    expect(await run.report()).toMatchObject({ state: "failed", message: "The shop is down.", sent: 200 });
    isDown = false;
    await run.later(5 * 60_000);
    await run.pass();
    expect(await run.report()).toMatchObject({ state: "ok", sent: 50 });
  });

  it("is off, with the reason, where the shop has not granted it or the ledger keeps none", async () => {
    const closed = await open({ shop: { setStock: null }, ledger: { stock: reader({ A: "1" }) } });
    await closed.pass();
    expect(await closed.report()).toMatchObject({
      state: "off",
      message: expect.stringContaining("grant stock:write"),
    });
    await pipeline?.close();
    const without = await open({ shop: { setStock }, ledger: { stock: null } });
    await without.pass();
    expect(await without.report()).toMatchObject({ state: "off", message: "This ledger keeps no stock." });
  });
});
