import { z } from "zod";
import {
  type Books,
  close,
  closedMonths,
  hasChanged,
  type MonthStatus,
  monthStatus,
  open,
  sumsOfMonth,
} from "../../pipeline/reports/closed-months.ts";
import { connectionFor } from "../../pipeline/setup/connection-for.ts";
import { component } from "./components.ts";
import { type Call, endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

const month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, "is no month such as 2026-10");

const closedMonth = component(
  "ClosedMonth",
  z.strictObject({
    month,
    is_closed: z.boolean().meta({ description: "A month is closed with every later one." }),
    can_open: z.boolean().meta({ description: "Only the last closed month can be opened again." }),
    closed_at: z.iso.datetime().nullable(),
    closed_by: z.string().nullable(),
    opened_at: z.iso.datetime().nullable().meta({ description: "When the last closing was taken back." }),
    opened_by: z.string().nullable(),
    has_changed: z
      .boolean()
      .meta({ description: "The sums of the month's orders are not those of its closing any more." }),
  }),
);

export const closedMonthEndpoints = [
  endpoint({
    method: "get",
    path: "/connections/{id}/closed-months",
    summary: "Months that were closed: nothing is dated into them any more",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: component("ClosedMonths", z.strictObject({ data: z.array(closedMonth) })),
    problems: [404],
    async handle(call) {
      const books = await booksOf(call);
      const months = await closedMonths(call.context, books);
      return { data: await Promise.all(months.map((one) => shown(call, books, one))) };
    },
  }),
  endpoint({
    method: "post",
    path: "/connections/{id}/closed-months",
    summary: "Close a month that is over, and with it every month before; its sums are kept as they are now",
    needsAdmin: false,
    query: noQuery,
    body: component("CloseMonthRequest", z.strictObject({ month })),
    status: 201,
    answer: closedMonth,
    problems: [404, 409],
    async handle(call) {
      const books = await booksOf(call);
      if (!(await close(call.context, books, call.body.month, call.session.userId))) {
        throw new ApiProblem("CONFLICT", { detail: "The month is not over yet, or closed already." });
      }
      return await again(call, call.body.month);
    },
  }),
  endpoint({
    method: "delete",
    path: "/connections/{id}/closed-months/{month}",
    summary: "Open the last closed month again; who did it and when is kept",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: closedMonth,
    problems: [404, 409],
    async handle(call) {
      const books = await booksOf(call);
      const named = month.safeParse(call.params["month"]);
      if (!named.success) throw new ApiProblem("NOT_FOUND");
      if (!(await open(call.context, books, named.data, call.session.userId))) {
        throw new ApiProblem("CONFLICT", {
          detail: "Only the month that was closed last can be opened again.",
        });
      }
      return await again(call, named.data);
    },
  }),
];

type AnyCall = Pick<Call<unknown, unknown>, "context" | "installation" | "params">;

async function booksOf({ context, installation, params }: AnyCall): Promise<Books> {
  const connection = await connectionFor(context, installation.id, params["id"] ?? "");
  if (connection === null) throw new ApiProblem("NOT_FOUND");
  return { installation, connection };
}

async function again(call: AnyCall, named: string): Promise<z.output<typeof closedMonth>> {
  const books = await booksOf(call);
  return await shown(call, books, await monthStatus(call.context, books, named));
}

async function shown(
  { context }: AnyCall,
  books: Books,
  status: MonthStatus,
): Promise<z.output<typeof closedMonth>> {
  const { closing, isClosed } = status;
  return {
    month: status.month,
    is_closed: isClosed,
    can_open: status.canOpen,
    closed_at: closing?.closedAt ?? null,
    closed_by: closing?.closedBy ?? null,
    opened_at: closing?.openedAt ?? null,
    opened_by: closing?.openedBy ?? null,
    has_changed:
      isClosed &&
      closing !== null &&
      hasChanged(closing.sums, await sumsOfMonth(context, books, status.month)),
  };
}
