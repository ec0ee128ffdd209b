import { setTimeout as pause } from "node:timers/promises";
import type { ExecutionResult } from "graphql";
import type { ShopClock } from "../clock.ts";
import { type ShopFaults, strikes } from "../faults.ts";
import { gid } from "../ids.ts";
import type { BulkOperation, Store } from "../store.ts";
import type { Announce } from "../webhooks/sender.ts";
import { rowsOf } from "./bulk-rows.ts";
import { shapeFault } from "./bulk-shape.ts";
import { bulkView } from "./bulk-view.ts";
import { prepare, type Ready } from "./execute.ts";

/** Bulk queries of one app in one shop at a time, since 2026-01. */
const MOST_AT_ONCE = 5;

interface BulkParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  announce: Announce;
  urlOf: (id: string) => string;
  run: (ready: Ready) => Promise<ExecutionResult>;
}

/** Bulk operations: accepted at once, run by and by, their rows fetched from an address as JSON lines. */
export function openBulkDesk({ store, clock, faults, announce, urlOf, run }: BulkParts) {
  const { state } = store;
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();

  function start(query: string): unknown {
    const refused = (message: string, code: "INVALID" | "LIMIT_REACHED") => ({
      bulkOperation: null,
      userErrors: [{ field: code === "INVALID" ? ["query"] : null, message, code }],
    });
    const running = [...state.bulks.values()].filter(isUnderWay);
    if (running.length >= MOST_AT_ONCE)
      return refused(`There are already ${MOST_AT_ONCE} bulk operations running.`, "LIMIT_REACHED");
    const ready = prepare({ query, variables: {}, operationName: undefined });
    if ("errors" in ready) return refused(`Invalid bulk query: ${ready.errors[0]?.message}`, "INVALID");
    const fault = shapeFault(ready.document);
    if (fault !== null) return refused(fault, "INVALID");
    const bulk: BulkOperation = {
      id: store.nextId(),
      status: "CREATED",
      errorCode: null,
      query,
      createdAt: clock.today().toISOString(),
      completedAt: null,
      objectCount: 0,
      jsonl: "",
    };
    state.bulks.set(bulk.id, bulk);
    const work = carryOut(bulk, ready).finally(() => underWay.delete(work));
    underWay.add(work);
    return { bulkOperation: bulkView({ ...bulk }, urlOf, clock), userErrors: [] };
  }

  async function carryOut(bulk: BulkOperation, ready: Ready): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    bulk.status = "RUNNING";
    const { data, errors = [] } = await run(ready);
    if (errors.some((each) => each.extensions["code"] === "ACCESS_DENIED"))
      return finish(bulk, "ACCESS_DENIED");
    if (errors.length > 0) return finish(bulk, "INTERNAL_SERVER_ERROR");
    const rows = rowsOf(data);
    if (faults.bulkRunMs > 0) {
      bulk.objectCount = Math.floor(rows.length / 2);
      await pause(faults.bulkRunMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
    }
    const breaks = strikes(faults, "bulkFails");
    const written = breaks ? rows.slice(0, Math.floor(rows.length / 2)) : rows;
    bulk.jsonl = written.map((row) => `${JSON.stringify(row)}\n`).join("");
    bulk.objectCount = written.length;
    finish(bulk, breaks ? "TIMEOUT" : null);
  }

  function finish(bulk: BulkOperation, errorCode: BulkOperation["errorCode"]): void {
    bulk.status = errorCode === null ? "COMPLETED" : "FAILED";
    bulk.errorCode = errorCode;
    bulk.completedAt = clock.today().toISOString();
    store.changed();
    announce([
      {
        topic: "bulk_operations/finish",
        payload: {
          admin_graphql_api_id: gid("BulkOperation", bulk.id),
          completed_at: clock.local(bulk.completedAt),
          created_at: clock.local(bulk.createdAt),
          error_code: errorCode?.toLowerCase() ?? null,
          status: bulk.status.toLowerCase(),
          type: "query",
        },
      },
    ]);
  }

  return {
    start,
    async idle(): Promise<void> {
      await Promise.all(underWay);
    },
    async close(): Promise<void> {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

const isUnderWay = ({ status }: BulkOperation): boolean => status === "RUNNING" || status === "CREATED";
