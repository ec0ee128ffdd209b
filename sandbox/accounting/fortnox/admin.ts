import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { doByHand, handActions } from "./by-hand.ts";
import { type Company, newCompany, ordersOf } from "./company.ts";
import { type Line, write } from "./delivery.ts";
import { FortnoxError } from "./errors.ts";
import { faultRequest } from "./faults.ts";
import { customersPage, invoicePage, invoicesPage, ordersPage, paymentsPage, switchesPage } from "./pages.ts";
import { json, type Reply } from "./routes.ts";
import type { State } from "./store.ts";
import { type Clock, swedishDate } from "./swedish-time.ts";
import type { Switches } from "./switches.ts";

/** What the admin sees: everything. */
export interface AdminDesk {
  line: Line;
  state: State;
  companyOf(databaseNumber?: number): Company;
  clock: Clock;
}

const companyRequest = z.strictObject({ name: z.string().min(1), databaseNumber: z.int().positive() });

/** Pages for people and `/_admin` for other processes. */
export function adminRouter(desk: AdminDesk): Router {
  const router = Router();
  const shows = (path: string, show: (company: Company, req: Request) => Reply) =>
    router.get(path, (req, res) => write(res, show(desk.companyOf(tenantOf(req)), req)));

  shows("/", invoicesPage);
  shows("/invoices", invoicesPage);
  shows("/invoices/:number", (company, req) => invoicePage(company, String(req.params["number"])));
  shows("/orders", ordersPage);
  shows("/orders/:number", ordersPage);
  shows("/customers", customersPage);
  shows("/payments", paymentsPage);
  shows("/switches", (company) => switchesPage(company, desk.line.faults.pending()));
  shows("/_admin/state", (company) => json(200, stateOf(desk, company)));
  shows("/_admin/faults", () => json(200, { pending: desk.line.faults.pending() }));
  router.post("/_admin/faults", (req, res) => write(res, setFaults(desk, bodyOf(req))));
  router.post("/_admin/reset-calls", (_req, res) => {
    desk.line.calls.length = 0;
    write(res, { status: 204 });
  });
  router.post("/_admin/companies", (req, res) => write(res, addCompany(desk, bodyOf(req))));
  router.post("/invoices/:number/by-hand", (req: Request, res: Response) => {
    const number = String(req.params["number"]);
    write(res, actByHand(desk, desk.companyOf(tenantOf(req)), number, new URLSearchParams(textOf(req))));
  });
  router.post("/switches", (req: Request, res: Response) => {
    applyForm(desk, new URLSearchParams(textOf(req)));
    write(res, { status: 303, headers: { location: "/switches" } });
  });
  return router;
}

/** A button of the invoice's page; what the ledger refuses is shown in its words. */
function actByHand(desk: AdminDesk, company: Company, number: string, form: URLSearchParams): Reply {
  const action = handActions.find((one) => one === form.get("action"));
  const price = form.get("price") ?? undefined;
  if (action === undefined || (price !== undefined && !/^-?\d{1,9}(\.\d{1,2})?$/.test(price)))
    return json(400, { problems: ["no such action"] });
  try {
    doByHand(company, desk.clock, { number, action, ...(price === undefined ? {} : { price }) });
  } catch (error) {
    if (error instanceof FortnoxError) return json(error.status, { problems: [error.message] });
    throw error;
  }
  return { status: 303, headers: { location: `/invoices/${encodeURIComponent(number)}` } };
}

function tenantOf(req: Request): number | undefined {
  const tenant = new URL(req.originalUrl, "http://localhost").searchParams.get("tenant");
  return tenant === null ? undefined : Number(tenant);
}

function textOf(req: Request): string {
  const body: unknown = req.body;
  return typeof body === "string" ? body : "";
}

function bodyOf(req: Request): unknown {
  try {
    return JSON.parse(textOf(req));
  } catch {
    return undefined;
  }
}

function stateOf(desk: AdminDesk, company: Company) {
  return {
    company: { name: company.name, databaseNumber: company.databaseNumber },
    switches: company.switches,
    vatRates: [...company.vatRates.values()],
    customers: [...company.customers.values()],
    articles: [...company.articles.values()],
    invoices: [...company.invoices.values()],
    orders: [...ordersOf(company).values()],
    payments: [...company.payments.values()],
    vouchers: company.vouchers,
    emails: company.emails,
    calls: desk.line.calls,
  };
}

function setFaults(desk: AdminDesk, body: unknown): Reply {
  const request = faultRequest.safeParse(body);
  if (!request.success) return json(400, { problems: request.error.issues });
  const { match, fault, times, ms, tenant, clear, vatRates, ...switches } = request.data;
  const { faults } = desk.line;
  if ((match === undefined) !== (fault === undefined))
    return json(400, { problems: ["match and fault belong together"] });
  if (clear) faults.clear();
  if (match !== undefined && fault !== undefined)
    faults.next({
      match,
      fault,
      ...(times === undefined ? {} : { times }),
      ...(ms === undefined ? {} : { ms }),
    });
  for (const { code, rate, account } of vatRates ?? [])
    faults.addVatRate({ code, rate, ...(account === undefined ? {} : { account }) }, tenant);
  faults.set(given(switches), tenant);
  return json(200, { pending: faults.pending(), switches: faults.switches(tenant) });
}

/** Only what was sent, so that absent switches stay as they are. */
function given(switches: { [K in keyof Switches]?: Switches[K] | undefined }): Partial<Switches> {
  return Object.fromEntries(
    Object.entries(switches).filter(([, value]) => value !== undefined),
  ) as Partial<Switches>;
}

function addCompany(desk: AdminDesk, body: unknown): Reply {
  const request = companyRequest.safeParse(body);
  if (!request.success) return json(400, { problems: request.error.issues });
  const { databaseNumber } = request.data;
  if (desk.state.companies.has(databaseNumber)) return json(409, { problems: ["The company exists"] });
  const year = Number(swedishDate(desk.clock()).slice(0, 4));
  desk.state.companies.set(databaseNumber, newCompany({ ...request.data, year }));
  return json(201, request.data);
}

/** The form of the switches page: one switch to flip, a day to lock until, or an own VAT rate. */
function applyForm(desk: AdminDesk, form: URLSearchParams): void {
  const read = faultRequest.safeParse({
    ...(form.has("flip") ? { [form.get("flip") ?? ""]: form.get("to") === "true" } : {}),
    ...(form.has("lockedUntil") ? { lockedUntil: form.get("lockedUntil") || null } : {}),
    ...(form.has("code") ? { vatRates: [{ code: form.get("code"), rate: form.get("rate") }] } : {}),
  });
  if (read.success) setFaults(desk, read.data);
}
