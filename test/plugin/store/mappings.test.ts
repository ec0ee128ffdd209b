import { describe, expect, it } from "vitest";
import type { Store } from "../../../plugin/store/database.ts";
import {
  expireMapping,
  forgetMapping,
  mappingsToNumber,
  readMappings,
  releaseMapping,
  reserveMapping,
  storeMapping,
} from "../../../plugin/store/effects/mappings.ts";
import { engines } from "../../support/engines.ts";
import { inEmptyStore, installShop, NOW } from "./open-store.ts";

describe.each(engines)("customers and articles on $name: the store", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  const install = (tenantId?: string, tenantName?: string) => installShop(store, tenantId, tenantName);

  it("lets one worker make a customer while another waits, and hands a dead worker's doubt on", async () => {
    const installationId = await install();
    const connection = { installationId, connectionId: 1 };
    const key = { ...connection, kind: "customer" as const, platformKey: "c1" };
    expect(await reserveMapping(store, key, "f1", "w1", NOW, NOW + 1000)).toBe("mine");
    expect(await reserveMapping(store, key, "f1", "w2", NOW + 500, NOW + 1500)).toBe("busy");
    expect(await reserveMapping(store, key, "f1", "w2", NOW + 1000, NOW + 2000)).toBe("in-doubt");
    await expireMapping(store, key, "w1", NOW + 1200);
    expect(await reserveMapping(store, key, "f1", "w4", NOW + 1200, NOW + 2000)).toBe("busy");
    await expireMapping(store, key, "w2", NOW + 1200);
    expect(await reserveMapping(store, key, "f1", "w4", NOW + 1200, NOW + 2000)).toBe("in-doubt");
    await storeMapping(store, key, "w4", "42", "f1", NOW);
    expect(await reserveMapping(store, key, "f1", "w3", NOW + 9000, NOW + 9999)).toBe("busy");
    const known = { kind: "customer" as const, platformKey: "c1" };
    expect(await readMappings(store, connection, [known])).toMatchObject([
      { state: "done", ledgerNumber: "42" },
    ]);
    expect(await readMappings(store, { ...connection, connectionId: 2 }, [known])).toEqual([]);
    await forgetMapping(store, key, "41");
    expect(await readMappings(store, connection, [known])).toHaveLength(1);
    await forgetMapping(store, key, "42");
    expect(await readMappings(store, connection, [known])).toEqual([]);
  });

  it("lets nobody store or give back a customer or article that a successor has reserved", async () => {
    const connection = { installationId: await install(), connectionId: 1 };
    const key = { ...connection, kind: "article" as const, platformKey: "MUG 1" };
    const row = { kind: key.kind, platformKey: key.platformKey };
    expect(await reserveMapping(store, key, "f1", "slow", NOW, NOW + 1000, "MUG1")).toBe("mine");
    expect(await reserveMapping(store, key, "f2", "next", NOW + 1000, NOW + 2000, "MUG1")).toBe("in-doubt");
    await releaseMapping(store, key, "slow");
    await storeMapping(store, key, "slow", "MUG1", "f1", NOW);
    expect(await readMappings(store, connection, [row])).toMatchObject([{ state: "sending" }]);
    await storeMapping(store, key, "next", "MUG1", "f2", NOW);
    await releaseMapping(store, key, "next");
    await storeMapping(store, key, "slow", "MUG2", "f1", NOW);
    expect(await readMappings(store, connection, [row])).toMatchObject([
      { state: "done", ledgerNumber: "MUG1", fingerprint: "f2" },
    ]);
    await storeMapping(store, key, "anybody", "MUG1", "f3", NOW);
    expect(await readMappings(store, connection, [row])).toMatchObject([{ fingerprint: "f3" }]);
  });

  it("tells which other SKUs have become an article's number, or are about to", async () => {
    const connection = { installationId: await install(), connectionId: 1 };
    const article = (platformKey: string) => ({ ...connection, kind: "article" as const, platformKey });
    await reserveMapping(store, article("MUG 1"), "", "w1", NOW, NOW + 1000, "MUG1");
    await reserveMapping(store, article("MUG1"), "", "w2", NOW, NOW + 1000, "MUG1");
    await storeMapping(store, article("MUG 1"), "w1", "MUG1", "", NOW);
    expect(await mappingsToNumber(store, article("MUG1"), "MUG1")).toMatchObject([
      { platformKey: "MUG 1", state: "done" },
    ]);
    expect(await mappingsToNumber(store, article("MUG 1"), "MUG1")).toMatchObject([
      { platformKey: "MUG1", state: "sending" },
    ]);
    expect(await mappingsToNumber(store, article("MUG1"), "MUG")).toEqual([]);
  });
});
