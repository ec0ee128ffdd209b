import { createHash } from "node:crypto";
import { onTestFinished } from "vitest";
import {
  type DynaccountStandIn,
  type DynaccountStandInOptions,
  startDynaccount,
} from "../../../../sandbox/accounting/dynaccount/server.ts";

export type Fields = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
}

/** A stand-in that stops with the test, and a client that signs by hand; it is 10 March 2026 there. */
export interface OpenBooks extends DynaccountStandIn {
  /** `get/debtor/7`, with a query as it is to be sent. */
  call(path: string, body?: string, query?: string): Promise<Answer>;
  put(table: string, fields: Fields): Promise<Answer>;
  /** As `put`, for a row that has to be taken; gives its id. */
  insert(table: string, fields: Fields): Promise<string>;
  bulk(table: string, lines: readonly Fields[]): Promise<Answer>;
  /** An invoice over one mug for 125.00, a draft; gives its id. */
  invoice(fields?: Fields): Promise<string>;
}

export const MARCH_10 = "1773144000";

export const ANNA: Fields = {
  module_id_: "20001",
  module_group_name: "Privat",
  name: "Anna Ek",
  ref_currency_name: "DKK",
  payment_name: "Netto 8 dage",
};

export const MUG: Fields = {
  product_id_: "SALG",
  vatcode_name: "S25",
  qty: "1",
  price: "100",
  name: "Krus",
};

export async function openBooks(options: DynaccountStandInOptions = {}): Promise<OpenBooks> {
  const standIn = await startDynaccount({ today: () => new Date("2026-03-10T09:00:00Z"), ...options });
  onTestFinished(() => standIn.close());
  const { apiId, apiKey } = standIn.credentials;
  const call = (path: string, body = "", query = "") =>
    signed(standIn, `/v7/${apiId}/${apiKey}/${path}/${query === "" ? "" : `?${query}`}`, body);
  const put = (table: string, fields: Fields) => call(`put/${table}`, form(fields));
  const insert = async (table: string, fields: Fields): Promise<string> => {
    const answer = await put(table, fields);
    const [row] = rowsIn(answer);
    if (row === undefined) throw new Error(answer.text);
    return row["id"] ?? "";
  };
  const bulk = (table: string, lines: readonly Fields[]) => call(`insert_bulk/${table}`, bulkForm(lines));
  const invoice = async (fields: Fields = {}) => {
    if (standIn.books.rows("debtor").length === 0) await insert("debtor", ANNA);
    const head = { module_id_: "20001", time: MARCH_10, currency_name: "DKK", ...fields };
    const id = await insert("debtor_invoice", head);
    await bulk("debtor_invoice_product", [{ invoice_id: id, ...MUG }]);
    return id;
  };
  return { ...standIn, call, put, insert, bulk, invoice };
}

/** One exchange, signed over exactly what is sent. */
export async function signed(
  { url, credentials }: Pick<DynaccountStandIn, "url" | "credentials">,
  path: string,
  body = "",
  secret = credentials.apiSecret,
): Promise<Answer> {
  const host = new URL(url).host;
  const hash = createHash("sha1").update(`${host}${path}${body}${secret}`).digest("hex");
  const response = await fetch(`${url}${path}`, {
    method: body === "" ? "GET" : "POST",
    headers: { "x-hash": hash, "content-type": "application/x-www-form-urlencoded" },
    ...(body === "" ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json" && text !== "";
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
}

export function form(fields: Fields): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%20", "+")}`)
    .join("&");
}

export function bulkForm(lines: readonly Fields[]): string {
  return lines
    .flatMap((line, index) =>
      Object.entries(line).map(([key, value]) => form({ [`${key}[${index}]`]: value })),
    )
    .join("&");
}

/** The rows of an answer; none where it is a refusal. */
export function rowsIn({ body }: Answer): Record<string, string>[] {
  return (body as { result?: Record<string, string>[] }).result ?? [];
}
