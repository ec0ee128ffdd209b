import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, Operation } from "../../../plugin/connectors/connector.ts";
import { effectBook } from "../../../plugin/pipeline/effects/existing.ts";
import { performStep, settleDoubts, storePerformed } from "../../../plugin/pipeline/effects/perform.ts";
import { resolveParties } from "../../../plugin/pipeline/parties/parties.ts";
import { openShop } from "../../../plugin/pipeline/shop.ts";
import type { Work } from "../../../plugin/pipeline/work.ts";
import { readConnection } from "../../../plugin/store/connections.ts";
import { readEffects } from "../../../plugin/store/effects/effects.ts";
import { readInstallation } from "../../../plugin/store/installations.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { settings } from "../../support/plans.ts";
import { memoryShelf } from "../connectors/memory-shelf.ts";
import { aDocument, aRow } from "../connectors/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const REF = { id: "1", number: "1", url: null };

describe.each(engines)("a write to the ledger on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  let connectionId: number;
  beforeEach(async () => {
    pipeline = await openPipeline(engine, { clock });
    connectionId = await pipeline.connect("1");
  });
  afterEach(() => pipeline.close());

  /** A run over one order, as a worker begins it: with the effects that are stored. */
  const workOn = async (orderId: string, ledger: Partial<Ledger>): Promise<Work> => {
    const { context, store, installationId } = pipeline;
    const key = { installationId, connectionId, orderId };
    const connection = await readConnection(store, installationId, connectionId);
    const installation = await readInstallation(store, installationId);
    if (connection === null || installation === null) throw new Error("nothing is set up");
    const fortnox = context.connectors.get("fortnox");
    if (fortnox === undefined) throw new Error("no connector");
    const view = { id: connectionId, installationId, ledgerTenant: "1" };
    const vault = { read: async () => ({}), update: async () => ({}) };
    return {
      context,
      key,
      installation,
      connection,
      settings: settings(),
      ledger: {
        ...fortnox.open(view, {
          ...context.ports,
          vault,
          lane: "backlog",
          settings: async () => ({}),
          shelf: memoryShelf(),
        }),
        ...ledger,
      },
      shop: openShop(context, installation),
      attempts: 0,
      owner: `run-${orderId}`,
      effects: effectBook(await readEffects(store, key)),
      warnings: new Set(),
      foundDocuments: new Set(),
      postponed: [],
      checkLease: () => {},
      note: () => {},
    };
  };
  const create: Operation = {
    step: "create",
    document: aDocument(),
    reference: "LR-1",
    customerNumber: "1",
    articles: {},
    credits: null,
  };
  const absent: Ledger["find"] = async () => ({ ok: true, value: null });

  it("that the ledger took ten seconds over without an answer is not believed to be absent at once", async () => {
    const slow: Ledger["perform"] = async () => {
      await clock.sleep(10_000);
      return { ok: false, problem: { act: "retry", message: "no answer", inDoubt: true } };
    };
    await performStep(await workOn("1", { perform: slow }), "invoice", "create", create);
    await clock.sleep(1_000);
    const early = await workOn("1", { find: absent });
    expect(await settleDoubts(early)).toMatchObject({ act: "retry", inDoubt: true, afterMs: 28_000 });
    expect(early.effects.get("invoice", "create")?.state).toBe("sending");
    await clock.sleep(28_000);
    const late = await workOn("1", { find: absent });
    expect(await settleDoubts(late)).toBeNull();
    expect(late.effects.all()).toEqual([]);
  });

  it("that failed at once is looked up after a moment and made again", async () => {
    const reset: Ledger["perform"] = async () => ({
      ok: false,
      problem: { act: "retry", message: "reset", inDoubt: true },
    });
    await performStep(await workOn("1", { perform: reset }), "invoice", "create", create);
    const next = await workOn("1", { find: absent });
    expect(await settleDoubts(next)).toBeNull();
    expect(next.effects.all()).toEqual([]);
  });

  it("is noted under the longest ids of payments and refunds a shop may have", async () => {
    const done: Ledger["perform"] = async () => ({ ok: true, value: { ref: REF } });
    const id = "i".repeat(200);
    const work = await workOn("1", { perform: done });
    await performStep(work, `refund-${id}`, `book-payment:${id}`, create);
    await storePerformed(work);
    const stored = await readEffects(pipeline.store, work.key);
    expect(stored).toMatchObject([{ document: `refund-${id}`, step: `book-payment:${id}`, state: "done" }]);
  });

  it.each([
    ["with a space at its end", "MUG ", "MUG"],
    ["longer than any column", "M".repeat(250), "M".repeat(249)],
  ])("finds the article of a SKU %s again in the next order", async (_what, sku, other) => {
    const made: string[] = [];
    const ledger: Partial<Ledger> = {
      matchArticle: async () => ({ ok: true, value: null }),
      matchCustomers: async () => ({ ok: true, value: [{ number: "7", age: 1 }] }),
      perform: async (operation) => {
        if (operation.step === "article") made.push(operation.article.sku);
        return { ok: true, value: { ref: { ...REF, number: String(made.length) } } };
      },
    };
    const selling = (text: string) => {
      const article = {
        sku: text,
        barcode: null,
        title: "Mug",
        nature: "goods",
        platformId: null,
        fixed: false,
      } as const;
      return aDocument({ rows: [aRow({ article })] });
    };
    for (const [orderId, text] of [other, sku, sku, other].entries()) {
      const resolved = await resolveParties(await workOn(String(orderId), ledger), selling(text));
      expect(resolved).toMatchObject({ ok: true, value: { articles: { [text]: text === sku ? "2" : "1" } } });
    }
    expect(made).toEqual([other, sku]);
  });
});
