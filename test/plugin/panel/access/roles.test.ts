import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StrangerLimit } from "../../../../plugin/api/stranger-limit.ts";
import { panelAccess } from "../../../../plugin/panel/access/access.ts";
import { panelRouter } from "../../../../plugin/panel/router.ts";
import { loadTexts } from "../../../../plugin/panel/words/texts.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { placeOneOfEach } from "../../../support/panel.ts";
import {
  openVisitors,
  pressables,
  VISITORS,
  type VisitorName,
  type Visitors,
} from "../../../support/visitors.ts";
import { openPipeline } from "../../pipeline/open-pipeline.ts";

const everybody = ["owner", "bookkeeper", "viewer", "link"] as const;
const staff = ["owner", "bookkeeper", "viewer"] as const;
const books = ["owner", "bookkeeper"] as const;
const owner = ["owner"] as const;

/** Who may open what of the panel, and send which form: the rule itself, apart from the code that keeps it. */
const MAY: Readonly<Record<string, readonly VisitorName[]>> = {
  "GET /": everybody,
  "GET /orders": everybody,
  "GET /orders.csv": everybody,
  "GET /orders/:id": everybody,
  "GET /orders/:id/specification.csv": everybody,
  "GET /reports": everybody,
  "GET /reports/unbooked.csv": everybody,
  "GET /reports/oss": everybody,
  "GET /reports/oss.csv": everybody,
  "GET /reports/payouts": everybody,
  "GET /reports/payouts/:id": everybody,
  "GET /help": everybody,
  "GET /help/guides/:name": everybody,
  "GET /help/components": everybody,
  "POST /orders/:id/note": ["owner", "bookkeeper", "link"],
  "GET /start": staff,
  "GET /selection": staff,
  "GET /settings": staff,
  "GET /settings.json": staff,
  "GET /settings/vat": staff,
  "GET /settings/payments": staff,
  "GET /settings/rules": staff,
  "GET /settings/rules/edit": staff,
  "GET /settings/flow": staff,
  "GET /settings/history": staff,
  "GET /connections": staff,
  "GET /import": staff,
  "GET /import/samples/:name": staff,
  "GET /practice": staff,
  "GET /practice/documents/:number": staff,
  "GET /settings/choices/:list": books,
  "POST /causes/mend": books,
  "POST /start/check": books,
  "POST /orders/selected": books,
  "POST /orders/try-again": books,
  "POST /orders/find": books,
  "POST /orders/:id/sync": books,
  "POST /orders/:id/accept": books,
  "POST /orders/:id/leave-out": books,
  "GET /orders/:id/undo": books,
  "POST /orders/:id/undo": books,
  "POST /orders/:id/keep": books,
  "POST /selection/sync": books,
  "POST /import/begin": books,
  "POST /import/:id/:move": books,
  "GET /import/files/:id": books,
  "POST /import/file": books,
  "POST /import/files/:id/begin": books,
  "POST /import/files/:id/drop": books,
  "POST /practice/take": books,
  "POST /reports/payouts/:id/sync": books,
  "POST /reports/close": books,
  "POST /start/live": owner,
  "POST /settings": owner,
  "POST /settings/import": owner,
  "POST /settings/vat": owner,
  "POST /settings/payments": owner,
  "POST /settings/flow": owner,
  "POST /settings/rules": owner,
  "POST /settings/rules/edit": owner,
  "POST /settings/history/restore": owner,
  "POST /connections/grants": owner,
  "POST /connections/:id/check": owner,
  "POST /connections/:id/pause": owner,
  "POST /connections/:id/remove": owner,
  "POST /practice/open": owner,
  "POST /addresses/renew": owner,
  "GET /api-keys": owner,
  "POST /api-keys/make": owner,
  "POST /api-keys/:id/revoke": owner,
  "GET /webhooks": owner,
  "POST /webhooks/make": owner,
  "GET /webhooks/:id": owner,
  "POST /webhooks/:id": owner,
  "GET /accountants": owner,
  "POST /accountants/make": owner,
  "POST /accountants/:id/revoke": owner,
  "GET /data-requests": owner,
  "GET /data-requests/:id/customer.txt": owner,
  "GET /data-requests/:id/customer.json": owner,
};

