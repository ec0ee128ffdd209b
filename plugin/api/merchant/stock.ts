import { z } from "zod";
import { currentSettings } from "../../pipeline/books.ts";
import { stockReport } from "../../pipeline/stock/stock-report.ts";
import { readStockRun } from "../../store/catalogue/stock.ts";
import { component } from "./components.ts";
import { connectionOf } from "./connections.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";

const stockAnswer = component(
  "Stock",
  z.strictObject({
    enabled: z.boolean(),
    state: z.enum(["off", "waiting", "ok", "failed"]).meta({
      description: "`waiting`: has not run yet; `failed`: stopped half-way and is tried again soon.",
    }),
    message: z.string().nullable().meta({ description: "Why it is off or failed, in one sentence." }),
    last_run_at: z.iso.datetime().nullable(),
    next_run_at: z.iso.datetime().nullable(),
    articles: z.int().meta({ description: "Articles the ledger told of." }),
    sent: z.int().meta({ description: "Articles whose level the shop was told in the last run." }),
    unknown: z.array(z.string()).meta({ description: "SKUs the shop does not have, at most 200." }),
    unknown_count: z.int(),
  }),
);

export const stockEndpoints = [
  endpoint({
    method: "get",
    path: "/connections/{id}/stock",
    summary: "How the ledger's stock was last passed on to the shop, and which SKUs the shop does not have",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: stockAnswer,
    problems: [404],
    async handle(call) {
      const { context } = call;
      const connection = await connectionOf(call);
      const { enabled } = (await currentSettings(context, connection)).stock;
      const key = { installationId: connection.installationId, connectionId: connection.id };
      const run = await readStockRun(context.store, key);
      const read = run === null || run.report === null ? null : stockReport.parse(run.report);
      return {
        enabled,
        state: enabled ? (read?.state ?? ("waiting" as const)) : ("off" as const),
        message: enabled ? (read?.message ?? null) : null,
        last_run_at: read?.at ?? null,
        next_run_at: enabled ? (run?.dueAt ?? null) : null,
        articles: read?.articles ?? 0,
        sent: read?.sent ?? 0,
        unknown: read?.unknown ?? [],
        unknown_count: read?.unknownCount ?? 0,
      };
    },
  }),
];
