import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express from "express";
import Handlebars from "handlebars";
import { z } from "zod";
import { grouped, isZero } from "../manifest-shop/amounts.ts";
import { openNotices } from "../manifest-shop/notices.ts";
import { ownFormsOnly, pageHeaders } from "../manifest-shop/page-rules.ts";
import { balanceOf } from "./books.ts";
import type { Invoice } from "./records.ts";
import { parsed, Refusal } from "./refusal.ts";
import { modules } from "./rows.ts";
import type { Site } from "./site.ts";
import type { Store } from "./store.ts";
import { webhookSetup } from "./webhooks.ts";

const SHOWN = 100;
const money = (amount: string, currency: string): string => `${grouped(amount)} ${currency}`;

const orderForm = z.object({
  customer: z.string(),
  sku: z.string(),
  quantity: z.string().default("1"),
  unit_price: z.string(),
  rate: z.string(),
  paid_by: z.string(),
});

/** The merchant's few pages of the site: invoices, one invoice, and what an app needs of the administration. */
export function adminRoutes({ site, store }: { site: Site; store: Store }): express.Router {
  const router = express.Router();
  const render = openViews(site.name);
  const notices = openNotices();
  const at = (path: string): string => `/admin${path}`;
  const back = (response: express.Response, path: string, text: string): void => {
    response.redirect(303, notices.leave(at(path), { tone: "success", text }));
  };

  router.get("/", (_request, response) => response.redirect(303, at("")));
  router.use(
    "/admin/assets",
    express.static(fileURLToPath(new URL("../manifest-shop/assets/", import.meta.url)), { index: false }),
  );
  router.use("/admin", pageHeaders, ownFormsOnly, express.urlencoded({ extended: false }));

  router.get("/admin", (request, response) => {
    const rows = site.invoices().toReversed().slice(0, SHOWN).map(rowOf);
    const notice = notices.take(request.query["notice"]);
    const { customers, products } = store.state.records;
    response.send(
      render("invoices", { title: "Invoices", here: { invoices: true }, notice, rows, customers, products }),
    );
  });
  router.post("/admin/invoices", (request, response) => {
    const { customer, sku, quantity, unit_price, rate, paid_by } = parsed(orderForm, request.body);
    const lines = [{ sku, quantity, unit_price: unit_price.replace(",", "."), rate }];
    const invoice = site.placeInvoice({ customer, lines, paid_by: paid_by === "" ? null : paid_by });
    back(response, `/invoices/${invoice.id}`, `Invoice ${invoice.name} is made.`);
  });
  router.get("/admin/invoices/:id", (request, response) => {
    const invoice = invoiceOf(request);
    const transactions = site
      .transactions()
      .filter((one) => one.invoices.some((share) => share.invoice_id === invoice.id));
    const payment = transactions.find((one) => one.type === "Transaction" && one.status === "Paid");
    response.send(
      render("invoice", {
        title: `Invoice ${invoice.name}`,
        here: { invoices: true },
        notice: notices.take(request.query["notice"]),
        ...rowOf(invoice),
        payment: payment?.id,
        charges: invoice.items.flatMap((item) => item.charges),
        transactions,
        creditNotes: site
          .creditNotes()
          .filter((one) => one.invoices.some((share) => share.invoice_id === invoice.id)),
      }),
    );
  });

  const steps: Readonly<Record<string, (invoice: Invoice, amount: string) => string>> = {
    pay: ({ id }) => `Payment ${site.pay(id).name} is taken.`,
    renew: ({ id }) => `The next cycle is invoice ${site.renew(id).name}.`,
    void: ({ id }) => `Invoice ${site.voidInvoice(id).name} is void.`,
    "credit-note": ({ id }, amount) =>
      `Credit note ${site.addCreditNote({ invoice: id, amount }).name} is made.`,
    refund({ id }, amount) {
      const isMeant = (share: { invoice_id: string }): boolean => share.invoice_id === id;
      const payment = site
        .transactions()
        .find((one) => one.type === "Transaction" && one.invoices.some(isMeant));
      if (payment === undefined) throw new Refusal(400, "Nothing has been paid.");
      return `Refund ${site.refund(payment.id, { amount, invoice: id }).name} is made.`;
    },
  };
  router.post("/admin/invoices/:id/:step", (request, response, next) => {
    const invoice = invoiceOf(request);
    const step = steps[String(request.params["step"])];
    if (step === undefined) return next();
    const amount = z
      .object({ amount: z.string().default("0") })
      .parse(request.body)
      .amount.replace(",", ".");
    back(response, `/invoices/${invoice.id}`, step(invoice, amount));
  });

  router.get("/admin/settings", (request, response) => {
    const { clients, webhooks } = store.state;
    const notice = notices.take(request.query["notice"]);
    const deliveries = site.deliveries().toReversed().slice(0, SHOWN);
    const page = { title: "Administration", here: { settings: true }, notice };
    response.send(render("settings", { ...page, site: site.name, clients, webhooks, modules, deliveries }));
  });
  router.post("/admin/clients", (_request, response) => {
    site.newClient();
    back(response, "/settings", "An OAuth client is made.");
  });
  router.post("/admin/webhooks", (request, response) => {
    site.configureWebhook(parsed(webhookSetup, request.body));
    back(response, "/settings", "The webhook is configured.");
  });

  router.use("/admin", () => {
    throw new Refusal(404, "There is no such page.");
  });
  router.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      if (!(error instanceof Refusal)) return next(error);
      const reasons = error.errors === null ? [error.message] : Object.values(error.errors).flat();
      response.status(error.status).send(render("message", { title: "That did not work", reasons }));
    },
  );

  function rowOf(invoice: Invoice) {
    const { currency } = invoice;
    const balance = balanceOf(invoice);
    return {
      ...invoice,
      customer: store.find("customers", invoice.customer_id)?.name,
      total: money(invoice.total_amount, currency),
      balance: money(balance, currency),
      isDue: !isZero(balance) && ["Due", "Overdue", "Partially Paid"].includes(invoice.status),
    };
  }

  function invoiceOf(request: express.Request): Invoice {
    const id = request.params["id"];
    const invoice = typeof id === "string" ? site.invoice(id) : undefined;
    if (invoice === undefined) throw new Refusal(404, "There is no such invoice.");
    return invoice;
  }

  return router;
}

/** Compiles the templates beside this file. */
function openViews(site: string): (view: string, data: Record<string, unknown>) => string {
  const engine = Handlebars.create();
  engine.registerHelper("when", (time: string) => `${time.slice(0, 10)} ${time.slice(11, 16)}`);
  const folder = new URL("./views/", import.meta.url);
  const templates = new Map(
    readdirSync(folder).map((file) => [
      file.replace(/\.hbs$/, ""),
      engine.compile(readFileSync(new URL(file, folder), "utf8")),
    ]),
  );
  return (view, data) => {
    const content = templates.get(view)?.(data);
    return templates.get("layout")?.({ ...data, site, content }) ?? "";
  };
}