const [sqlite] = engines;
if (sqlite === undefined) throw new Error("no engine");
let house: House;
let visitors: Visitors;
let orders: string[];

beforeAll(async () => {
  house = await openHouse(sqlite);
  orders = await placeOneOfEach(house);
  visitors = await openVisitors(house);
});
afterAll(() => house.close());

describe("the table of roles", () => {
  it("names every address the panel's router answers, and no other", async () => {
    const pipeline = await openPipeline(sqlite);
    const { clock } = pipeline.context.ports;
    const router = panelRouter({
      context: pipeline.context,
      viewsDirectory: "views",
      guidesDirectory: undefined,
      production: false,
      strangers: new StrangerLimit(clock),
      speak: loadTexts("views/locales"),
    });
    const answered = router.stack.flatMap(({ route }) =>
      (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path}`),
    );
    expect(answered.length).toBeGreaterThan(50);
    expect(Object.keys(MAY).toSorted()).toEqual(answered.toSorted());
    expect(Object.keys(panelAccess).toSorted()).toEqual(answered.toSorted());
    await pipeline.close();
  });
});

/** A form without our proof changes nothing, but is asked for only of who may send it. */
async function verdict(visitor: VisitorName, route: string): Promise<"let in" | "refused"> {
  const [method = "", pattern = ""] = route.split(" ");
  const path = pattern
    .replace("/:id", `/${orders[0]}`)
    .replace(":move", "pause")
    .replace(":list", "accounts")
    .replace(":number", "1");
  const { status, text } = await visitors.ask(visitor, method === "POST" ? "POST" : "GET", path);
  if (status === 401) return "refused";
  return status === 403 && text.includes("Only an administrator may do this") ? "refused" : "let in";
}

describe.each(VISITORS)("the panel and its %s", (visitor) => {
  it("open to each other what the table says, and nothing else", async () => {
    const found = await Promise.all(
      Object.keys(MAY).map(async (route) => [route, await verdict(visitor, route)] as const),
    );
    const wanted = Object.entries(MAY).map(([route, who]) => [
      route,
      who.includes(visitor) ? "let in" : "refused",
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

describe.each(["owner", "bookkeeper", "viewer", "link"] as const)(
  "what a page shows its %s to press",
  (visitor) => {
    it("is what the visitor may do", async () => {
      const root = visitor === "link" ? new URL(visitors.link).pathname : "/embedded";
      const paths = [
        "",
        "/start?step=check",
        "/start?step=live",
        "/import",
        "/reports/payouts",
        "/reports/oss",
      ];
      const places = [
        "/orders?q=nobody",
        "/reports",
        "/settings/rules",
        "/settings/vat",
        "/settings/flow",
        "/settings/payments",
      ];
      const more = [
        "/orders",
        "/connections",
        "/settings",
        "/settings/history",
        `/selection?orders=${orders[0]}`,
      ];
      const pages = [...paths, ...places, ...more, ...orders.map((id) => `/orders/${id}`)];
      const wrong: string[] = [];
      let seen = 0;
      for (const page of pages) {
        const { status, text } = await visitors.ask(visitor, "GET", page);
        if (status === 403) continue;
        expect(status, page).toBe(200);
        for (const { method, path } of pressables(text, root)) {
          const route = routeOf(method, path);
          seen += 1;
          if (route !== null && !MAY[route]?.includes(visitor)) wrong.push(`${page}: ${method} ${path}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(seen).toBeGreaterThan(60);
    });
  },
);

/** The address as the table names it; a fixed one counts before one with a part to fill in. */
function routeOf(method: string, path: string): string | null {
  const own = `${method} ${path}`;
  if (Object.hasOwn(MAY, own)) return own;
  return (
    Object.keys(MAY).find((route) => new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+")}$`).test(own)) ?? null
  );
}
