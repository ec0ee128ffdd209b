import type { KyselyPlugin } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import type { ChangedDocument } from "../../../plugin/connectors/connector.ts";
import type { LedgerChange } from "../../../plugin/domain/ledger-change.ts";
import type { Context } from "../../../plugin/pipeline/context.ts";
import { beginImport } from "../../../plugin/pipeline/imports/begin-import.ts";
import { InboxWriter } from "../../../plugin/pipeline/inbox/inbox-writer.ts";
import { Receiver } from "../../../plugin/pipeline/inbox/receive.ts";
import { beginFileImport } from "../../../plugin/pipeline/order-files/begin-file.ts";
import { startConnection } from "../../../plugin/pipeline/setup/connecting.ts";
import { keepInstallation } from "../../../plugin/pipeline/setup/installing.ts";
import { keepConnected } from "../../../plugin/pipeline/setup/keep-connected.ts";
import { acceptChanges } from "../../../plugin/pipeline/watch/accept.ts";
import { watchLedgers } from "../../../plugin/pipeline/watch/watch.ts";
import type { Platform } from "../../../plugin/platforms/platform.ts";
import { writeEffects } from "../../../plugin/store/effects/effects.ts";
import { noteChange } from "../../../plugin/store/effects/watched-documents.ts";
import { listImports } from "../../../plugin/store/incoming/imports.ts";
import { storeDeliveries } from "../../../plugin/store/incoming/inbox.ts";
import { createFile, readFile } from "../../../plugin/store/incoming/order-files.ts";
import { moveMark, readInstallation } from "../../../plugin/store/installations.ts";
import { wantTransfers } from "../../../plugin/store/transfers/transfer-demand.ts";
import { readTransfer, type TransferKey } from "../../../plugin/store/transfers/transfers.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { aDocument } from "../connectors/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

