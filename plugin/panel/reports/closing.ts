import type { ReconciledCurrency } from "../../domain/reconciliation.ts";
import { close, hasChanged, monthStatus, open } from "../../pipeline/reports/closed-months.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";
import { monthIn, sumsView } from "./month-sums.ts";

/** Whether the month is closed, by whom and with which sums, and the button that closes or opens it. */
export async function closingView(
  page: Page,
  month: string,
  now: readonly ReconciledCurrency[],
): Promise<Record<string, unknown> | null> {
  const { context, installation, connection, texts, format } = page;
  if (connection === null) return null;
  const status = await monthStatus(context, { installation, connection }, month);
  const { closing, isClosed, canClose, canOpen } = status;
  const name = format.month(month);
  const isChanged = isClosed && closing !== null && hasChanged(closing.sums, now);
  return {
    isClosed,
    text: isClosed
      ? texts("closing.closed", { month: name, context: closing === null ? "with_later" : undefined })
      : texts(canClose ? "closing.open" : "closing.not_over", { month: name }),
    closedAt: isClosed ? (closing?.closedAt ?? null) : null,
    closedBy: isClosed ? (closing?.closedBy ?? null) : null,
    openedAt: isClosed ? null : (closing?.openedAt ?? null),
    openedBy: isClosed ? null : (closing?.openedBy ?? null),
    // As long as they are the same, the table above shows them.
    frozen: isChanged ? sumsView(page, closing.sums) : null,
    what: page.can.act ? (canClose ? "close" : canOpen ? "open" : null) : null,
    action: page.href("/reports/close"),
    token: await formToken(page, `close:${month}`),
    month,
  };
}

/** Closes or opens the month the form names, and shows it again. */
export async function closeReportedMonth(page: Page): Promise<Answer> {
  const { context, installation, connection, form, session } = page;
  const month = form.get("month") ?? "";
  if (!(await isFormTokenValid(page, `close:${month}`))) return refusal("form_expired");
  if (connection === null || monthIn({ ...page, query: form }) !== month) return refusal("not_found");
  const books = { installation, connection };
  const by = session.email ?? session.userId;
  const isDone =
    form.get("do") === "open"
      ? await open(context, books, month, by)
      : await close(context, books, month, by);
  const notice = form.get("do") === "open" ? "month_opened" : "month_closed";
  return redirect(page.href("/reports", { month, notice: isDone ? notice : null }));
}
