import { z } from "zod";
import { ossReport } from "../../pipeline/reports/oss-report.ts";
import { component } from "./components.ts";
import { csv } from "./csv.ts";
import { type Call, endpoint, noBody } from "./endpoint.ts";
import { amount, day } from "./order-answer.ts";
import { connectionMeant, whichConnection } from "./orders.ts";

const quarter = z.string().regex(/^\d{4}-Q[1-4]$/, "is a quarter such as 2026-Q4");

const line = {
  country: z.string().meta({ description: "Member state of consumption." }),
  currency: z.string(),
  rate: z.string().meta({ description: "Percent." }),
  nature: z.enum(["goods", "service"]),
  net: amount,
  vat: amount,
  documents: z.int(),
};

const ossAnswer = component(
  "OssReport",
  z.strictObject({
    quarter,
    from: day,
    to: day,
    connection_id: z.string().nullable(),
    supplies: z.array(z.strictObject(line)).meta({
      description: "Invoices of the quarter less credit notes of its own supplies, exact to the cent.",
    }),
    corrections: z
      .array(z.strictObject({ quarter, ...line }))
      .meta({ description: "Credit notes of this quarter for supplies of an earlier one, which is named." }),
  }),
);

const asked = whichConnection.extend({ quarter });

export const ossReportEndpoints = [
  endpoint({
    method: "get",
    path: "/reports/oss",
    summary:
      "VAT declared through the One Stop Shop, by country, rate and kind of supply, as it is in the ledger",
    needsAdmin: false,
    query: asked,
    body: noBody,
    status: 200,
    answer: ossAnswer,
    problems: [404],
    async handle(call) {
      const { report, connectionId } = await reported(call);
      const { from, to, supplies, corrections } = report;
      return {
        quarter: call.query.quarter,
        from,
        to,
        connection_id: connectionId,
        supplies: [...supplies],
        corrections: [...corrections],
      };
    },
  }),
  endpoint({
    method: "get",
    path: "/reports/oss.csv",
    summary: "The same for a spreadsheet; a correction names the quarter it corrects",
    needsAdmin: false,
    query: asked,
    body: noBody,
    status: 200,
    answer: z.string(),
    answerType: "text/csv",
    problems: [404],
    async handle(call) {
      const { supplies, corrections } = (await reported(call)).report;
      const lines = [...supplies.map((one) => ({ quarter: call.query.quarter, ...one })), ...corrections];
      return csv(
        ["quarter", "country", "currency", "rate", "nature", "net", "vat", "documents"],
        lines.map((one) => [
          one.quarter,
          one.country,
          one.currency,
          one.rate,
          one.nature,
          one.net,
          one.vat,
          one.documents,
        ]),
      );
    },
  }),
];

async function reported(call: Call<z.output<typeof asked>, unknown>) {
  const connection = await connectionMeant(call);
  const books = { installationId: call.installation.id, connectionId: connection?.id ?? 0 };
  const report = await ossReport(call.context, books, call.query.quarter);
  return { report, connectionId: connection === null ? null : String(connection.id) };
}
