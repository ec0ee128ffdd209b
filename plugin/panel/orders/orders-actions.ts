import { leaveOut } from "../../pipeline/inbox/leave-out.ts";
import { releaseHeld, syncNow } from "../../pipeline/inbox/sync.ts";
import { listTransfers } from "../../store/transfers/transfer-lists.ts";
import { isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";
import { showOrders } from "./orders.ts";
import { filterIn, knownCode, storeFilter } from "./orders-filter.ts";

/** Enough for a bad day; who has more presses the button again. */
const MOST_AT_ONCE = 500;
const MAX_ID = 200;
export const MAX_REASON = 200;

/** Looks again at the orders one cause holds, after it was mended where we cannot see it. */
export async function tryAgain(page: Page): Promise<Answer> {
  const code = knownCode(page.form.get("code"));
  if (code === undefined) return refusal("not_found");
  if (!(await isFormTokenValid(page, `try-again:${code}`))) return refusal("form_expired");
  const { context, installation, connection } = page;
  await releaseHeld(context, installation.id, connection?.id ?? 0, code);
  return redirect(page.href("", { notice: "tried_again" }));
}

/** Syncs the chosen orders, or leaves them out with a reason, and shows the list as it was. */
export async function actOnOrders(page: Page): Promise<Answer> {
  const { context, installation, connection, session, form, texts } = page;
  if (!(await isFormTokenValid(page, "orders:act"))) return refusal("form_expired");
  const filter = filterIn(form);
  const ids = await chosenOrders(page);
  const again = (error: string) => showOrders(page, { ids: new Set(ids), error: texts(error), filter });
  if (ids.length === 0) return await again("orders.error.none_chosen");
  const back = (notice: string) => redirect(page.href("/orders", { ...filter, notice }));
  if (form.get("do") === "sync") {
    await syncNow(context, installation.id, ids);
    return back("orders_synced");
  }
  const reason = (form.get("reason") ?? "").trim().slice(0, MAX_REASON);
  if (reason === "") return await again("orders.error.reason");
  const books = { installationId: installation.id, connectionId: connection?.id ?? 0 };
  const left = await leaveOut(context, books, ids, { reason, by: session.userId });
  return back(left.length > 0 ? "left_out" : "none_left_out");
}

/** Those that were ticked, or all that the list would show on its pages. */
async function chosenOrders(page: Page): Promise<string[]> {
  const { form, context } = page;
  if (!form.has("all")) {
    return [...new Set(form.getAll("id"))]
      .filter((id) => id !== "" && id.length <= MAX_ID)
      .slice(0, MOST_AT_ONCE);
  }
  const filter = storeFilter(page, filterIn(form));
  const found = await listTransfers(context.store, { ...filter, limit: MOST_AT_ONCE });
  return found.map((transfer) => transfer.orderId);
}
