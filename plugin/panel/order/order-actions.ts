import { leaveOut } from "../../pipeline/inbox/leave-out.ts";
import { syncNow, waitForOrders } from "../../pipeline/inbox/sync.ts";
import { acceptChanges } from "../../pipeline/watch/accept.ts";
import { appendLog } from "../../store/transfers/transfer-log.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { isFormTokenValid } from "../access/form-token.ts";
import { MAX_REASON } from "../orders/orders-actions.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";
import { MAX_NOTE, showOrder } from "./order.ts";

const SYNC_PATIENCE_MS = 8_000;

type Params = Readonly<Record<string, string>>;

/** Looks at the order at once, waits a little for the outcome, and shows the page anew. */
export async function syncOrder(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `sync:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection } = page;
  await syncNow(context, installation.id, [orderId]);
  await waitForOrders(context, installation.id, [orderId], SYNC_PATIENCE_MS);
  const transfer = await readTransfer(context.store, keyOf(page, orderId));
  if (transfer === null) return redirect(page.href("/orders", { notice: "unknown_order" }));
  const isDone = transfer.handledSeq >= transfer.wantedSeq || connection === null;
  return back(page, orderId, isDone ? "synced" : "still_working");
}

/** Takes what was changed in the ledger as it is, and shows the page anew. */
export async function acceptOrder(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `accept:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection, session } = page;
  if (connection === null) return refusal("not_found");
  await acceptChanges(context, keyOf(page, orderId), session.userId);
  await waitForOrders(context, installation.id, [orderId], SYNC_PATIENCE_MS);
  return back(page, orderId, "accepted");
}

/** Leaves the order out of the books with a reason, while nothing of it is in the ledger. */
export async function leaveOutOrder(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `leave-out:${orderId}`))) return refusal("form_expired");
  const { context, installation, form, session, texts } = page;
  const reason = (form.get("reason") ?? "").trim().slice(0, MAX_REASON);
  if (reason === "") return await showOrder(page, params, { leaveOut: texts("orders.error.reason") });
  const left = await leaveOut(context, keyOf(page, orderId), [orderId], { reason, by: session.userId });
  if (left.length === 0) return back(page, orderId, "none_left_out");
  await waitForOrders(context, installation.id, [orderId], SYNC_PATIENCE_MS);
  return back(page, orderId, "left_out");
}

/** Adds a note to the order's timeline. */
export async function addNote(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `note:${orderId}`))) return refusal("form_expired");
  const { context, form, session, texts } = page;
  const message = (form.get("note") ?? "").trim().slice(0, MAX_NOTE);
  if (message === "") return await showOrder(page, params, { note: texts("order.error.note") });
  const key = keyOf(page, orderId);
  if ((await readTransfer(context.store, key)) === null) return refusal("not_found");
  const by = session.email ?? session.userId;
  await appendLog(context.store, key, [
    { step: "note", message, detail: { by }, atMs: context.ports.clock.now() },
  ]);
  return back(page, orderId, "noted");
}

function keyOf({ installation, connection }: Page, orderId: string) {
  return { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
}

function back(page: Page, orderId: string, notice: string): Answer {
  return redirect(page.href(`/orders/${encodeURIComponent(orderId)}`, { notice }));
}
