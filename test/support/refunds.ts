import { type Money, parseDecimal, parseMoney } from "../../plugin/domain/money.ts";
import type { Adjustment, Payment, Refund } from "../../plugin/domain/order.ts";

// Movements of money and refunds, told as briefly as the orders of orders.ts.

/** When an order is paid that says nothing else. */
export const PAID = "2026-03-03T10:00:00+01:00";

interface ToldMovement {
  readonly id?: string;
  readonly at?: string;
  readonly gateway?: string;
  readonly status?: Payment["status"];
  readonly currency?: string;
  readonly giftCardId?: string;
  readonly fee?: string;
}

export function movement(kind: Payment["kind"], amount: string, told: ToldMovement = {}): Payment {
  return {
    id: told.id ?? "T1",
    kind,
    gateway: told.gateway ?? "card",
    status: told.status ?? "success",
    amount: parseMoney(amount, told.currency ?? "SEK"),
    processedAt: told.at ?? PAID,
    giftCardId: told.giftCardId ?? null,
    fee: told.fee === undefined ? null : parseMoney(told.fee, told.currency ?? "SEK"),
  };
}

interface ToldRefund {
  readonly id?: string;
  readonly at?: string;
  readonly note?: string;
  readonly currency?: string;
  /** [line, quantity, gross, tax] */
  readonly lines?: readonly (readonly [string, string, string, string])[];
  /** [shipping line, gross, tax] */
  readonly freight?: readonly (readonly [string, string, string])[];
  /** [kind, gross, tax or null] */
  readonly adjustments?: readonly (readonly [Adjustment["kind"], string, string | null])[];
  /** Money that went back by card; none for a refund without a movement. */
  readonly money?: string;
  readonly payments?: readonly Payment[];
}

export function refund(told: ToldRefund = {}): Refund {
  const id = told.id ?? "R1";
  const at = told.at ?? "2026-03-10T12:00:00+01:00";
  const currency = told.currency ?? "SEK";
  const money = (text: string): Money => parseMoney(text, currency);
  const paidBack =
    told.money === undefined ? [] : [movement("refund", told.money, { id: `T-${id}`, at, currency })];
  return {
    id,
    createdAt: at,
    note: told.note ?? null,
    lines: (told.lines ?? []).map(([lineId, quantity, gross, tax]) => ({
      lineId,
      quantity: parseDecimal(quantity),
      gross: money(gross),
      tax: money(tax),
    })),
    shipping: (told.freight ?? []).map(([shippingId, gross, tax]) => ({
      id: shippingId,
      gross: money(gross),
      tax: money(tax),
    })),
    adjustments: (told.adjustments ?? []).map(([kind, gross, tax]) => ({
      kind,
      gross: money(gross),
      tax: tax === null ? null : money(tax),
    })),
    payments: told.payments ?? paidBack,
  };
}
