import { XMLParser } from "fast-xml-parser";
import { onTestFinished } from "vitest";
import {
  type AccountsIqStandIn,
  type AccountsIqStandInOptions,
  startAccountsIq,
} from "../../../../sandbox/accounting/accountsiq/server.ts";

export const CLIENT = { clientId: "test-client", clientSecret: "test-secret" };
export const NAMESPACE = "http://www.visorsoftware.com/visor/accountsiq/dashboard/Integration/";

/** What a call came back with. */
export interface Answer {
  readonly http: number;
  readonly body: string;
  readonly status: string;
  readonly code: string;
  readonly hasExpired: boolean;
  /** The text of the first element of this name anywhere in the answer; null = there is none. */
  text(name: string): string | null;
}

export interface Connected extends AccountsIqStandIn {
  readonly token: string;
  /** One call in version 2.0; `inside` is XML, names its own elements. */
  call(operation: string, inside?: string, entity?: string): Promise<Answer>;
  /** Makes a customer out of the defaults. */
  customer(code: string, changes?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** A stand-in that stops with the test; it is 15 April 2026 there. */
export async function started(options: Partial<AccountsIqStandInOptions> = {}): Promise<AccountsIqStandIn> {
  const today = () => new Date("2026-04-15T09:00:00Z");
  const standIn = await startAccountsIq({ ...CLIENT, today, ...options });
  onTestFinished(() => standIn.close());
  return standIn;
}

export async function connected(options: Partial<AccountsIqStandInOptions> = {}): Promise<Connected> {
  const standIn = await started(options);
  const signedIn = await send(standIn.url, "TokenGet", xml({ ...CLIENT }));
  const token = signedIn.text("AccessToken") ?? "";
  const call = (operation: string, inside = "", entity = "IE01") =>
    send(standIn.url, operation, inside, header(entity, token));
  return {
    ...standIn,
    token,
    call,
    customer: async (code, changes = {}) => {
      const shell = (await call("GetNewCustomerFromDefaults")).body;
      const inside = /<Result>(.*)<\/Result>/s.exec(shell)?.[1] ?? "";
      const wanted = { Code: code, Name: "Anna Byrne", ...changes };
      return await call(
        "UpdateCustomer",
        `<customer>${filled(inside, wanted)}</customer><create>true</create>`,
      );
    },
  };
}

/** The order of a customer's elements that the tests change, each with the element it stands before. */
const PLACES: readonly (readonly [string, string])[] = [
  ["Code", "GroupID"],
  ["Name", "GroupID"],
  ["Email", "DiscountRate"],
];

/** A shell with more values, each in its place. */
export function filled(shell: string, values: Readonly<Record<string, string>>): string {
  let record = shell;
  for (const [name, value] of Object.entries(values)) {
    const there = new RegExp(`<${name}>[^<]*</${name}>`);
    const before = PLACES.find(([one]) => one === name)?.[1];
    record = there.test(record)
      ? record.replace(there, xml({ [name]: value }))
      : record.replace(`<${before}>`, `${xml({ [name]: value })}<${before}>`);
  }
  return record;
}

export const header = (entity: string, token: string): string =>
  `<soap:Header><AiqSoapHeader xmlns="${NAMESPACE}"><Entity>${entity}</Entity><AccessToken>${token}</AccessToken></AiqSoapHeader></soap:Header>`;

/** Elements of texts, in the order of the properties. */
export function xml(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
}

const parser = new XMLParser({ parseTagValue: false, removeNSPrefix: true });

export async function send(
  url: string,
  operation: string,
  inside: string,
  soapHeader = "",
  version: "1_1" | "2_0" = "2_0",
): Promise<Answer> {
  const envelope = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${soapHeader}<soap:Body><${operation} xmlns="${NAMESPACE}">${inside}</${operation}></soap:Body></soap:Envelope>`;
  return await post(url, version, envelope, `"${NAMESPACE}${operation}"`);
}

export async function post(
  url: string,
  version: "1_1" | "2_0",
  body: string,
  action: string,
): Promise<Answer> {
  const response = await fetch(`${url}/system/dashboard/integration/integration_${version}.asmx`, {
    method: "POST",
    headers: { "content-type": "text/xml; charset=utf-8", soapaction: action },
    body,
  });
  const text = await response.text();
  const tree: unknown = parser.parse(text);
  const of = (name: string) => first(tree, name);
  return {
    http: response.status,
    body: text,
    status: of("Status") ?? "",
    code: of("ErrorCode") ?? "",
    hasExpired: of("HasExpired") === "true",
    text: of,
  };
}

function first(tree: unknown, name: string): string | null {
  if (typeof tree !== "object" || tree === null) return null;
  for (const [key, value] of Object.entries(tree)) {
    if (key === name && typeof value === "string") return value;
    const deeper = first(value, name);
    if (deeper !== null) return deeper;
  }
  return null;
}
