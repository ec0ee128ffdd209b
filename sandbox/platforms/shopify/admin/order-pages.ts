import express from "express";
import { z } from "zod";
import type { AdminLink } from "../deploy/app-description.ts";
import { notFound, parsed } from "../refusal.ts";
import type { RunningShop } from "../tenant.ts";
import type { PageParts } from "./admin-pages.ts";
import { homeOf } from "./app-pages.ts";
import { orderRow, orderSheet } from "./order-sheet.ts";
import { SAMPLES } from "./samples.ts";

const idsSchema = z.union([z.string().transform((id) => [id]), z.array(z.string())]);

/** Orders: the list with its selection, one order with what a merchant does to it, and sample orders to place. */
export function orderPages({ shopOf, around, views, notices }: PageParts): express.Router {
  const router = express.Router();
  const linksAt = (target: AdminLink["target"], shop: RunningShop) =>
    shop.scopes() === null
      ? []
      : around.app.links
          .filter((link) => link.target === target)
          .map((link) => ({ ...link, at: `${homeOf(shop)}/apps/${around.app.handle}${link.url}` }));
  const idIn = (request: express.Request) => String(request.params["id"]);

  router.get("/orders", (request, response) => {
    const shop = shopOf(request);
    response.send(
      views.page(
        "orders",
        shop,
        {
          title: "Orders",
          here: "orders",
          notice: notices.take(request.query["notice"]),
          rows: shop
            .orders()
            .toSorted((a, b) => b.number - a.number)
            .map(orderRow),
          links: linksAt("admin.order-index.selection-action.link", shop),
          samples: Object.keys(SAMPLES),
        },
        around,
      ),
    );
  });

  router.post("/orders", async (request, response) => {
    const shop = shopOf(request);
    const { sample } = parsed(z.object({ sample: z.string() }), request.body);
    const draft = SAMPLES[sample];
    if (draft === undefined) throw notFound("sample order", sample);
    const order = await shop.place(draft);
    const text = `Order ${order.name} is placed.`;
    response.redirect(303, notices.leave(`${homeOf(shop)}/orders/${order.id}`, { tone: "success", text }));
  });

  /** The bulk bar of the list: opens the app with the chosen orders, as Shopify does. */
  router.get("/orders/open", (request, response) => {
    const shop = shopOf(request);
    const ids = idsSchema.default([]).parse(request.query["ids"]);
    const url = z.string().default("").parse(request.query["url"]);
    const link = linksAt("admin.order-index.selection-action.link", shop).find((each) => each.url === url);
    if (link === undefined) throw notFound("action", url);
    const query = new URLSearchParams(ids.map((id): [string, string] => ["ids[]", id]));
    response.redirect(303, `${link.at}?${query.toString()}`);
  });

  router.get("/orders/:id", (request, response) => {
    const shop = shopOf(request);
    const order = shop.order(idIn(request));
    if (order === undefined) throw notFound("order", idIn(request));
    response.send(
      views.page(
        "order",
        shop,
        {
          title: `Order ${order.name}`,
          here: "orders",
          notice: notices.take(request.query["notice"]),
          order: orderSheet(order),
          links: linksAt("admin.order-details.action.link", shop),
        },
        around,
      ),
    );
  });

  type Deed = (shop: RunningShop, id: string, body: unknown) => Promise<string>;
  const DEEDS: Record<string, Deed> = {
    async pay(shop, id) {
      const isReserved = shop.order(id)?.transactions.some((each) => each.kind === "AUTHORIZATION") === true;
      await shop.pay(id, isReserved ? { kind: "CAPTURE" } : {});
      return "The payment is in.";
    },
    async fulfil(shop, id) {
      await shop.fulfil(id);
      return "The order is sent.";
    },
    async cancel(shop, id) {
      await shop.cancel(id);
      return "The order is cancelled.";
    },
    async refund(shop, id, body) {
      const { lineId } = parsed(z.object({ lineId: z.string() }), body);
      await shop.refund(id, { lines: [{ lineId, quantity: 1 }] });
      return "One piece is refunded.";
    },
    async return(shop, id, body) {
      const { lineId } = parsed(z.object({ lineId: z.string() }), body);
      const returned = await shop.processReturn(id, { lines: [{ lineId, quantity: 1 }] });
      await shop.refundReturn(id, returned.returns.at(-1)?.id ?? "");
      return "One piece came back, and its money is paid out.";
    },
  };
  router.post("/orders/:id/:deed", async (request, response) => {
    const shop = shopOf(request);
    const deed = DEEDS[String(request.params["deed"])];
    if (deed === undefined) throw notFound("action", String(request.params["deed"]));
    const text = await deed(shop, idIn(request), request.body);
    response.redirect(
      303,
      notices.leave(`${homeOf(shop)}/orders/${idIn(request)}`, { tone: "success", text }),
    );
  });

  router.post("/payouts", async (request, response) => {
    const shop = shopOf(request);
    const payout = await shop.payOut();
    const text = `Shopify Payments paid out ${payout.net} ${payout.currency}.`;
    response.redirect(303, notices.leave(`${homeOf(shop)}/orders`, { tone: "success", text }));
  });

  return router;
}
