import type { Request, Response } from "express";
import type { ShopClock } from "../clock.ts";
import { utc } from "../clock.ts";
import { gid } from "../ids.ts";
import type { BulkOperation } from "../store.ts";
import { when } from "./views/money-view.ts";

const KEPT_MS = 7 * 86_400_000;

export function bulkView(
  bulk: BulkOperation,
  urlOf: (id: string) => string,
  clock: Pick<ShopClock, "today">,
) {
  const isExpired = hasExpired(bulk, clock);
  // Shopify gives no address when there is nothing to fetch.
  const url = isExpired || bulk.jsonl === "" ? null : urlOf(bulk.id);
  return {
    __typename: "BulkOperation",
    id: gid("BulkOperation", bulk.id),
    status: isExpired ? "EXPIRED" : bulk.status,
    errorCode: bulk.errorCode,
    query: bulk.query,
    type: "QUERY",
    createdAt: utc(bulk.createdAt),
    completedAt: bulk.status === "COMPLETED" ? when(bulk.completedAt) : null,
    objectCount: String(bulk.objectCount),
    rootObjectCount: String(bulk.objectCount),
    fileSize: bulk.status === "COMPLETED" ? String(Buffer.byteLength(bulk.jsonl)) : null,
    url: bulk.status === "COMPLETED" ? url : null,
    partialDataUrl: bulk.status === "FAILED" ? url : null,
  };
}

/** The file of an operation, whole or the bytes somebody asks for, as the storage behind such addresses gives it. */
export function sendBulkFile(
  bulk: BulkOperation | undefined,
  clock: Pick<ShopClock, "today">,
  request: Request,
  response: Response,
): void {
  if (bulk === undefined) return void response.status(404).end();
  if (bulk.completedAt === null || hasExpired(bulk, clock))
    return void response.status(400).type("xml").send("<Error><Code>ExpiredToken</Code></Error>");
  const file = Buffer.from(bulk.jsonl);
  const ranges = request.range(file.length);
  response.type("application/jsonl").set("accept-ranges", "bytes");
  if (ranges === undefined || ranges === -2) return void response.send(file);
  const [range] = ranges === -1 ? [] : ranges;
  if (range === undefined)
    return void response.status(416).set("content-range", `bytes */${file.length}`).end();
  response
    .status(206)
    .set("content-range", `bytes ${range.start}-${range.end}/${file.length}`)
    .send(file.subarray(range.start, range.end + 1));
}

function hasExpired({ completedAt }: BulkOperation, clock: Pick<ShopClock, "today">): boolean {
  return completedAt !== null && clock.today().getTime() - Date.parse(completedAt) > KEPT_MS;
}
