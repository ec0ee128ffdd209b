import type { Context } from "./pipeline/context.ts";
import { redactDue } from "./pipeline/erasure/redact.ts";
import { tellOfReports } from "./pipeline/erasure/report.ts";
import { importJob, workOnImport } from "./pipeline/imports/import.ts";
import { drainInbox, transferJob } from "./pipeline/inbox/drain.ts";
import { sweep } from "./pipeline/inbox/sweep.ts";
import { deliverWebhooks, webhooksJob } from "./pipeline/messages/deliver.ts";
import { planAllNotifications } from "./pipeline/notifications/plan.ts";
import { sendNotification } from "./pipeline/notifications/send.ts";
import { followCustomers } from "./pipeline/parties/changed-customers.ts";
import { readCatalogue } from "./pipeline/parties/products.ts";
import { passStockOn, planStock } from "./pipeline/stock/stock.ts";
import { tidyUp } from "./pipeline/tidy-up.ts";
import { handleTransfer } from "./pipeline/transfer.ts";
import type { Job } from "./ports.ts";
import { dueStockRuns, type StockKey } from "./store/catalogue/stock.ts";
import { dueImports } from "./store/incoming/imports.ts";
import { hasWaitingDeliveries } from "./store/incoming/inbox.ts";
import { installationsToSweep } from "./store/installations.ts";
import { dueNotifications, type NotificationKey } from "./store/messages/notifications.ts";
import { dueEndpoints } from "./store/messages/webhook-deliveries.ts";
import { dueTransfers } from "./store/transfers/transfer-demand.ts";
import type { TransferKey } from "./store/transfers/transfers.ts";

const BATCH = 500;

/** Does one job of the queue. */
export async function handleJob(context: Context, job: Job): Promise<void> {
  switch (job.kind) {
    case "inbox":
      return await drainInbox(context);
    case "transfer":
      return await handleTransfer(context, keyOf(job), job.lane);
    case "sweep":
      await sweep(context, job.installationId);
      await planStock(context, job.installationId);
      await planAllNotifications(context, job.installationId);
      await followCustomers(context, job.installationId);
      // Last, for a catalogue may be long.
      return await readCatalogue(context, job.installationId);
    case "stock":
      return await passStockOn(context, job);
    case "notification":
      return await sendNotification(context, { ...job, kind: job.notification });
    case "webhooks":
      return await deliverWebhooks(context, job.endpointId);
    case "import":
      return await workOnImport(context, job.importId);
  }
}

/**
 * Looks into SQL for what the queue does not know: deliveries nobody took, retries that are due, orders whose worker
 * died, shops to sweep, stock to pass on, mails to write. Called about every second by every worker; the queue's keys keep it from adding twice.
 */
export async function tick(context: Context): Promise<void> {
  const { store, ports } = context;
  const now = ports.clock.now();
  if (await hasWaitingDeliveries(store)) await ports.queue.add([inboxJob]);
  const due = await dueTransfers(store, now, BATCH);
  if (due.length > 0) await ports.queue.add(due.map((key) => transferJob(key, "backlog")));
  const sweeps = await installationsToSweep(store, now, BATCH);
  if (sweeps.length > 0) {
    await ports.queue.add(
      sweeps.map((installationId) => ({
        job: { kind: "sweep" as const, installationId },
        options: { key: `sweep:${installationId}` },
      })),
    );
  }
  const stock = await dueStockRuns(store, now, BATCH);
  if (stock.length > 0) await ports.queue.add(stock.map(stockJob));
  const notifications = await dueNotifications(store, now, BATCH);
  if (notifications.length > 0) await ports.queue.add(notifications.map(notificationJob));
  const endpoints = await dueEndpoints(store, now, BATCH);
  if (endpoints.length > 0) await ports.queue.add(endpoints.map(webhooksJob));
  const imports = await dueImports(store, now, BATCH);
  if (imports.length > 0) await ports.queue.add(imports.map(importJob));
  await redactDue(context);
  await tellOfReports(context);
  await tidyUp(context);
}

function stockJob({ installationId, connectionId }: StockKey) {
  const job = { kind: "stock" as const, installationId, connectionId };
  return { job, options: { key: `stock:${installationId}:${connectionId}` } };
}

function notificationJob({ installationId, connectionId, kind }: NotificationKey) {
  const job = { kind: "notification" as const, installationId, connectionId, notification: kind };
  return { job, options: { key: `notification:${installationId}:${connectionId}:${kind}` } };
}

export const inboxJob = { job: { kind: "inbox" }, options: { key: "inbox" } } as const;

function keyOf({ installationId, connectionId, orderId }: TransferKey): TransferKey {
  return { installationId, connectionId, orderId };
}
