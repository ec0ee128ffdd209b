import { type Request, type Response, Router } from "express";
import type { Reply } from "./answer.ts";
import { type Line, write } from "./delivery.ts";
import type { Entity } from "./entity.ts";
import { faultRequest } from "./faults.ts";
import { customersPage, switchesPage, transactionPage, transactionsPage } from "./pages.ts";
import type { State } from "./state.ts";
import type { Switches } from "./switches.ts";

/** What the admin sees: everything. */
export interface AdminDesk {
  readonly line: Line;
  readonly state: State;
  entityOf(id?: string): Entity;
  changed(): void;
}

/** Pages for people and `/_admin` for other processes. */
export function adminRouter(desk: AdminDesk): Router {
  const router = Router();
  const shows = (path: string, show: (entity: Entity, req: Request) => Reply) =>
    router.get(path, (req, res) =>
      write(res, show(desk.entityOf(queryOf(req).get("entity") ?? undefined), req)),
    );

  shows("/", transactionsPage);
  shows("/transactions", transactionsPage);
  shows("/transactions/:id", (entity, req) => transactionPage(entity, String(req.params["id"])));
  shows("/customers", customersPage);
  shows("/switches", (entity) => switchesPage(entity, desk.line.faults.pending()));
  shows("/_admin/state", (entity) => json(200, stateOf(desk, entity)));
  router.post("/_admin/faults", (req, res) => write(res, setFaults(desk, bodyOf(req))));
  router.post("/_admin/reset-calls", (_req, res) => {
    desk.line.calls.length = 0;
    write(res, { status: 204, body: "" });
  });
  router.post("/switches", (req: Request, res: Response) => {
    const form = new URLSearchParams(textOf(req));
    const flip = form.get("flip");
    setFaults(desk, {
      entity: form.get("entity") ?? undefined,
      ...(flip === null ? {} : { [flip]: form.get("to") === "true" }),
      ...(form.has("lockedUntil") ? { lockedUntil: form.get("lockedUntil") || null } : {}),
    });
    const location = `/switches?entity=${encodeURIComponent(form.get("entity") ?? "")}`;
    write(res, { status: 303, headers: { location }, body: "" });
  });
  return router;
}

function stateOf(desk: AdminDesk, entity: Entity) {
  return {
    entity: { id: entity.id, name: entity.name, currency: entity.currency },
    switches: entity.switches,
    customers: [...entity.customers.values()],
    items: [...entity.items.values()],
    transactions: [...entity.transactions.values()],
    allocations: entity.allocations,
    itemDocuments: [...entity.itemDocuments.values()],
    documents: entity.documents,
    calls: desk.line.calls,
  };
}

function setFaults(desk: AdminDesk, body: unknown): Reply {
  const request = faultRequest.safeParse(body);
  if (!request.success) return json(400, { problems: request.error.issues });
  const { match, fault, times, after, ms, entity, clear, expireTokens, ...switches } = request.data;
  const { faults } = desk.line;
  if ((match === undefined) !== (fault === undefined)) {
    return json(400, { problems: ["match and fault belong together"] });
  }
  if (clear) faults.clear();
  if (expireTokens) faults.expireTokens();
  if (match !== undefined && fault !== undefined) {
    const more = {
      ...(times === undefined ? {} : { times }),
      ...(after === undefined ? {} : { after }),
      ...(ms === undefined ? {} : { ms }),
    };
    faults.next({ match, fault, ...more });
  }
  faults.set(given(switches), entity);
  desk.changed();
  return json(200, { pending: faults.pending(), switches: faults.switches(entity) });
}

/** Only what was sent, so that absent switches stay as they are. */
function given(switches: { [K in keyof Switches]?: Switches[K] | undefined }): Partial<Switches> {
  return Object.fromEntries(
    Object.entries(switches).filter(([, value]) => value !== undefined),
  ) as Partial<Switches>;
}

const json = (status: number, body: unknown): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const queryOf = (req: Request): URLSearchParams => new URL(req.originalUrl, "http://localhost").searchParams;

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
