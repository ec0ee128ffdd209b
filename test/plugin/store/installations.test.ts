import { describe, expect, it } from "vitest";
import { listConnections, readConnection, setConnected } from "../../../plugin/store/connections.ts";
import type { Store } from "../../../plugin/store/database.ts";
import { isDuplicateKey } from "../../../plugin/store/dialect.ts";
import { targetsOf } from "../../../plugin/store/incoming/order-targets.ts";
import {
  claimSweep,
  findInstallation,
  moveMark,
  readInstallation,
  restartSweep,
} from "../../../plugin/store/installations.ts";
import { rememberState, takeState } from "../../../plugin/store/keys/oauth-states.ts";
import {
  claimSecrets,
  readSealed,
  releaseSecrets,
  replaceSecrets,
} from "../../../plugin/store/keys/secrets.ts";
import { addSigningKey, listSigningKeys } from "../../../plugin/store/keys/signing-keys.ts";
import { readSettings, saveSettings } from "../../../plugin/store/settings-versions.ts";
import { engines } from "../../support/engines.ts";
import { createConnection, inEmptyStore, installShop, NOW } from "./open-store.ts";

describe.each(engines)("shops and their connections on $name: the store", (engine) => {
  let store: Store;
  inEmptyStore(engine, (empty) => {
    store = empty;
  });

  const install = (tenantId?: string, tenantName?: string) => installShop(store, tenantId, tenantName);

  it("keeps one installation per shop and renews it on a second install", async () => {
    const first = await install();
    const second = await install("t1", "New name");
    const other = await install("t2");
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    const found = await findInstallation(store, "https://shop.example", "t1");
    expect(found).toMatchObject({
      id: first,
      tenantName: "New name",
      scopes: ["orders:read"],
      metadata: { jwks: 1 },
    });
    expect(await findInstallation(store, "https://shop.example", "T1")).toBeNull();
  });

  it("keeps the mark of a sweep that was started over while another was under way", async () => {
    const id = await install();
    expect(await moveMark(store, id, "swept_to", null, "2026-05-01T00:00:00.000Z")).toBe(true);
    await restartSweep(store, id, NOW);
    expect(
      await moveMark(store, id, "swept_to", "2026-05-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z"),
    ).toBe(false);
    expect((await readInstallation(store, id))?.sweptTo).toBeNull();
  });

  it("lets one process change secrets at a time and refuses a late writer", async () => {
    const id = await install();
    await replaceSecrets(store, "installations", id, "s0");
    expect(await claimSecrets(store, "installations", id, "p1", NOW, NOW + 1000)).toBe(true);
    expect(await claimSecrets(store, "installations", id, "p2", NOW + 1, NOW + 1000)).toBe(false);
    expect(await claimSecrets(store, "installations", id, "p2", NOW + 1000, NOW + 2000)).toBe(true);
    expect(await releaseSecrets(store, "installations", id, "p1", "late")).toBe(false);
    expect(await releaseSecrets(store, "installations", id, "p2", "s1")).toBe(true);
    expect(await readSealed(store, "installations", id)).toBe("s1");
  });

  it("keeps every version of the settings and refuses a change based on an old one", async () => {
    const installationId = await install();
    const id = await createConnection(store, installationId, "fortnox", { a: 1 }, "anna", NOW);
    expect(await saveSettings(store, id, 1, { a: 2 }, "anna", NOW)).toBe(true);
    expect(await saveSettings(store, id, 1, { a: 3 }, "olle", NOW)).toBe(false);
    expect(await readSettings(store, id, 2)).toEqual({ a: 2 });
    expect(await readConnection(store, installationId + 1, id)).toBeNull();
  });

  it("gives a handshake's memory back once, and never after its time", async () => {
    const state = { hash: "h1", purpose: "install" as const, sealed: "m" };
    await rememberState(store, state, NOW, NOW + 1000);
    await rememberState(store, { ...state, hash: "h2" }, NOW, NOW + 1000);
    expect(await takeState(store, "h1", "connect", NOW)).toBeNull();
    expect(await takeState(store, "h1", "install", NOW)).toBe("m");
    expect(await takeState(store, "h1", "install", NOW)).toBeNull();
    expect(await takeState(store, "h2", "install", NOW + 1000)).toBeNull();
  });

  it("lets one process sweep a shop when its sweep is due", async () => {
    const id = await install();
    expect(await claimSweep(store, id, NOW, NOW + 1000)).toBe(true);
    expect(await claimSweep(store, id, NOW, NOW + 1000)).toBe(false);
    expect(await claimSweep(store, id, NOW + 1000, NOW + 2000)).toBe(true);
  });

  it("points orders at ledgers, and at practice books until one of them is connected", async () => {
    const id = await install();
    const targets = () => store.db.transaction().execute((db) => targetsOf(db, [id]));
    expect((await targets()).get(id)).toBeUndefined();
    const practice = await createConnection(store, id, "practice", {}, "anna", NOW, true);
    expect((await targets()).get(id)).toEqual({ live: [0, practice], all: [practice] });
    const ledger = await createConnection(store, id, "fortnox", {}, "anna", NOW);
    expect((await targets()).get(id)?.live).toEqual([ledger, practice]);
    expect((await listConnections(store, id)).map((one) => one.id)).toEqual([practice, ledger]);
    await setConnected(store, ledger, { ledgerTenant: "1", name: "AB" }, NOW);
    expect((await targets()).get(id)).toEqual({ live: [ledger], all: [practice, ledger] });
    expect((await listConnections(store, id)).map((one) => one.id)).toEqual([ledger, practice]);
  });

  it("keeps signing keys, newest first, and knows a duplicate key by its number", async () => {
    await addSigningKey(store, { kid: "k1", publicJwk: "{}", sealedPrivateJwk: "p" }, NOW);
    await addSigningKey(store, { kid: "k1", publicJwk: "other", sealedPrivateJwk: "p" }, NOW);
    await addSigningKey(store, { kid: "k2", publicJwk: "{}", sealedPrivateJwk: "p" }, NOW + 1);
    expect((await listSigningKeys(store)).map((key) => [key.kid, key.publicJwk])).toEqual([
      ["k2", "{}"],
      ["k1", "{}"],
    ]);
    const again = store.db
      .insertInto("signing_keys")
      .values({ kid: "k1", public_jwk: "", private_jwk: "", created_at: "2026-05-04T10:00:00.000Z" })
      .execute();
    expect(isDuplicateKey(await again.catch((error: unknown) => error))).toBe(true);
  });
});
