import { randomBytes } from "node:crypto";
import express, { type Request, type Response } from "express";
import { adminRouter } from "./admin.ts";
import { answerApi, answerFileService, answerPerson } from "./api.ts";
import { doByHand, type HandAction } from "./by-hand.ts";
import { type Company, newCompany } from "./company.ts";
import { allowConsent, consentPage, denyConsent } from "./consent.ts";
import { deliver, type Line, write } from "./delivery.ts";
import { type FaultSwitchboard, faultQueue } from "./faults.ts";
import { type LedgerView, ledgerView } from "./ledger-view.ts";
import { type Authority, answerRevoke, answerToken, type TokenRequest } from "./oauth.ts";
import { rateWindow } from "./rate-window.ts";
import { openStore, type State } from "./store.ts";
import { swedishDate } from "./swedish-time.ts";

export interface FortnoxStandInOptions {
  /** 0 or absent: a free port. */
  port?: number;
  /** Keeps the state, so that a second start continues where the first ended. */
  dataFile?: string;
  clientId: string;
  clientSecret: string;
  /** Absent: any loopback or https address. */
  redirectUris?: string[];
  company?: { name: string; databaseNumber: number };
  today?: () => Date;
  /** How long a window of 25 calls lasts. Absent: five seconds, as Fortnox says. */
  windowMs?: number;
}

export interface FortnoxStandIn {
  /** One origin for the API, the consent page and the admin pages. */
  url: string;
  close(): Promise<void>;
  faults: FaultSwitchboard;
  ledger: LedgerView;
  /** What a person does in the books by hand, such as `PUT /invoices/1/bookkeep`. */
  asPerson(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>;
  /** What a person does to an invoice in the ledger's own pages; `price` is for `edit`. */
  byHand(number: string, action: HandAction, price?: string): void;
}

/** Starts a stand-in of Fortnox on loopback. */
export async function startFortnox(options: FortnoxStandInOptions): Promise<FortnoxStandIn> {
  const clock = options.today ?? (() => new Date());
  const first = options.company ?? { name: "Sandlådan AB", databaseNumber: 100001 };
  const store = openStore(options.dataFile, () =>
    freshState(first, Number(swedishDate(clock()).slice(0, 4))),
  );
  const { state } = store;
  const companyOf = (databaseNumber = first.databaseNumber): Company => {
    const company = state.companies.get(databaseNumber) ?? [...state.companies.values()][0];
    if (company === undefined) throw new Error("The stand-in has no company");
    return company;
  };
  const expireTokens = () => {
    // What was signed with the old key is refused as an expired token is.
    state.signingKey = newSigningKey();
    store.changed();
  };
  const faults = faultQueue(companyOf, () => state.companies.values(), expireTokens);
  const line: Line = { faults, calls: [] };
  const authority: Authority = { client: options, state, clock, codes: new Map() };
  const rates = rateWindow({ calls: 25, ms: options.windowMs ?? 5000 });

  const app = express();
  app.disable("x-powered-by").set("query parser", false);
  app.use(express.text({ type: () => true, limit: "5mb" }));
  app.use((_req, res, next) => {
    res.once("finish", store.changed);
    next();
  });
  app.get("/oauth-v1/auth", (req, res) => write(res, consentPage(authority, queryOf(req))));
  app.post("/oauth-v1/auth/allow", (req, res) => write(res, allowConsent(authority, formOf(req))));
  app.post("/oauth-v1/auth/deny", (req, res) => write(res, denyConsent(authority, formOf(req))));
  app.post("/oauth-v1/token", (req, res) =>
    deliver(line, { req, res }, () => answerToken(authority, tokenRequest(req))),
  );
  app.post("/oauth-v1/revoke", (req, res) =>
    deliver(line, { req, res }, () => answerRevoke(authority, tokenRequest(req))),
  );
  app.use("/3", (req, res) =>
    deliver(line, { req, res }, async () => {
      const reply = await answerApi(authority, rates, { ...apiRequest(req), origin: originOf(req) });
      store.changed();
      return reply;
    }),
  );
  app.use("/api", (req, res) =>
    deliver(line, { req, res }, async () => {
      const reply = await answerFileService(authority, rates, apiRequest(req));
      store.changed();
      return reply;
    }),
  );
  app.use(adminRouter({ line, state, companyOf, clock }));
  app.use((_req: Request, res: Response) => write(res, { status: 404, body: "Not found" }));

  const server = app.listen(options.port ?? 0, "127.0.0.1");
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port");

  // Once only: a second stop would write the old state over that of a successor.
  let closing: Promise<void> | undefined;
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    store.close();
  };

  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    ledger: ledgerView(companyOf, line),
    asPerson: async (method, path, body) => {
      const setting = { company: companyOf(), clock, origin: `http://127.0.0.1:${address.port}` };
      const reply = answerPerson(setting, { method, path, body });
      store.changed();
      return { status: reply.status, text: String(reply.body ?? "") };
    },
    byHand: (number, action, price) => {
      doByHand(companyOf(), clock, { number, action, ...(price === undefined ? {} : { price }) });
      store.changed();
    },
    close: () => {
      closing ??= stop();
      return closing;
    },
  };
}

function freshState(company: { name: string; databaseNumber: number }, year: number): State {
  return {
    signingKey: newSigningKey(),
    companies: new Map([[company.databaseNumber, newCompany({ ...company, year })]]),
    refreshTokens: new Map(),
  };
}

const newSigningKey = (): string => randomBytes(32).toString("base64");

function queryOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, "http://localhost").searchParams;
}

function textOf(req: Request): string {
  const body: unknown = req.body;
  return typeof body === "string" ? body : "";
}

function formOf(req: Request): URLSearchParams {
  return new URLSearchParams(textOf(req));
}

function originOf(req: Request): string {
  return `http://${req.headers.host ?? "127.0.0.1"}`;
}

function tokenRequest(req: Request): TokenRequest {
  return {
    authorization: req.get("authorization"),
    contentType: req.get("content-type"),
    tenantId: req.get("tenantid"),
    form: formOf(req),
  };
}

function apiRequest(req: Request) {
  return {
    method: req.method,
    path: req.path,
    query: queryOf(req),
    authorization: req.get("authorization"),
    accept: req.get("accept"),
    contentType: req.get("content-type"),
    text: textOf(req),
  };
}
