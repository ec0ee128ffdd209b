import express from "express";
import { answerRefusal } from "./api.ts";
import { creditNoteDraft, customerDraft, invoiceDraft, paymentDraft, refundDraft } from "./drafts.ts";
import { faultsSchema } from "./faults.ts";
import { parsed } from "./refusal.ts";
import type { Site } from "./site.ts";
import { webhookSetup } from "./webhooks.ts";

/** `/_admin`: the same levers as `Site`, as JSON, for another process. */
export function switchboardRoutes(site: Site): express.Router {
  const router = express.Router();
  router.use(express.json({ limit: "1mb" }));

  router.get("/state", (_request, response) => {
    response.json({
      url: site.url,
      invoices: site.invoices(),
      transactions: site.transactions(),
      credit_notes: site.creditNotes(),
      deliveries: site.deliveries(),
      calls: site.apiCalls(),
      faults: site.faults,
    });
  });
  router.post("/faults", (request, response) => {
    Object.assign(site.faults, parsed(faultsSchema.partial().strict(), request.body));
    response.json(site.faults);
  });
  router.post("/clients", (_request, response) => {
    response.status(201).json(site.newClient());
  });
  router.post("/webhooks", (request, response) => {
    site.configureWebhook(parsed(webhookSetup, request.body));
    response.status(204).end();
  });
  router.post("/customers", (request, response) => {
    parsed(customerDraft, request.body);
    response.status(201).json(site.addCustomer(request.body));
  });
  router.post("/invoices", (request, response) => {
    parsed(invoiceDraft, request.body);
    response.status(201).json(site.placeInvoice(request.body));
  });
  router.post("/invoices/:id/pay", (request, response) => {
    parsed(paymentDraft, request.body ?? {});
    response.status(201).json(site.pay(idIn(request), request.body));
  });
  router.post("/invoices/:id/renew", (request, response) => {
    response.status(201).json(site.renew(idIn(request)));
  });
  router.post("/invoices/:id/void", (request, response) => {
    response.json(site.voidInvoice(idIn(request)));
  });
  router.post("/transactions/:id/refund", (request, response) => {
    parsed(refundDraft, request.body);
    response.status(201).json(site.refund(idIn(request), request.body));
  });
  router.post("/credit-notes", (request, response) => {
    parsed(creditNoteDraft, request.body);
    response.status(201).json(site.addCreditNote(request.body));
  });
  router.use(answerRefusal);
  return router;
}

function idIn(request: express.Request): string {
  const id = request.params["id"];
  return typeof id === "string" ? id : "";
}
