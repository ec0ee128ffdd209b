import { utc } from "../clock.ts";
import { gid } from "../ids.ts";
import type { BulkOperation } from "../store.ts";
import { when } from "./views/money-view.ts";

export function bulkView(bulk: BulkOperation, urlOf: (id: string) => string) {
  return {
    __typename: "BulkOperation",
    id: gid("BulkOperation", bulk.id),
    status: bulk.status,
    errorCode: bulk.errorCode,
    query: bulk.query,
    type: "QUERY",
    createdAt: utc(bulk.createdAt),
    completedAt: when(bulk.completedAt),
    objectCount: String(bulk.objectCount),
    rootObjectCount: String(bulk.objectCount),
    fileSize: bulk.status === "COMPLETED" ? String(Buffer.byteLength(bulk.jsonl)) : null,
    // Shopify gives no address when there is nothing to fetch.
    url: bulk.status === "COMPLETED" && bulk.jsonl !== "" ? urlOf(bulk.id) : null,
    partialDataUrl: null,
  };
}
