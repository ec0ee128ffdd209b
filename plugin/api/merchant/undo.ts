import { z } from "zod";
import { undoOrders } from "../../pipeline/inbox/undo.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { component } from "./components.ts";
import { endpoint } from "./endpoint.ts";
import { connectionMeant, whichConnection } from "./orders.ts";
import { ApiProblem } from "./problem.ts";

const MAX_IDS = 50;
const MAX_ID = 191;
const MAX_REASON = 200;

export const undoEndpoints = [
  endpoint({
    method: "post",
    path: "/orders/undo",
    summary:
      "Take orders out of the books: drafts are removed, booked documents credited, payments taken back. They stay out until they are synced",
    needsAdmin: false,
    query: whichConnection,
    body: component(
      "UndoRequest",
      z.strictObject({
        ids: z.array(z.string().min(1).max(MAX_ID)).min(1).max(MAX_IDS),
        reason: z
          .string()
          .trim()
          .min(1)
          .max(MAX_REASON)
          .meta({ description: "Kept with the order, and shown on it." }),
      }),
    ),
    status: 202,
    answer: component(
      "UndoAnswer",
      z.strictObject({
        results: z.array(
          z.strictObject({ id: z.string(), status: z.enum(["info", "error"]), message: z.string() }),
        ),
      }),
    ),
    problems: [404],
    async handle(call) {
      const { context, installation, session, body } = call;
      const connection = await connectionMeant(call);
      if (connection === null) throw new ApiProblem("NOT_FOUND");
      const books = { installationId: installation.id, connectionId: connection.id };
      const ids = [...new Set(body.ids)];
      const noted = await undoOrders(context, books, ids, { reason: body.reason, by: session.userId });
      const results = ids.map(async (id) => {
        if (noted.includes(id))
          return { id, status: "info" as const, message: "The order is about to be taken out of the books." };
        const known = await readTransfer(context.store, { ...books, orderId: id });
        return known === null || known.kind !== "order"
          ? { id, status: "error" as const, message: "Nothing is known of this order." }
          : { id, status: "info" as const, message: "The order was taken out of the books before." };
      });
      return { results: await Promise.all(results) };
    },
  }),
];
