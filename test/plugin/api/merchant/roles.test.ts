import { afterAll, beforeAll, expect, it } from "vitest";
import { endpoints } from "../../../../plugin/api/merchant/endpoints.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { readPanel } from "../../../support/panel.ts";
import { makeLink } from "../../../support/visitors.ts";

const CALLERS = [
  "owner",
  "bookkeeper",
  "viewer",
  "owner's key",
  "bookkeeper's key",
  "viewer's key",
  "link",
  "nobody",
] as const;
type Caller = (typeof CALLERS)[number];

const everybody = [
  "owner",
  "bookkeeper",
  "viewer",
  "owner's key",
  "bookkeeper's key",
  "viewer's key",
] as const;
const books = ["owner", "bookkeeper", "owner's key", "bookkeeper's key"] as const;
const owner = ["owner", "owner's key"] as const;
const ownerHerself = ["owner"] as const;

/** Who may make which call: the rule itself, apart from the code that keeps it. A link opens no call at all. */
const MAY: Readonly<Record<string, readonly Caller[]>> = {
  "get /installation": everybody,
  "get /connections/{id}": everybody,
  "get /connections/{id}/settings": everybody,
  "get /connections/{id}/settings/history": everybody,
  "get /connections/{id}/choices/{list}": everybody,
  "get /connections/{id}/stock": everybody,
  "get /connections/{id}/closed-months": everybody,
  "get /orders": everybody,
  "get /orders/{order_id}": everybody,
  "get /orders/{order_id}/specification.csv": everybody,
  "get /orders/{order_id}/preview": everybody,
  "get /reconciliation": everybody,
  "get /reconciliation.csv": everybody,
  "get /reconciliation/unbooked.csv": everybody,
  "get /reports/oss": everybody,
  "get /reports/oss.csv": everybody,
  "get /imports": everybody,
  "get /imports/{id}": everybody,
  "get /payouts": everybody,
  "get /payouts/{payout_id}": everybody,
  "post /orders/sync": books,
  "post /orders/{order_id}/accept": books,
  "post /orders/undo": books,
  "post /connections/{id}/closed-months": books,
  "delete /connections/{id}/closed-months/{month}": books,
  "post /imports": books,
  "post /imports/{id}/pause": books,
  "post /imports/{id}/resume": books,
  "post /imports/{id}/cancel": books,
  "post /payouts/sync": books,
  "post /connections": owner,
  "delete /connections/{id}": owner,
  "post /connections/{id}/check": owner,
  "patch /connections/{id}/settings": owner,
  "post /connections/{id}/notifications/test": owner,
  "get /connections/{id}/flow-secret": owner,
  "get /webhook-endpoints": owner,
  "post /webhook-endpoints": owner,
  "delete /webhook-endpoints/{id}": owner,
  "post /webhook-endpoints/{id}/enable": owner,
  "get /webhook-endpoints/{id}/deliveries": owner,
  "post /webhook-endpoints/{id}/deliveries/{delivery_id}/resend": owner,
  "get /api-keys": ownerHerself,
  "post /api-keys": ownerHerself,
  "delete /api-keys/{id}": ownerHerself,
};

let house: House;
let tokens: ReadonlyMap<Caller, string>;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  const session = (roles: string[]) => house.shop.sessionToken({ roles });
  const key = async (role: string): Promise<string> => {
    const { body } = await house.api("POST", "/api-keys", { name: role, role });
    return String(Object(body)["key"]);
  };
  const link = await makeLink(readPanel(house, house));
  tokens = new Map<Caller, string>([
    ["owner", await session(["admin"])],
    ["bookkeeper", await session(["bookkeeper"])],
    ["viewer", await session(["viewer"])],
    ["owner's key", await key("owner")],
    ["bookkeeper's key", await key("bookkeeper")],
    ["viewer's key", await key("viewer")],
    ["link", link.slice(link.lastIndexOf("/") + 1)],
  ]);
});
afterAll(() => house.close());

it("the table of roles names every call of the merchant API, and no other", () => {
  const calls = endpoints.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(MAY).toSorted()).toEqual(calls.toSorted());
});

it.each(CALLERS)("the API opens to the %s what the table says, and nothing else", async (caller) => {
  const token = tokens.get(caller);
  const found = await Promise.all(
    Object.keys(MAY).map(async (call) => {
      const [method = "", path = ""] = call.split(" ");
      // An id nobody has and a body that says nothing: whoever is let in is told so, and nothing happens.
      const response = await fetch(`${house.publicUrl}/api/v1${path.replaceAll(/\{\w+\}/g, "999999")}`, {
        method: method.toUpperCase(),
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(method === "get" ? {} : { "content-type": "application/json" }),
        },
        body: method === "get" || method === "delete" ? null : "{}",
      });
      await response.arrayBuffer();
      return [call, [401, 403].includes(response.status) ? "refused" : "let in"] as const;
    }),
  );
  const wanted = Object.entries(MAY).map(([call, who]) => [
    call,
    who.includes(caller) ? "let in" : "refused",
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
});
