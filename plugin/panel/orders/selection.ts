import { syncNow, waitForOrders } from "../../pipeline/inbox/sync.ts";
import { readTransfer, type Transfer } from "../../store/transfers/transfers.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { orderRow } from "./order-row.ts";

const MOST = 250;
const MAX_ID = 191;
const SYNC_PATIENCE_MS = 8_000;

/** Orders somebody marked in the shop's admin: how each stands, and one button that looks at all of them. */
export async function showSelection(page: Page): Promise<Answer> {
  const ids = idsIn(page.query.get("orders"));
  if (ids.length === 0) return redirect(page.href("/orders"));
  const transfers = await Promise.all(ids.map((id) => transferOf(page, id)));
  const seen = transfers.filter((one) => one !== null).filter((one) => one.kind === "order");
  const title = page.texts("selection.title", { count: ids.length });
  return view("selection", {
    title,
    here: "/orders",
    answer: { tone: null, text: title },
    orders: seen.map((transfer) => orderRow(page, transfer)),
    unseen: ids.length - seen.length,
    ids: ids.join(","),
    syncAction: page.href("/selection/sync"),
    syncToken: page.can.act ? await formToken(page, "selection") : null,
  });
}

/** Looks at all of them at once, waits a little, and shows the page anew. */
export async function syncSelection(page: Page): Promise<Answer> {
  if (!(await isFormTokenValid(page, "selection"))) return refusal("form_expired");
  const { context, installation } = page;
  const ids = idsIn(page.form.get("orders"));
  await syncNow(context, installation.id, ids);
  await waitForOrders(context, installation.id, ids, SYNC_PATIENCE_MS);
  return redirect(page.href("/selection", { orders: ids.join(","), notice: "tried_again" }));
}

function idsIn(text: string | null): string[] {
  const ids = (text ?? "").split(",").filter((id) => id !== "" && id.length <= MAX_ID);
  return [...new Set(ids)].slice(0, MOST);
}

/** Ids are looked up among this shop's own orders only, so another's order does not exist here. */
async function transferOf(
  { context, installation, connection }: Page,
  orderId: string,
): Promise<Transfer | null> {
  const key = { installationId: installation.id, connectionId: connection?.id ?? 0, orderId };
  return await readTransfer(context.store, key);
}
