import { z } from "zod";
import { endOf, startOf } from "../../pipeline/day-bounds.ts";
import { releaseHeld, syncNow } from "../../pipeline/inbox/sync.ts";
import { documentsOf } from "../../pipeline/reports/orders.ts";
import { connectionFor } from "../../pipeline/setup/connection-for.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { listTransfers } from "../../store/transfers/transfer-lists.ts";
import { readLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { component } from "./components.ts";
import { cursor, writeCursor } from "./cursor.ts";
import { type Call, endpoint, noBody } from "./endpoint.ts";
import {
  code,
  day,
  orderAnswer,
  orderSummary,
  showBooked,
  showStanding,
  showSummary,
  state,
} from "./order-answer.ts";
import { ApiProblem } from "./problem.ts";

const PAGE_SIZE = 50;
const LOG_LENGTH = 500;
const MAX_SYNC_IDS = 50;
const MAX_ID = 191;

const instantOrDay = z.union([day, z.iso.datetime({ offset: true })]);

/** Which ledger is meant: the first unless named. */
export const whichConnection = z.strictObject({
  connection: z.string().optional().meta({ description: "Id of the connection; the first when left out." }),
});

export const orderEndpoints = [
  endpoint({
    method: "get",
    path: "/orders",
    summary: "Orders, the newest first",
    needsAdmin: false,
    query: whichConnection.extend({
      state: state.optional(),
      code: code.optional(),
      q: z.string().max(100).optional().meta({
        description:
          "Part of the order's number, its id, the customer's name or a document's number, or the order's total.",
      }),
      from: instantOrDay.optional().meta({ description: "A day in the shop's time zone, or an instant." }),
      to: instantOrDay
        .optional()
        .meta({ description: "A day, which still belongs to it, or the instant before which it ends." }),
      cursor: cursor.optional().meta({ description: "next_cursor of the page before." }),
    }),
    body: noBody,
    status: 200,
    answer: component(
      "OrderPage",
      z.strictObject({ data: z.array(orderSummary), next_cursor: z.string().nullable() }),
    ),
    problems: [404, 422],
    async handle(call) {
      const { context, installation, query } = call;
      const connection = await connectionMeant(call);
      const { timeZone } = installation;
      const found = await listTransfers(context.store, {
        installationId: installation.id,
        connectionId: connection?.id ?? 0,
        state: query.state,
        code: query.code,
        q: query.q,
        from: query.from === undefined ? undefined : startOf(query.from, timeZone),
        to: query.to === undefined ? undefined : endOf(query.to, timeZone),
        after: query.cursor,
        // One more than shown tells whether there is a next page.
        limit: PAGE_SIZE + 1,
      });
      const shown = found.slice(0, PAGE_SIZE);
      const last = shown.at(-1);
      return {
        data: shown.map((transfer) => showSummary(context, transfer)),
        next_cursor: last === undefined || found.length <= PAGE_SIZE ? null : writeCursor(last),
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/orders/sync",
    summary:
      "Look at these orders now, before the backlog, or again at all that one cause holds; an id the shop does not know is a 404 afterwards",
    needsAdmin: false,
    query: whichConnection,
    body: component(
      "SyncRequest",
      z
        .strictObject({
          ids: z.array(z.string().min(1).max(MAX_ID)).min(1).max(MAX_SYNC_IDS).optional(),
          code: code.optional().meta({ description: "Instead of ids: all orders held with this code." }),
        })
        .refine(({ ids, code: cause }) => (ids === undefined) !== (cause === undefined), {
          path: ["ids"],
          message: "either ids or a code is needed",
        }),
    ),
    status: 202,
    answer: component(
      "SyncAnswer",
      z.strictObject({
        results: z.array(z.strictObject({ id: z.string(), status: z.enum(["info"]), message: z.string() })),
        released: z
          .int()
          .optional()
          .meta({ description: "With a code: how many orders are about to be looked at." }),
      }),
    ),
    problems: [404, 422],
    async handle(call) {
      const { context, installation, body } = call;
      const connection = await connectionMeant(call);
      if (body.code !== undefined) {
        const released = await releaseHeld(context, installation.id, connection?.id ?? 0, body.code);
        return { results: [], released };
      }
      const ids = [...new Set(body.ids)];
      await syncNow(context, installation.id, ids);
      const message = "The order is about to be looked at.";
      return { results: ids.map((id) => ({ id, status: "info" as const, message })) };
    },
  }),
  endpoint({
    method: "get",
    path: "/orders/{order_id}",
    summary: "One order: what is in the ledger, what stands in the way, what happened",
    needsAdmin: false,
    query: whichConnection,
    body: noBody,
    status: 200,
    answer: orderAnswer,
    problems: [404],
    async handle(call) {
      const { context, installation } = call;
      const connection = await connectionMeant(call);
      const orderId = call.params["order_id"] ?? "";
      const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
      const transfer = await readTransfer(context.store, key);
      if (transfer === null || transfer.kind !== "order") throw new ApiProblem("NOT_FOUND");
      const log = await readLog(context.store, key, LOG_LENGTH);
      return {
        order_id: orderId,
        number: transfer.number,
        ...showStanding(context, transfer),
        connection_id: connection === null ? null : String(connection.id),
        ...showBooked(context.publicUrl, orderId, await documentsOf(context, key)),
        warnings: [...transfer.warnings],
        log: log.map(({ at, step, message }) => ({ at, step, message })),
      };
    },
  }),
];

/** The connection the call is about; null while the installation has none. */
export async function connectionMeant(
  call: Call<z.output<typeof whichConnection>, unknown>,
): Promise<StoredConnection | null> {
  const named = call.query.connection ?? null;
  const connection = await connectionFor(call.context, call.installation.id, named);
  if (connection === null && named !== null) throw new ApiProblem("NOT_FOUND");
  return connection;
}
