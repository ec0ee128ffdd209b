import { z } from "zod";
import { bookedForm, sentInvoice } from "./ledger-invoice.ts";
import { pageOf, registers } from "./ledger-registers.ts";
import { type PeerAnswer, type PeerRequest, servePeer } from "./peer-server.ts";

/**
 * A Fortnox that answers at once, checks nobody and knows only what a paid order takes. Each consent is of another
 * company, but they share cards and articles.
 */

const FIRST_COMPANY = 4711;

const sentCustomer = z.object({ Customer: z.looseObject({ Email: z.string().default("") }) });
const sentArticle = z.object({ Article: z.looseObject({ ArticleNumber: z.string() }) });
const sentPayment = z.object({ InvoicePayment: z.looseObject({ InvoiceNumber: z.number() }) });

interface Card {
  readonly CustomerNumber: string;
  readonly Email: string;
  readonly Active: boolean;
}

const cards = new Map<string, Card>();
const articles = new Set<string>();
const references = new Set<string>();
let companies = 0;
let invoices = 0;
let payments = 0;

await servePeer(() => (request) => {
  const { method, path, query } = request;
  if (path === "/oauth-v1/auth") return consent(query);
  if (path === "/oauth-v1/token") return { status: 200, json: token(request), kind: "POST /oauth-v1/token" };
  const given = method === "GET" ? read(request) : write(request);
  return { ...given, kind: given.kind ?? `${method} ${shortened(path)}` };
});

/** `/3/invoices/17/bookkeep` is counted as `/invoices/{id}/bookkeep`. */
function shortened(path: string): string {
  return path.replace(/^\/3/, "").replace(/\/[^/]*\d[^/]*/g, "/{id}");
}

function consent(query: URLSearchParams): PeerAnswer {
  const back = new URL(query.get("redirect_uri") ?? "");
  back.search = new URLSearchParams({ code: "given", state: query.get("state") ?? "" }).toString();
  return { status: 302, headers: { location: back.href } };
}

/** A token in the form of a JWT: the connector reads the company's number from it. */
function token({ headers }: PeerRequest) {
  const known = headers["tenantid"];
  if (known === undefined) companies += 1;
  const tenantId = known === undefined ? FIRST_COMPANY + companies : Number(known);
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
  return {
    access_token: `${part({ alg: "HS256" })}.${part({ tenantId })}.unsigned`,
    refresh_token: "again",
    expires_in: 86_400,
  };
}

function read({ path, query }: PeerRequest): PeerAnswer {
  const register = registers[path];
  if (register !== undefined) return { status: 200, json: pageOf(register.key, register.items, query) };
  const [, , collection = "", id = ""] = path.split("/");
  if (collection === "customers") {
    return id === "" ? listCustomers(query) : found("Customer", cards.get(id), 2000433);
  }
  if (collection === "articles" && id !== "") {
    return found("Article", articles.has(id) ? { ArticleNumber: id } : undefined, 2000428);
  }
  if (path === "/3/companyinformation") {
    return ok({ CompanyInformation: { CompanyName: "Bench AB", DatabaseNumber: FIRST_COMPANY } });
  }
  if (path === "/3/settings/lockedperiod") return ok({ LockedPeriod: { EndDate: null } });
  return found(collection, undefined, 2000434);
}

function listCustomers(query: URLSearchParams): PeerAnswer {
  const email = query.get("email") ?? "";
  const items = [...cards.values()].filter((card) => card.Email === email);
  return { ...ok(pageOf("Customers", items, query)), kind: "GET /customers?email" };
}

function write({ path, body }: PeerRequest): PeerAnswer {
  if (path.endsWith("/bookkeep")) return ok({});
  const json: unknown = JSON.parse(body);
  switch (path) {
    case "/3/customers": {
      const { Email } = sentCustomer.parse(json).Customer;
      const card = { CustomerNumber: String(cards.size + 1), Email, Active: true };
      cards.set(card.CustomerNumber, card);
      return { status: 201, json: { Customer: card } };
    }
    case "/3/articles": {
      const { ArticleNumber } = sentArticle.parse(json).Article;
      articles.add(ArticleNumber);
      return { status: 201, json: { Article: { ArticleNumber } } };
    }
    case "/3/invoices": {
      const sent = sentInvoice.parse(json);
      const { ExternalInvoiceReference1: reference } = sent.Invoice;
      // A figure got by booking twice would be worth nothing.
      if (references.has(reference)) throw new Error(`${reference} was written a second time`);
      references.add(reference);
      invoices += 1;
      return { status: 201, json: { Invoice: bookedForm(sent, invoices) } };
    }
    case "/3/invoicepayments": {
      const { InvoicePayment } = sentPayment.parse(json);
      payments += 1;
      return { status: 201, json: { InvoicePayment: { ...InvoicePayment, Number: payments } } };
    }
    default:
      return { status: 404 };
  }
}

const ok = (json: object): PeerAnswer => ({ status: 200, json });

function found(name: string, item: object | undefined, missing: number): PeerAnswer {
  if (item !== undefined) return ok({ [name]: item });
  return { status: 404, json: { ErrorInformation: { Error: 1, Message: "Not found", Code: missing } } };
}
