import { syncNow, waitForOrders } from "../../pipeline/inbox/sync.ts";
import { openShop } from "../../pipeline/shop.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";

const ACTION = "find-order";
const PATIENCE_MS = 8_000;
const MAX_TEXT = 300;

/** The form that looks an order up in the shop by what was searched for; null where the shop cannot look up. */
export async function findForm(page: Page, text: string): Promise<Record<string, string> | null> {
  const canFind = openShop(page.context, page.installation).findOrder !== undefined;
  if (!canFind || text === "" || !page.can.act) return null;
  return { text, action: page.href("/orders/find"), token: await formToken(page, ACTION) };
}

/** Looks an order up in the shop by its number or address and has it worked on at once. */
export async function findOrder(page: Page): Promise<Answer> {
  if (!(await isFormTokenValid(page, ACTION))) return refusal("form_expired");
  const { context, installation, form } = page;
  const text = (form.get("text") ?? "").trim().slice(0, MAX_TEXT);
  const found = await openShop(context, installation).findOrder?.(text);
  if (found === undefined || !found.ok || found.value === null) {
    const notice = found?.ok === false ? "shop_away" : "unknown_order";
    return redirect(page.href("/orders", { q: text, notice }));
  }
  await syncNow(context, installation.id, [found.value]);
  await waitForOrders(context, installation.id, [found.value], PATIENCE_MS);
  return redirect(page.href(`/orders/${encodeURIComponent(found.value)}`, { notice: "synced" }));
}
