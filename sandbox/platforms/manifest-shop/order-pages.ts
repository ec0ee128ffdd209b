import express from "express";
import { z } from "zod";
import type { ActionReply } from "./actions.ts";
import type { PageParts } from "./admin-pages.ts";
import { idIn } from "./api.ts";
import type { Notice } from "./notices.ts";
import { draftFrom, orderChoices, orderFormSchema } from "./order-form.ts";
import { orderRow, orderView, refundView } from "./order-view.ts";
import type { RefundDraft } from "./refunds.ts";
import { notFound, parsed, Refusal } from "./refusal.ts";
import type { OrderRecord } from "./store.ts";

const ORDERS_PER_PAGE = 50;

const pageSchema = z.coerce.number().int().min(1).catch(1);
const chosenSchema = z.object({
  ids: z.union([z.string(), z.array(z.string())]).transform((ids) => [ids].flat()),
});
const refundFormSchema = z
  .object({ shipping: z.string().optional(), goodwill: z.string().optional(), note: z.string().optional() })
  .catchall(z.string());

/** The order list, one order, the refund form and "Place a test order". */
export function orderPages({ shop, store, views, notices }: PageParts): express.Router {
  const router = express.Router();

  router.get("/", (request, response) => {
    const page = pageSchema.parse(request.query["page"]);
    const records = [...store.state.orders.values()].sort((left, right) =>
      newestFirst(left.order.created_at, right.order.created_at),
    );
    const first = (page - 1) * ORDERS_PER_PAGE;
    const isLast = first + ORDERS_PER_PAGE >= records.length;
    response.send(
      views.render("orders", {
        title: "Orders",
        here: { orders: true },
        notice: notices.take(request.query["notice"]),
        count: records.length,
        installed: store.state.app !== null,
        rows: records.slice(first, first + ORDERS_PER_PAGE).map(orderRow),
        newer: page > 1 ? page - 1 : null,
        older: isLast ? null : page + 1,
      }),
    );
  });

  router.post("/orders/sync", async (request, response) => {
    const chosen = chosenSchema.safeParse(request.body);
    const notice: Notice = chosen.success
      ? await shop.syncNow(chosen.data.ids).then(noticeOf).catch(refusalAsNotice)
      : { tone: "warning", text: "Choose one or more orders first." };
    response.redirect(303, notices.leave("/admin", notice));
  });

  router.post("/payouts", async (_request, response) => {
    const paid = await shop.payOut();
    const amounts = paid.map((payout) => `${payout.net} ${payout.currency} by ${payout.gateway}`);
    const notice: Notice =
      paid.length === 0
        ? { tone: "warning", text: "Every payment is paid out already." }
        : { tone: "success", text: `Paid out: ${amounts.join(", ")}.` };
    response.redirect(303, notices.leave("/admin", notice));
  });

  router.get("/orders/new", (_request, response) => {
    const choices = orderChoices(store.state.products.values(), store.state.tenant);
    response.send(views.render("new-order", { title: "New order", here: { orders: true }, ...choices }));
  });

  router.post("/orders", async (request, response) => {
    const form = parsed(orderFormSchema, request.body);
    const order = await shop.placeOrder(draftFrom(form, store.state.products.values(), store.state.tenant));
    const text = `Order ${order.number} is placed.`;
    response.redirect(303, notices.leave(`/admin/orders/${order.id}`, { tone: "success", text }));
  });

  router.get("/orders/:id", (request, response) => {
    const record = recordOf(idIn(request));
    const notice = notices.take(request.query["notice"]);
    response.send(
      views.render("order", {
        title: `Order ${record.order.number}`,
        here: { orders: true },
        notice,
        ...orderView(record, store.state.app),
      }),
    );
  });

  router.post("/orders/:id/:step", async (request, response, next) => {
    const id = idIn(request);
    const step = steps[String(request.params["step"])];
    if (step === undefined) return next();
    recordOf(id);
    const notice = await step(id).catch(refusalAsNotice);
    response.redirect(303, notices.leave(`/admin/orders/${id}`, notice));
  });

  const steps: Record<string, (id: string) => Promise<Notice>> = {
    sync: async (id) => noticeOf(await shop.syncNow([id])),
    pay: async (id) => ({ tone: "success", text: `Order ${(await shop.pay(id)).number} is paid.` }),
    fulfil: async (id) => ({ tone: "success", text: `Order ${(await shop.fulfil(id)).number} is sent.` }),
    cancel: async (id) => ({
      tone: "success",
      text: `Order ${(await shop.cancel(id)).number} is cancelled.`,
    }),
  };

  router.get("/orders/:id/refund", (request, response) => {
    const { order } = recordOf(idIn(request));
    response.send(
      views.render("refund", {
        title: `Refund ${order.number}`,
        here: { orders: true },
        ...refundView(order),
      }),
    );
  });

  router.post("/orders/:id/refund", async (request, response) => {
    const id = idIn(request);
    recordOf(id);
    const draft = refundFrom(parsed(refundFormSchema, request.body));
    const notice = await shop
      .refund(id, draft)
      .then((): Notice => ({ tone: "success", text: "The refund is made." }))
      .catch(refusalAsNotice);
    response.redirect(303, notices.leave(`/admin/orders/${id}`, notice));
  });

  function recordOf(id: string): OrderRecord {
    const record = store.state.orders.get(id);
    if (record === undefined) throw notFound("order", id);
    return record;
  }

  return router;
}

function newestFirst(left: string, right: string): number {
  return Date.parse(right) - Date.parse(left);
}

function noticeOf(reply: ActionReply): Notice {
  const details = reply.results.flatMap((each) =>
    each.message == null ? [] : [`${each.id}: ${each.message}`],
  );
  return { tone: reply.status, text: reply.message, details };
}

function refusalAsNotice(error: unknown): Notice {
  if (error instanceof Refusal) return { tone: "error", text: error.message };
  throw error;
}

const QUANTITY_FIELD = "quantity-";

function refundFrom(form: z.infer<typeof refundFormSchema>): RefundDraft {
  const lines = Object.entries(form).flatMap(([field, value]) => {
    const isTaken = field.startsWith(QUANTITY_FIELD) && value !== "" && value !== "0";
    return isTaken ? [{ line_id: field.slice(QUANTITY_FIELD.length), quantity: value ?? "0" }] : [];
  });
  const goodwill = form.goodwill?.replace(",", ".") ?? "";
  return {
    lines,
    shipping: form.shipping !== undefined,
    adjustments: goodwill === "" ? [] : [{ kind: "goodwill", gross: goodwill }],
    note: form.note === undefined || form.note === "" ? null : form.note,
  };
}
