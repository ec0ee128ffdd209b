import { type Request, type Response, Router } from "express";
import { bookDraft } from "./actions.ts";
import { byHand } from "./by-hand.ts";
import { cell, rowsOf, rowWith } from "./company.ts";
import type { Line } from "./delivery.ts";
import { DynaccountError } from "./errors.ts";
import { faultRequest } from "./faults.ts";
import { debtorsPage, documentPage, documentsPage, switchesPage, vouchersPage } from "./pages.ts";

const documentTables = ["debtor_invoice", "debtor_creditnote", "debtor_order"] as const;

/** Pages for people and `/_admin` for other processes. */
export function adminRouter(line: Line): Router {
  const { company, faults } = line;
  const router = Router();
  const html = (res: Response, page: string) => void res.type("html").send(page);
  router.get("/", (_req, res) => html(res, documentsPage(company, "debtor_invoice")));
  for (const table of documentTables) {
    router.get(`/${table}`, (_req, res) => html(res, documentsPage(company, table)));
    router.get(`/${table}/:id`, (req, res) => {
      const document = rowWith(company, table, "id", req.params.id);
      if (document === undefined) res.status(404).send("No such document");
      else html(res, documentPage(company, table, document));
    });
    router.post(`/${table}/:id/book`, (req, res) => {
      if (table === "debtor_order") res.status(404).end();
      else done(res, `/${table}/${req.params.id}`, () => byHand(company).book(table, req.params.id));
    });
  }
  router.get("/debtor", (_req, res) => html(res, debtorsPage(company)));
  router.get("/vouchers", (_req, res) => html(res, vouchersPage(company)));
  router.post("/vouchers/book", (_req, res) =>
    done(res, "/vouchers", () => {
      for (const draft of rowsOf(company, "draft")) bookDraft(company, cell(draft, "name"));
    }),
  );
  router.get("/switches", (_req, res) => html(res, switchesPage(company, faults.pending())));
  router.post("/switches", (req, res) => {
    const form = new URLSearchParams(textOf(req));
    if (form.has("flip")) setFaults(line, { [form.get("flip") ?? ""]: form.get("to") === "true" });
    if (form.has("lockedUntil")) setFaults(line, { lockedUntil: form.get("lockedUntil") || null });
    res.redirect(303, "/switches");
  });
  router.get("/_admin/state", (_req, res) => {
    const { apiKey: _key, apiSecret: _secret, ...shown } = company;
    res.json({ ...shown, calls: line.calls });
  });
  router.get("/_admin/faults", (_req, res) => void res.json({ pending: faults.pending() }));
  router.post("/_admin/faults", (req, res) => {
    const answer = setFaults(line, jsonOf(req));
    res.status(answer.status).json(answer.body);
  });
  router.post("/_admin/reset-calls", (_req, res) => {
    line.calls.length = 0;
    res.status(204).end();
  });
  return router;
}

/** A button of a page; what the ledger refuses is shown in its words. */
function done(res: Response, back: string, work: () => void): void {
  try {
    work();
    res.redirect(303, back);
  } catch (error) {
    if (!(error instanceof DynaccountError)) throw error;
    res.status(409).json(error.body);
  }
}

function setFaults({ faults }: Line, body: unknown): { status: number; body: unknown } {
  const request = faultRequest.safeParse(body);
  if (!request.success) return { status: 400, body: { problems: request.error.issues } };
  const { match, fault, times, after, ms, clear, ...switches } = request.data;
  if ((match === undefined) !== (fault === undefined))
    return { status: 400, body: { problems: ["match and fault belong together"] } };
  if (clear) faults.clear();
  if (match !== undefined && fault !== undefined) faults.next({ match, fault, times, after, ms });
  // Only what was sent, so that absent switches stay as they are.
  faults.set(JSON.parse(JSON.stringify(switches)) as Parameters<typeof faults.set>[0]);
  return { status: 200, body: { pending: faults.pending(), switches: faults.switches() } };
}

function textOf(req: Request): string {
  const body: unknown = req.body;
  return typeof body === "string" ? body : "";
}

function jsonOf(req: Request): unknown {
  try {
    return JSON.parse(textOf(req));
  } catch {
    return undefined;
  }
}
