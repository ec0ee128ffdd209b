import express from "express";
import { z } from "zod";
import { answerRefusal, idIn } from "./api.ts";
import { faultsSchema } from "./faults.ts";
import { ManifestRefused } from "./manifest-reader.ts";
import type { ShopOrder } from "./order.ts";
import { orderSchema } from "./order.ts";
import { orderDraftSchema } from "./order-draft.ts";
import { payoutSchema } from "./payouts.ts";
import { refundDraftSchema } from "./refunds.ts";
import { invalid, parsed } from "./refusal.ts";
import type { Shop } from "./shop.ts";
import type { Store } from "./store.ts";

const claimsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]));

/** `/_admin`: the same levers as `Shop`, as JSON, for another process. */
export function switchboardRoutes(shop: Shop, store: Store): express.Router {
  const router = express.Router();
  router.use(express.json({ limit: "5mb" }));

  router.get("/state", (_request, response) => {
    const { tenant, app, orders, products, stock } = store.state;
    response.json({
      url: shop.url,
      tenant,
      app: app && { client_id: app.manifest.client_id, scopes: app.scopes, installed_at: app.installed_at },
      orders: [...orders.values()],
      products: [...products.values()],
      stock: Object.fromEntries(stock),
      deliveries: shop.deliveries(),
      calls: shop.apiCalls(),
      faults: shop.faults,
    });
  });

  router.get("/faults", (_request, response) => {
    response.json(shop.faults);
  });
  router.post("/faults", (request, response) => {
    Object.assign(shop.faults, parsed(faultsSchema.partial().strict(), request.body));
    response.json(shop.faults);
  });

  router.post("/orders", async (request, response) => {
    parsed(orderDraftSchema, request.body);
    response.status(201).json(await shop.placeOrder(request.body));
  });
  router.put("/orders/:id", async (request, response) => {
    // Stored as it came: members this shop does not know are part of the contract too.
    if (parsed(orderSchema, request.body).id !== idIn(request)) throw invalid("id: differs from the address");
    await shop.putOrder(request.body as ShopOrder);
    response.json(shop.order(idIn(request)));
  });
  router.post("/orders/:id/refund", async (request, response) => {
    parsed(refundDraftSchema, request.body);
    response.status(201).json(await shop.refund(idIn(request), request.body));
  });
  router.post("/orders/:id/pay", async (request, response) => {
    response.json(await shop.pay(idIn(request)));
  });
  router.post("/orders/:id/cancel", async (request, response) => {
    response.json(await shop.cancel(idIn(request)));
  });
  router.post("/orders/:id/fulfil", async (request, response) => {
    response.json(await shop.fulfil(idIn(request)));
  });
  router.post("/payouts", async (_request, response) => {
    response.status(201).json(await shop.payOut());
  });
  router.put("/payouts/:id", async (request, response) => {
    const payout = parsed(payoutSchema, request.body);
    await shop.putPayout(payout);
    response.json(payout);
  });

  router.post("/install", async (request, response) => {
    const { manifest_url: manifestUrl } = parsed(z.object({ manifest_url: z.string() }), request.body);
    response.json({ visit_url: await shop.install(manifestUrl) });
  });
  router.post("/uninstall", async (_request, response) => {
    await shop.uninstall();
    response.status(204).end();
  });
  router.post("/session-token", async (request, response) => {
    response.json({ token: await shop.sessionToken(parsed(claimsSchema.default({}), request.body)) });
  });
  router.post("/sync-now", async (request, response) => {
    const { ids } = parsed(z.object({ ids: z.array(z.string()).min(1) }), request.body);
    response.json(await shop.syncNow(ids));
  });

  router.use(
    (error: unknown, _request: express.Request, _response: express.Response, next: express.NextFunction) => {
      next(error instanceof ManifestRefused ? invalid(error.message) : error);
    },
  );
  router.use(answerRefusal);
  return router;
}
