import { connectorOf } from "../../pipeline/context.ts";
import { waitForOrders } from "../../pipeline/inbox/sync.ts";
import { keepInBooks, undoOrders } from "../../pipeline/inbox/undo.ts";
import type { Preview } from "../../pipeline/reports/orders.ts";
import { readTransfer } from "../../store/transfers/transfers.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { MAX_REASON } from "../orders/orders-actions.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { previewInTime, previewView, wayOf } from "./order-preview.ts";

const PATIENCE_MS = 8_000;
const MAX_ID = 200;

type Params = Readonly<Record<string, string>>;

/** What taking the order out of the books would write, before anybody presses the button. */
export async function showUndo(page: Page, params: Params, error: string | null = null): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (orderId === "" || orderId.length > MAX_ID || page.connection === null) return refusal("not_found");
  const { context, installation, connection, texts, form } = page;
  const key = { installationId: installation.id, connectionId: connection.id, orderId };
  const transfer = await readTransfer(context.store, key);
  if (transfer === null || transfer.kind !== "order") return refusal("not_found");
  const own = `/orders/${encodeURIComponent(orderId)}`;
  if (transfer.leftOut?.undo === true) return redirect(page.href(own));
  const at = new Date(context.ports.clock.now()).toISOString();
  const preview = await previewInTime(page, orderId, { reason: "", at });
  const { capabilities, name } = connectorOf(context, connection.system);
  const writes = preview.ok ? writesOf(page, preview.value) : null;
  const number = transfer.number ?? orderId;
  const model = {
    title: texts("undo.title", { number }),
    here: "/orders",
    orderTitle: texts("order.title", { number }),
    orderHref: page.href(own),
    answer: { tone: "waiting", text: texts("undo.question", { number }) },
    ledger: name,
    ...writes,
    isReady: writes !== null,
    isLate: !preview.ok && preview.reason === "late",
    // What is asked for is not done while something stands in its way.
    held: preview.ok ? heldBy(page, preview.value) : previewView(page, preview, null)["text"],
    byHand: !capabilities.removesDrafts && (writes?.removals ?? []).length > 0,
    action: page.href(`${own}/undo`),
    token: await formToken(page, `undo:${orderId}`),
    reason: form.get("reason"),
    maxReason: MAX_REASON,
    error,
  };
  return view("undo", model, error === null ? 200 : 422);
}

/** Takes the order out of the books, waits a little for it, and shows the order. */
export async function undoOrder(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `undo:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection, form, session, texts } = page;
  if (connection === null) return refusal("not_found");
  const reason = (form.get("reason") ?? "").trim().slice(0, MAX_REASON);
  if (reason === "") return await showUndo(page, params, texts("orders.error.reason"));
  const books = { installationId: installation.id, connectionId: connection.id };
  await undoOrders(context, books, [orderId], { reason, by: session.userId });
  await waitForOrders(context, installation.id, [orderId], PATIENCE_MS);
  const transfer = await readTransfer(context.store, { ...books, orderId });
  if (transfer === null) return refusal("not_found");
  return back(page, orderId, transfer.code === "UNDONE" ? "undone" : "still_working");
}

/** Calls the undo off: the order goes on as if nobody had asked. */
export async function keepOrder(page: Page, params: Params): Promise<Answer> {
  const orderId = params["id"] ?? "";
  if (!(await isFormTokenValid(page, `keep:${orderId}`))) return refusal("form_expired");
  const { context, installation, connection, session } = page;
  if (connection === null) return refusal("not_found");
  const key = { installationId: installation.id, connectionId: connection.id, orderId };
  if (!(await keepInBooks(context, key, session.userId))) return back(page, orderId, "still_working");
  await waitForOrders(context, installation.id, [orderId], PATIENCE_MS);
  return back(page, orderId, "kept");
}

/** Only what is not in the ledger yet: documents, payments on documents that are there, vouchers; and what goes. */
function writesOf(page: Page, preview: Preview) {
  const { plan } = preview;
  const shown = previewView(page, { ok: true, value: preview }, null);
  const documents = shown["documents"] as readonly { readonly sentAs: string | null }[];
  const journals = shown["journals"] as readonly { readonly sentAs: string | null }[];
  const numberOf = (key: string) => preview.documents.find((one) => one.key === key)?.number ?? "";
  return {
    documents: documents.filter((one) => one.sentAs === null),
    journals: journals.filter((one) => one.sentAs === null),
    removals: plan.removals.map((key) => {
      const kind = preview.documents.find((one) => one.key === key)?.kind ?? "invoice";
      return page.texts(`undo.removes.${kind}`, { number: numberOf(key) });
    }),
    payments: plan.documents.flatMap((document) =>
      numberOf(document.key) === ""
        ? []
        : document.payments
            .filter(({ undoes, setOff }) => undoes === true || setOff !== undefined)
            .filter(({ id, amount }) => !isRegistered(preview, document.key, id, amount))
            .map((payment) => ({
              ...payment,
              way: wayOf(payment),
              on: page.texts(`order.named.${document.kind}`, { number: numberOf(document.key) }),
            })),
    ),
    notices: plan.notices.map(({ message }) => page.say(message)),
  };
}

function isRegistered(preview: Preview, document: string, id: string, amount: string): boolean {
  return preview.payments.some((one) => one.document === document && one.id === id && one.amount === amount);
}

function heldBy(page: Page, { plan }: Preview): string | null {
  return plan.outcome.state === "held" ? page.say(plan.outcome.message) : null;
}

function back(page: Page, orderId: string, notice: string): Answer {
  return redirect(page.href(`/orders/${encodeURIComponent(orderId)}`, { notice }));
}
