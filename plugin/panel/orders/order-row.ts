import { codes } from "../../domain/problem.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import type { Page } from "../page.ts";

/** An order as the lists show it. */
export function orderRow(page: Page, transfer: Transfer): Record<string, unknown> {
  return {
    id: transfer.orderId,
    href: page.href(`/orders/${encodeURIComponent(transfer.orderId)}`),
    number: transfer.number ?? transfer.orderId,
    customer: transfer.customer,
    total: transfer.total,
    currency: transfer.currency,
    orderedAt: transfer.orderedAt,
    state: transfer.state,
    hasWarnings: transfer.state === "booked" && transfer.warnings.length > 0,
    reason: transfer.state === "booked" ? null : reasonOf(page, transfer),
  };
}

/** Why an order stands as it does: its own sentence, else the one of its code. */
export function reasonOf(page: Page, transfer: Transfer): string | null {
  // There is a ledger, so "none is connected" would send people the wrong way.
  if (transfer.code === "NOT_CONNECTED" && page.connection?.status === "needs_reauth") {
    return page.texts("order.waits_for_sign_in");
  }
  if (transfer.message !== null) return page.say(transfer.message);
  return transfer.code === null ? null : codeSentence(page, transfer.code);
}

export function codeSentence(page: Page, code: keyof typeof codes): string {
  return page.texts(`code.${code}.sentence`, { or: codes[code].sentence });
}