describe.each(engines)("what is interrupted half way on $name", (engine) => {
  let pipeline: Pipeline;
  let key: TransferKey;
  let seen: readonly ChangedDocument[] = [];
  const clock = createManualClock();
  afterEach(() => pipeline.close());

  const begin = async () => {
    const changed = async () => ({ ok: true, value: { documents: seen, nextCursor: null } }) as const;
    const creditedBy = async () => ({ ok: true, value: null }) as const;
    pipeline = await openPipeline(engine, { clock, ledger: { watch: { changed, creditedBy } } });
    key = {
      installationId: pipeline.installationId,
      connectionId: await pipeline.connect("1"),
      orderId: "1",
    };
  };

  /** The pipeline of a process that ends when it writes to the table. */
  const endingAt = (kind: "InsertQueryNode" | "UpdateQueryNode", table: string): Context => {
    const ending: KyselyPlugin = {
      transformQuery({ node }) {
        if (node.kind === kind && JSON.stringify(node).includes(`"${table}"`)) throw new Error("the end");
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const { context, store } = pipeline;
    return { ...context, store: { ...store, db: store.db.withPlugin(ending) } };
  };

  /** An invoice in the ledger, of an order that rests. */
  const invoiced = async () => {
    const { store } = pipeline;
    const ref = { id: "12", number: "12", url: null };
    const planned = { step: "create", document: aDocument(), reference: "LR-1" };
    const effect = { key: { ...key, document: "invoice", step: "create" }, planned, ref, reference: "LR-1" };
    await writeEffects(store, [{ ...effect, state: "done", totals: null }], clock.now());
    const { db, engine: kind } = store;
    await db.transaction().execute((tx) => wantTransfers({ db: tx, engine: kind }, [key], clock.now()));
    await db.updateTable("transfers").set({ handled_seq: 1, due_at: null }).execute();
  };
  const order = () => readTransfer(pipeline.store, key);

  it("a change made in the ledger by hand is told the next time", async () => {
    await begin();
    await invoiced();
    seen = [
      {
        id: "12",
        number: "12",
        reference: "LR-1",
        currency: "SEK",
        total: "125.00",
        isBooked: true,
        isCancelled: true,
      },
    ];
    const ending = endingAt("InsertQueryNode", "transfers");
    await expect(watchLedgers(ending, key.installationId)).rejects.toThrow("the end");
    await watchLedgers(pipeline.context, key.installationId);
    expect(await order()).toMatchObject({ wantedSeq: 2, handledSeq: 1 });
  });

  it("a change that was accepted lets the order go on the next time", async () => {
    await begin();
    await invoiced();
    const change: LedgerChange = { what: "cancelled", message: "Gone.", creditNote: null, isAccepted: false };
    await noteChange(pipeline.store, { ...key, document: "invoice" }, change, clock.now());
    const ending = endingAt("InsertQueryNode", "transfers");
    await expect(acceptChanges(ending, key, "anna")).rejects.toThrow("the end");
    expect(await acceptChanges(pipeline.context, key, "anna")).toBe(1);
    expect(await order()).toMatchObject({ wantedSeq: 2, handledSeq: 1 });
  });

  it("a ledger that is connected gets the shop's orders since its start, also when that was all that was done", async () => {
    await begin();
    const { store } = pipeline;
    const installation = await readInstallation(store, key.installationId);
    if (installation === null) throw new Error("the shop is gone");
    expect(await moveMark(store, installation.id, "swept_to", null, "2026-05-01T00:00:00.000Z")).toBe(true);
    const connection = await startConnection(pipeline.context, installation, "fortnox", "anna");
    const company = { secrets: {}, ledgerTenant: "2", companyName: "Second AB" };
    const ending = endingAt("UpdateQueryNode", "transfers");
    await expect(keepConnected(ending, connection, company, "")).rejects.toThrow("the end");
    expect(await readInstallation(store, installation.id)).toMatchObject({ sweptTo: null });
  });

  describe("when a shop takes the app away", () => {
    const farewell = async () => {
      const { context } = pipeline;
      const known = context.platforms.get("manifest");
      if (known === undefined) throw new Error("there is no platform");
      const platform: Platform = {
        ...known,
        webhooks: {
          claim: () => ({ issuer: "https://shop.example", tenantId: "t1" }),
          verify: () => ({ deliveryId: "bye", type: "app.uninstalled", meaning: { kind: "uninstalled" } }),
        },
      };
      const { store, ports } = context;
      const writer = new InboxWriter({ store, clock: ports.clock, log: ports.log, onStored: async () => {} });
      const raw = { headers: {}, body: Buffer.from(""), path: "/webhooks", params: {} };
      return await new Receiver(context, writer).receive([platform], raw);
    };
    const statusOf = async () =>
      (await readInstallation(pipeline.store, pipeline.installationId))?.status ?? "unknown";

    it("its farewell counts when it comes once more", async () => {
      await begin();
      await clock.sleep(1_000);
      const stored = { deliveryId: "bye", source: "webhook", type: "app.uninstalled", orderIds: [] } as const;
      const delivery = { ...stored, installationId: key.installationId, body: null };
      await storeDeliveries(pipeline.store, [delivery], clock.now());
      await clock.sleep(1_000);
      await farewell();
      expect(await statusOf()).toBe("uninstalled");
    });

    it("and comes back, a repeat of its farewell is old", async () => {
      await begin();
      await clock.sleep(1_000);
      await farewell();
      expect(await statusOf()).toBe("uninstalled");
      await clock.sleep(1_000);
      const installation = await readInstallation(pipeline.store, key.installationId);
      if (installation === null) throw new Error("the shop is gone");
      await keepInstallation(pipeline.context, { ok: true, installation, secrets: {}, redirect: null });
      await clock.sleep(1_000);
      await farewell();
      expect(await statusOf()).toBe("installed");
    });
  });

  describe("when an import is begun", () => {
    const DAYS = { from: "2026-01-01", to: "2026-01-31", isDryRun: false, by: "anna" };
    const shop = async () => {
      const installation = await readInstallation(pipeline.store, key.installationId);
      if (installation === null) throw new Error("the shop is gone");
      return installation;
    };

    it("by two clicks at once it is one", async () => {
      await begin();
      const wanted = { ...DAYS, connectionId: key.connectionId };
      const installation = await shop();
      const click = () => beginImport(pipeline.context, installation, wanted);
      const begun = await Promise.all([click(), click()]);
      expect(begun.filter((one) => "id" in one)).toHaveLength(1);
      expect(await listImports(pipeline.store, key, 10)).toHaveLength(1);
    });

    it("of a file, the file is kept with it: no import goes on whose orders are not compared with the shop's", async () => {
      await begin();
      const { installationId, connectionId } = key;
      const report = { from: DAYS.from, to: DAYS.to, orders: 0 };
      const file = { installationId, name: "old.csv", report, createdBy: "anna", orders: [] };
      const stored = await readFile(
        pipeline.store,
        installationId,
        await createFile(pipeline.store, file, clock.now()),
      );
      if (stored === null) throw new Error("the file is gone");
      const ending = endingAt("UpdateQueryNode", "order_files");
      const wanted = { connectionId, isDryRun: false, by: "anna" };
      await expect(beginFileImport(ending, await shop(), stored, wanted)).rejects.toThrow("the end");
      expect(await listImports(pipeline.store, key, 10)).toEqual([]);
      await beginFileImport(pipeline.context, await shop(), stored, wanted);
      expect(await shop()).toMatchObject({ hasFiles: true });
    });
  });
});
