import { z } from "zod";
import { choicesOf } from "../../pipeline/choices.ts";
import { connectorOf } from "../../pipeline/context.ts";
import { listsOf } from "../../settings/form.ts";
import { component } from "./components.ts";
import { connectionOf } from "./connections.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";
import { notConnected, pipelineProblem } from "./pipeline-problem.ts";
import { ApiProblem } from "./problem.ts";

/** The lists settings are chosen from, besides those of a ledger's own settings; one that a ledger does not have is empty. */
const lists = [
  "accounts",
  "vat_codes",
  "payment_terms",
  "payment_modes",
  "articles",
  "cost_centres",
  "projects",
  "print_templates",
  "price_lists",
  "customer_groups",
  "currencies",
  "customer_vat_types",
  "suppliers",
  "purchase_vat_codes",
  "bi_codes",
  "connections",
];

const choicesAnswer = component(
  "Choices",
  z.strictObject({ data: z.array(z.strictObject({ value: z.string(), label: z.string() })) }),
);

export const choiceEndpoints = [
  endpoint({
    method: "get",
    path: "/connections/{id}/choices/{list}",
    summary: `What the ledger offers for a setting: ${lists.join(", ")}`,
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: choicesAnswer,
    problems: [404, 409],
    async handle(call) {
      const { context, params } = call;
      const connection = await connectionOf(call);
      const list = params["list"] ?? "";
      const { settings } = connectorOf(context, connection.system);
      const own = settings === undefined ? [] : listsOf(settings);
      if (![...lists, ...own].includes(list)) throw new ApiProblem("NOT_FOUND");
      if (connection.status === "connecting") throw notConnected(context);
      const read = await choicesOf(context, connection, list);
      if (!read.ok) throw pipelineProblem(context, read.problem, { orderId: null, platformUrl: null });
      return { data: read.value.map(({ value, label }) => ({ value, label })) };
    },
  }),
];
