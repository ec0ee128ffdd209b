import { z } from "zod";
import { specificationFor } from "../../pipeline/reports/orders.ts";
import { acceptChanges } from "../../pipeline/watch/accept.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { component } from "./components.ts";
import { endpoint, noBody } from "./endpoint.ts";
import { connectionMeant, whichConnection } from "./orders.ts";
import { ApiProblem } from "./problem.ts";

/** What can be done with one order besides looking at it. */
export const orderActionEndpoints = [
  endpoint({
    method: "post",
    path: "/orders/{order_id}/accept",
    summary: "Take what was changed in the ledger as it is: an order held CHANGED_IN_LEDGER goes on",
    needsAdmin: false,
    query: whichConnection,
    body: noBody,
    status: 202,
    answer: component("AcceptAnswer", z.strictObject({ accepted: z.int().min(0) })),
    problems: [404],
    async handle(call) {
      const connection = await connectionMeant(call);
      if (connection === null) throw new ApiProblem("NOT_FOUND");
      const key = {
        installationId: call.installation.id,
        connectionId: connection.id,
        orderId: call.params["order_id"] ?? "",
      };
      if ((await readTransfer(call.context.store, key)) === null) throw new ApiProblem("NOT_FOUND");
      return { accepted: await acceptChanges(call.context, key, call.session.userId) };
    },
  }),
  endpoint({
    method: "get",
    path: "/orders/{order_id}/specification.csv",
    summary: "All rows of the order behind a document, also where they were merged for the ledger",
    needsAdmin: false,
    query: whichConnection.extend({
      document: z
        .string()
        .optional()
        .meta({ description: "external_id of the document; the first of the order when left out." }),
    }),
    body: noBody,
    status: 200,
    answerType: "text/csv",
    answer: z.string(),
    problems: [404],
    async handle(call) {
      const connection = await connectionMeant(call);
      const key = {
        installationId: call.installation.id,
        connectionId: connection?.id ?? 0,
        orderId: call.params["order_id"] ?? "",
      };
      const file = await specificationFor(call.context, key, call.query.document ?? null);
      if (file === null) throw new ApiProblem("NOT_FOUND");
      return file.content;
    },
  }),
];
