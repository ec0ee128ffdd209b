import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, Operation } from "../../../plugin/connectors/connector.ts";
import { fix } from "../../../plugin/domain/problem.ts";
import { createOnce } from "../../../plugin/pipeline/effects/create-document.ts";
import { resolveParties } from "../../../plugin/pipeline/parties/parties.ts";
import { readMappings } from "../../../plugin/store/effects/mappings.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { settings } from "../../support/plans.ts";
import { aCustomer, aDocument, anArticle, aRow } from "../connectors/plans.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";
import { workOn } from "./work-on.ts";

describe.each(engines)("the customer and articles of a document on $name", (engine) => {
  const clock = createManualClock();
  let pipeline: Pipeline;
  let connectionId: number;
  let asked: Operation[];
  beforeEach(async () => {
    asked = [];
    pipeline = await openPipeline(engine, { clock });
    connectionId = await pipeline.connect("1");
  });
  afterEach(() => pipeline.close());

  /** A ledger in which nobody is known and everything can be made, as far as a test does not say otherwise. */
  const ledger = (changes: Partial<Ledger> = {}): Partial<Ledger> => ({
    find: async () => ({ ok: true, value: null }),
    matchCustomers: async () => ({ ok: true, value: [] }),
    matchArticle: async () => ({ ok: true, value: null }),
    perform: async (operation) => made(operation),
    ...changes,
  });
  const made = (operation: Operation) => {
    asked.push(operation);
    const number = operation.step === "article" ? operation.article.sku : String(asked.length);
    return { ok: true, value: { ref: { id: number, number, url: null } } } as const;
  };
  const mugs = aDocument({ rows: [aRow({ article: anArticle() })] });
  const customerMapping = () =>
    readMappings(pipeline.store, { installationId: pipeline.installationId, connectionId }, [
      { kind: "customer", platformKey: "c-1" },
    ]);
  const lostAnswer: Ledger["perform"] = async (operation) => {
    asked.push(operation);
    return { ok: false, problem: { act: "retry", message: "no answer", inDoubt: true } };
  };

  it("whose making is in doubt and cannot be looked up hold the order, and no second card is made", async () => {
    const first = await workOn(pipeline, connectionId, ledger({ perform: lostAnswer }));
    expect(await resolveParties(first, aDocument())).toMatchObject({ problem: { act: "retry" } });
    await clock.sleep(60_000);
    const unfindable: Partial<Ledger> = { find: async () => ({ ok: true, value: "unfindable" }) };
    for (const owner of ["second", "third"]) {
      const later = await workOn(pipeline, connectionId, ledger(unfindable), { owner });
      const held = await resolveParties(later, aDocument());
      expect(held).toMatchObject({ problem: { code: "LEDGER_IN_DOUBT", fix: { place: "ledger" } } });
      await clock.sleep(60_000);
    }
    expect(asked.filter((one) => one.step === "customer")).toHaveLength(1);
    // Somebody gives the card the buyer's e-mail address: it is matched.
    const matched = { ...unfindable, matchCustomers: async () => one("7") } satisfies Partial<Ledger>;
    const last = await workOn(pipeline, connectionId, ledger(matched), { owner: "last" });
    expect(await resolveParties(last, aDocument())).toMatchObject({ value: { customerNumber: "7" } });
  });

  it("that a slow worker was refused stay with the worker who took over", async () => {
    const slow = await workOn(
      pipeline,
      connectionId,
      ledger({
        perform: async () => {
          await clock.sleep(60_000);
          const next = await workOn(pipeline, connectionId, ledger({ perform: lostAnswer }), {
            owner: "next",
          });
          await resolveParties(next, aDocument());
          return { ok: false, problem: fix("LEDGER_REJECTED", "no", { place: "order" }) };
        },
      }),
      { owner: "slow" },
    );
    expect(await resolveParties(slow, aDocument())).toMatchObject({ problem: { code: "LEDGER_REJECTED" } });
    expect(await customerMapping()).toMatchObject([{ state: "sending" }]);
  });

  it("that the ledger lists but does not have end in a retry, never in a circle", async () => {
    const gone: Partial<Ledger> = {
      matchCustomers: async () => one("7"),
      perform: async (operation) => {
        asked.push(operation);
        return { ok: false, problem: fix("CUSTOMER_NOT_FOUND", "gone", { place: "order" }) };
      },
    };
    const work = await workOn(pipeline, connectionId, ledger(gone));
    expect(await resolveParties(work, aDocument())).toMatchObject({ problem: { act: "retry" } });
    expect(asked.map((each) => each.step)).toEqual(["update-customer"]);
    expect(await customerMapping()).toEqual([]);
  });

  it("hold the order when two cards match the buyer, or take the one the merchant prefers", async () => {
    const two = [
      { number: "12", age: 2 },
      { number: "7", age: 1 },
    ];
    const twice: Partial<Ledger> = { matchCustomers: async () => ({ ok: true, value: two }) };
    const resolved = async (ambiguous: "hold" | "oldest" | "newest") =>
      await resolveParties(
        await workOn(pipeline, connectionId, ledger(twice), {
          settings: settings({ customers: { ambiguous, b2c: { update: false }, b2b: { update: false } } }),
        }),
        aDocument(),
      );
    expect(await resolved("hold")).toMatchObject({
      problem: { code: "CUSTOMER_AMBIGUOUS", message: expect.stringMatching(/match .*: 7, 12\.$/) },
    });
    expect(asked).toEqual([]);
    expect(await customerMapping()).toEqual([]);
    expect(await resolved("newest")).toMatchObject({ value: { customerNumber: "12" } });
  });

  it("of a document that came to another total hold the order, and the document stays unbooked", async () => {
    const off: Partial<Ledger> = {
      perform: async (operation) => {
        const done = made(operation);
        const totals = { currency: "SEK", gross: "124.00", vat: "25.00", rounding: "0.00" };
        return operation.step === "create" ? { ok: true, value: { ...done.value, totals } } : done;
      },
    };
    const work = await workOn(pipeline, connectionId, ledger(off));
    expect(await createOnce(work, aDocument())).toMatchObject({
      problem: {
        code: "LEDGER_TOTAL_DIFFERS",
        message: expect.stringMatching(/came to 124\.00 SEK, the shop charged 125\.00\. .* is left unbooked/),
      },
    });
    expect(asked.map((each) => each.step)).toEqual(["customer", "create"]);
  });

  it("are made anew once when the ledger has lost them, and at last the rows go as text", async () => {
    const refusing: Ledger["perform"] = async (operation) => {
      const isRefused =
        operation.step === "create" && operation.document.rows.some((row) => row.article !== null);
      if (!isRefused) return made(operation);
      asked.push(operation);
      return { ok: false, problem: fix("PRODUCT_NOT_FOUND", "gone", { place: "ledger" }) };
    };
    const work = await workOn(pipeline, connectionId, ledger({ perform: refusing }));
    expect(await createOnce(work, mugs)).toMatchObject({ ref: {} });
    expect(asked.map((each) => each.step)).toEqual([
      "customer",
      "article",
      "create",
      "article",
      "create",
      "create",
    ]);
    expect([...work.warnings]).toEqual(["ARTICLE_NOT_USED"]);
  });

  it("hold the order after a second refusal where the merchant wants to see missing articles", async () => {
    const existing: Partial<Ledger> = {
      matchArticle: async () => ({
        ok: true,
        value: { id: "MUG-1", number: "MUG-1", url: null, isActive: true },
      }),
      perform: async (operation) => {
        if (operation.step !== "create") return made(operation);
        asked.push(operation);
        return { ok: false, problem: fix("PRODUCT_NOT_FOUND", "gone", { place: "ledger" }) };
      },
    };
    const careful = settings({ products: { mode: "existing_only", missing: "hold" } });
    const work = await workOn(pipeline, connectionId, ledger(existing), { settings: careful });
    expect(await createOnce(work, mugs)).toMatchObject({ problem: { code: "PRODUCT_NOT_FOUND" } });
    expect(asked.filter((each) => each.step === "create")).toHaveLength(2);
  });

  it("of two workers at the same moment never become one article of two SKUs", async () => {
    // The first has reserved the number and asks the ledger when the second comes.
    const documentOf = (sku: string) => aDocument({ rows: [aRow({ article: anArticle({ sku }) })] });
    const clean: Partial<Ledger> = {
      articleNumber: (sku, suffix = "") => `${sku.replaceAll(" ", "")}${suffix}`,
    };
    const buyer = aCustomer({ fixedNumber: "9" });
    const second = await workOn(pipeline, connectionId, ledger(clean), { owner: "second" });
    const first = await workOn(
      pipeline,
      connectionId,
      ledger({
        ...clean,
        matchArticle: async () => {
          const parties = await resolveParties(second, { ...documentOf("MUG 1"), customer: buyer });
          expect(parties).toMatchObject({
            value: { articles: { "MUG 1": expect.stringMatching(/^MUG1-[0-9a-f]{6}$/) } },
          });
          return { ok: true, value: null };
        },
      }),
      { owner: "first" },
    );
    expect(await resolveParties(first, { ...documentOf("MUG1"), customer: buyer })).toMatchObject({
      value: { articles: { MUG1: "MUG1" } },
    });
  });
});

const one = (number: string) => ({ ok: true, value: [{ number, age: 0 }] }) as const;
