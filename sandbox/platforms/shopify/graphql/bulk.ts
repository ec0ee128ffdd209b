import type { DocumentNode } from "graphql";
import { getNamedType, Kind, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { ShopClock } from "../clock.ts";
import { gid } from "../ids.ts";
import type { BulkOperation, Store } from "../store.ts";
import type { Announce } from "../webhooks/sender.ts";
import { bulkView } from "./bulk-view.ts";
import type { Ready } from "./execute.ts";
import { prepare } from "./execute.ts";
import { adminSchema } from "./schema.ts";

const MOST_AT_ONCE = 5;
const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

interface BulkParts {
  store: Store;
  clock: ShopClock;
  announce: Announce;
  urlOf: (id: string) => string;
  run: (ready: Ready) => Promise<unknown>;
}

/** Bulk operations: accepted at once, run by and by, their rows fetched from an address as JSON lines. */
export function openBulkDesk({ store, clock, announce, urlOf, run }: BulkParts) {
  const { state } = store;
  const underWay = new Set<Promise<void>>();

  function start(query: string): unknown {
    const refused = (message: string) => ({
      bulkOperation: null,
      userErrors: [{ field: ["query"], message, code: "INVALID" }],
    });
    const running = [...state.bulks.values()].filter(
      (each) => each.status === "RUNNING" || each.status === "CREATED",
    );
    if (running.length >= MOST_AT_ONCE)
      return refused(`There are already ${MOST_AT_ONCE} bulk operations running.`);
    const ready = prepare({ query, variables: {}, operationName: undefined });
    if ("errors" in ready) return refused(`Invalid bulk query: ${ready.errors[0]?.message}`);
    const fault = shapeFault(ready.document);
    if (fault !== null) return refused(fault);
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
    return { bulkOperation: bulkView({ ...bulk }, urlOf), userErrors: [] };
  }

  async function carryOut(bulk: BulkOperation, ready: Ready): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    bulk.status = "RUNNING";
    const rows = rowsOf(await run(ready));
    bulk.jsonl = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    bulk.objectCount = rows.length;
    bulk.status = "COMPLETED";
    bulk.completedAt = clock.today().toISOString();
    store.changed();
    announce([
      {
        topic: "bulk_operations/finish",
        payload: {
          admin_graphql_api_id: gid("BulkOperation", bulk.id),
          completed_at: clock.local(bulk.completedAt),
          created_at: clock.local(bulk.createdAt),
          error_code: null,
          status: "completed",
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
  };
}

/** Why Shopify would not run this query in bulk. */
function shapeFault(document: DocumentNode): string | null {
  const types = new TypeInfo(adminSchema().schema);
  let connections = 0;
  let depth = 0;
  let deepest = 0;
  const isConnection = () => getNamedType(types.getType())?.name.endsWith("Connection") === true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter() {
          if (!isConnection()) return;
          connections += 1;
          depth += 1;
          deepest = Math.max(deepest, depth);
        },
        leave() {
          if (isConnection()) depth -= 1;
        },
      },
    }),
  );
  const roots = document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? each.selectionSet.selections : [],
  );
  if (roots.length > 1) return "Bulk queries cannot contain multiple top-level fields.";
  if (connections === 0) return "Bulk queries must contain at least one connection.";
  if (connections > MOST_CONNECTIONS)
    return `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`;
  return deepest > DEEPEST + 1
    ? "Bulk queries cannot contain connections with a nesting depth greater than 2."
    : null;
}

type Row = Record<string, unknown>;

/** Every node of every connection as a row of its own; nested ones name their parent. */
function rowsOf(data: unknown, parentId: string | null = null): Row[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.values(data).flatMap((value) => {
    const nodes = nodesOf(value);
    if (nodes === null) return [];
    return nodes.flatMap((node) => {
      const flat = Object.entries(node).filter(([, member]) => nodesOf(member) === null);
      const row = { ...Object.fromEntries(flat), ...(parentId === null ? {} : { __parentId: parentId }) };
      const id = typeof node["id"] === "string" ? node["id"] : null;
      return [row, ...rowsOf(node, id)];
    });
  });
}

function nodesOf(value: unknown): Row[] | null {
  if (typeof value !== "object" || value === null) return null;
  if ("nodes" in value && Array.isArray(value.nodes)) return value.nodes;
  if ("edges" in value && Array.isArray(value.edges)) {
    return value.edges.map((edge: unknown) =>
      typeof edge === "object" && edge !== null && "node" in edge ? (edge.node as Row) : {},
    );
  }
  return null;
}
