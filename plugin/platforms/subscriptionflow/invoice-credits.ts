import { allocate, formatMoney, type Money, sum, vatInGross } from "../../domain/money.ts";
import type { Edit, Line } from "../../domain/order.ts";
import { isNear } from "./arithmetic.ts";
import type { CreditEvent } from "./credits.ts";
import { exactAmount } from "./exact-amount.ts";
import { rateOf } from "./lines.ts";
import type { Charge, InvoiceFile, InvoiceRecord } from "./schema.ts";
import { Unbookable } from "./unbookable.ts";

const CANCELLED = "cancelled";

/** Credit notes set off against an invoice, those that stand and those that were cancelled later. */
export interface InvoiceCredits {
  readonly standing: readonly CreditEvent[];
  readonly cancelled: readonly CreditEvent[];
}

/**
 * The credit notes of an invoice (assumptions C1 to C3): gross amounts in its currency, without lines. What stands has
 * to be what the invoice says was credited, else a person decides.
 */
export function invoiceCredits({ invoice, credits }: InvoiceFile): InvoiceCredits {
  const { currency } = invoice;
  const events = credits.map(({ id, note, amount }) => ({
    isCancelled: note.status === CANCELLED,
    event: {
      kind: "note" as const,
      id,
      at: note.created_at,
      createdAt: note.created_at,
      amount: exactAmount(amount, currency),
      note: note.name === null ? null : `Credit note ${note.name}`,
      payment: null,
    },
  }));
  const standing = events.filter((one) => !one.isCancelled).map((one) => one.event);
  checkCredited(invoice, sumOf(standing, currency));
  return { standing, cancelled: events.filter((one) => one.isCancelled).map((one) => one.event) };
}

function checkCredited(invoice: InvoiceRecord, found: Money): void {
  const stated = exactAmount(invoice.sum_of_credit_notes, invoice.currency);
  if (isNear(stated, found, 1)) return;
  const said = `the shop credited ${formatMoney(stated)} ${invoice.currency} of it`;
  const message = `${said}, but names credit notes of ${formatMoney(found)}; credit it by hand`;
  throw new Unbookable("ORDER_UNREADABLE", message);
}

/**
 * A credit note that was cancelled after it was booked is taken back (assumption C5): its amount comes on top again, on
 * the lines in proportion to their totals, the last taking the remainder (C3). Which were booked the site does not know,
 * so each is credited and taken back.
 */
export function reversalsOf(file: InvoiceFile, lines: readonly Line[], charges: readonly Charge[]): Edit[] {
  const { currency } = file.invoice;
  const weights = charges.map((charge) => exactAmount(charge.total_amount, currency));
  return file.credits
    .filter(({ note }) => note.status === CANCELLED)
    .map(({ id, note, amount }) => {
      const shares = allocate(exactAmount(amount, currency), weights);
      return {
        id,
        at: note.updated_at,
        added: [],
        priceChanges: shares.flatMap((gross, index) => {
          const line = lines[index];
          if (line === undefined) return [];
          return { lineId: line.id, gross, tax: vatInGross(gross, rateOf(line)) };
        }),
      };
    });
}

function sumOf(events: readonly CreditEvent[], currency: string): Money {
  return sum(
    events.map((one) => one.amount),
    currency,
  );
}
