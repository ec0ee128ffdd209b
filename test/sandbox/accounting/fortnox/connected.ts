import { onTestFinished } from "vitest";
import {
  type FortnoxStandIn,
  type FortnoxStandInOptions,
  startFortnox,
} from "../../../../sandbox/accounting/fortnox/server.ts";

export const clientId = "test-client";
const clientSecret = "test-secret";
export const redirectUri = "http://localhost:9/callback";
export const allScopes =
  "companyinformation settings customer article price invoice payment bookkeeping currency costcenter project print";

/** What a call came back with; `item` reads into the body by keys. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  item(...path: (string | number)[]): unknown;
  /** The vendor's error code, whichever way it was spelt. */
  code: unknown;
}

export interface Connected extends FortnoxStandIn {
  token: string;
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Creates a customer and returns its number. */
  customer(fields?: object): Promise<string>;
  /** Creates an invoice of these rows and returns its number. */
  invoice(fields: object): Promise<string>;
  /** An invoice over 125.00 SEK, booked. */
  bookedInvoice(fields?: object): Promise<string>;
}

/** A stand-in that stops with the test; it is 10 March 2026 there. */
export async function started(options: Partial<FortnoxStandInOptions> = {}): Promise<FortnoxStandIn> {
  const fortnox = await startFortnox({
    clientId,
    clientSecret,
    today: () => new Date("2026-03-10T09:00:00Z"),
    ...options,
  });
  onTestFinished(() => fortnox.close());
  return fortnox;
}

/** A stand-in with an app connected to it, without the limit on calls. */
export async function connected(
  options: Partial<FortnoxStandInOptions> = {},
  scope = allScopes,
): Promise<Connected> {
  const fortnox = await started(options);
  fortnox.faults.set({ rateLimit: false });
  const token = String((await exchange(fortnox, await consent(fortnox, scope))).item("access_token"));
  const api = (method: string, path: string, body?: unknown) =>
    call(fortnox.url, token, { method, path, body });
  const numberOf = async (path: string, body: object, ...keys: string[]) => {
    const answer = await api("POST", path, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return String(answer.item(...keys));
  };
  const customer = (fields: object = {}) =>
    numberOf(
      "/customers",
      { Customer: { Name: "Anna Ek", Email: "anna@example.se", ...fields } },
      "Customer",
      "CustomerNumber",
    );
  const invoice = async (fields: object) => {
    const CustomerNumber = "CustomerNumber" in fields ? fields.CustomerNumber : await customer();
    return numberOf("/invoices", { Invoice: { CustomerNumber, ...fields } }, "Invoice", "DocumentNumber");
  };
  const bookedInvoice = async (fields: object = {}) => {
    const number = await invoice({
      InvoiceRows: [{ Description: "Mugg", DeliveredQuantity: 1, Price: 100, VAT: 25 }],
      ...fields,
    });
    const booked = await api("PUT", `/invoices/${number}/bookkeep`, {});
    if (booked.status !== 200) throw new Error(booked.text);
    return number;
  };
  return { ...fortnox, token, api, customer, invoice, bookedInvoice };
}

/** One call with a token, as JSON. */
export async function call(
  url: string,
  token: string,
  of: { method: string; path: string; body?: unknown; headers?: Record<string, string> },
): Promise<Answer> {
  const response = await fetch(`${url}/3${of.path}`, {
    method: of.method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...of.headers },
    ...(of.body === undefined
      ? {}
      : { body: typeof of.body === "string" ? of.body : JSON.stringify(of.body) }),
  });
  return answerOf(response);
}

/** Clicks "Allow" and returns the code. */
export async function consent(
  fortnox: { url: string },
  scope = allScopes,
  extra: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${fortnox.url}/oauth-v1/auth/allow`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      scope,
      state: "s1",
      ...extra,
    }),
  });
  return new URL(response.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

/** Exchanges a code for tokens. */
export function exchange(fortnox: { url: string }, code: string): Promise<Answer> {
  return token(fortnox, { grant_type: "authorization_code", code, redirect_uri: redirectUri });
}

/** A form posted to the token endpoint. */
export async function token(
  fortnox: { url: string },
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const response = await fetch(`${fortnox.url}/oauth-v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, ...headers },
    body: new URLSearchParams(form),
  });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json: unknown = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined;
  const item = (...path: (string | number)[]) => path.reduce(into, json);
  const code = item("ErrorInformation", "code") ?? item("ErrorInformation", "Code");
  return { status: response.status, headers: response.headers, text, item, code };
}

function into(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
