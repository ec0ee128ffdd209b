import express from "express";
import { z } from "zod";
import { faultsSchema } from "./faults.ts";
import { notFound, parsed, Refusal } from "./refusal.ts";
import type { RunningShop, Surroundings } from "./tenant.ts";
import { editDraftSchema, orderDraftSchema, refundDraftSchema, returnDraftSchema } from "./trade/draft.ts";

const claimsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
const scopesSchema = z.object({ scopes: z.array(z.string()) });

/** `/_admin/<handle>/...`: the same levers as a shop's, as JSON, for another process. */
export function switchboardRoutes(
  shops: ReadonlyMap<string, RunningShop>,
  { app, secrets }: Surroundings,
): express.Router {
  const router = express.Router();
  router.use(express.json({ limit: "5mb" }));

  const shopOf = (request: express.Request): RunningShop => {
    const handle = String(request.params["handle"]);
    const shop = shops.get(handle);
    if (shop === undefined) throw notFound("shop", handle);
    return shop;
  };
  const id = (request: express.Request) => String(request.params["id"]);

  router.get("/", (_request, response) => {
    response.json({ shops: [...shops.keys()], app });
  });
  router.post("/secrets", (request, response) => {
    const { rotate } = parsed(z.object({ rotate: z.string().optional() }), request.body);
    if (rotate === undefined) secrets.revokeOld();
    else secrets.rotate(rotate);
    response.status(204).end();
  });

  router.get("/:handle/state", (request, response) => {
    const shop = shopOf(request);
    response.json({
      domain: shop.domain,
      scopes: shop.scopes(),
      orders: shop.orders(),
      variants: shop.variants(),
      stock: Object.fromEntries(shop.stock()),
      deliveries: shop.deliveries(),
      calls: shop.calls(),
      faults: shop.faults,
    });
  });
  router.post("/:handle/faults", (request, response) => {
    const { faults } = shopOf(request);
    Object.assign(faults, parsed(faultsSchema.partial().strict(), request.body));
    response.json(faults);
  });

  router.post("/:handle/orders", async (request, response) => {
    parsed(orderDraftSchema, request.body);
    response.status(201).json(await shopOf(request).place(request.body));
  });
  router.post("/:handle/orders/:id/pay", async (request, response) => {
    response.json(await shopOf(request).pay(id(request), request.body ?? {}));
  });
  router.post("/:handle/orders/:id/refund", async (request, response) => {
    parsed(refundDraftSchema, request.body);
    response.json(await shopOf(request).refund(id(request), request.body));
  });
  router.post("/:handle/orders/:id/edit", async (request, response) => {
    parsed(editDraftSchema, request.body);
    response.json(await shopOf(request).edit(id(request), request.body));
  });
  router.post("/:handle/orders/:id/return", async (request, response) => {
    parsed(returnDraftSchema, request.body);
    response.json(await shopOf(request).processReturn(id(request), request.body));
  });
  router.post("/:handle/orders/:id/cancel", async (request, response) => {
    response.json(await shopOf(request).cancel(id(request)));
  });
  router.post("/:handle/orders/:id/fulfil", async (request, response) => {
    response.json(await shopOf(request).fulfil(id(request)));
  });
  router.post("/:handle/payouts", async (request, response) => {
    response.status(201).json(await shopOf(request).payOut());
  });

  router.post("/:handle/install", async (request, response) => {
    const shop = shopOf(request);
    await shop.install();
    response.json({ app_address: await shop.appAddress() });
  });
  router.post("/:handle/uninstall", async (request, response) => {
    await shopOf(request).uninstall();
    response.status(204).end();
  });
  router.post("/:handle/scopes/grant", async (request, response) => {
    await shopOf(request).grantScopes(parsed(scopesSchema, request.body).scopes);
    response.status(204).end();
  });
  router.post("/:handle/scopes/revoke", async (request, response) => {
    await shopOf(request).revokeScopes(parsed(scopesSchema, request.body).scopes);
    response.status(204).end();
  });
  router.post("/:handle/session-token", async (request, response) => {
    const claims = parsed(claimsSchema.default({}), request.body);
    response.json({ token: await shopOf(request).sessionToken(claims) });
  });

  router.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      if (error instanceof Refusal) response.status(error.status).json({ error: error.message });
      else next(error);
    },
  );
  return router;
}
