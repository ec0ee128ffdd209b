import * as fc from "fast-check";
import { expect } from "vitest";
import {
  add,
  formatMoney,
  type Money,
  parseDecimal,
  parseMoney,
  sum,
  times,
} from "../../plugin/domain/money.ts";
import type { Order } from "../../plugin/domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../../plugin/domain/plan.ts";
import { kronor, sliced, öreOf } from "./arbitrary-orders.ts";
import { documentOf, planOf } from "./plans.ts";
import { refund } from "./refunds.ts";

/** A document's own arithmetic: net + VAT = gross in each row, quantity x price = amount, rows = sums. */
export function expectToAddUp(document: PlannedDocument): void {
  const money = (text: string): Money => parseMoney(text, document.currency);
  const all = (rows: readonly PlannedRow[], pick: "net" | "vat" | "gross") =>
    formatMoney(
      sum(
        rows.map((row) => money(row[pick])),
        document.currency,
      ),
    );
  for (const row of document.rows) {
    expect(formatMoney(add(money(row.net), money(row.vat)))).toBe(row.gross);
    const amount = document.rowForm === "gross" ? row.gross : row.net;
    expect(formatMoney(times(money(row.unitPrice), parseDecimal(row.quantity)))).toBe(amount);
  }
  const sold = document.rows.filter((row) => row.kind !== "rounding");
  const rounding = document.rows.filter((row) => row.kind === "rounding");
  expect([all(sold, "net"), all(sold, "vat"), all(sold, "gross"), all(rounding, "gross")]).toEqual([
    document.net,
    document.vat,
    document.gross,
    document.rounding,
  ]);
}

type Slices = readonly (readonly [id: string, gross: number, isFreight: boolean])[];

/** Refunds that give everything back: each line cut into slices, the i-th slices of all lines in the i-th refund. */
export function refundsOfAll(sold: Order, marks: readonly number[], taxOff: number) {
  const invoice = documentOf(planOf(sold));
  const bySlice = new Map<number, Slices>();
  for (const row of invoice.rows.filter((one) => one.kind !== "rounding")) {
    sliced(öreOf(row.gross), marks).forEach((gross, index) => {
      const one = [row.sourceId ?? "?", gross, row.kind === "shipping"] as const;
      bySlice.set(index, [...(bySlice.get(index) ?? []), one]);
    });
  }
  // Empty slices are no refunds, and the last money that goes back cannot be less than nothing.
  const all = [...bySlice].filter(([, slices]) => slices.some(([, gross]) => gross > 0));
  const last = all.at(-1)?.[1].reduce((sum, [, gross]) => sum + gross, 0) ?? 0;
  fc.pre(last + öreOf(invoice.rounding) > 0);
  return all.map(([index, slices], position) => {
    const tax = (id: string, gross: number): string => {
      const rate = Number(invoice.rows.find((row) => row.sourceId === id)?.vatRate ?? "0");
      return kronor(Math.max(0, Math.round((gross * rate) / (100 + rate)) + taxOff));
    };
    const gross = slices.reduce((all, [, one]) => all + one, 0);
    const rounding = position === all.length - 1 ? öreOf(invoice.rounding) : 0;
    return refund({
      id: `R${index}`,
      at: `2026-04-${String(index + 1).padStart(2, "0")}T12:00:00Z`,
      lines: slices.filter((one) => !one[2]).map(([id, one]) => [id, "1", kronor(one), tax(id, one)]),
      freight: slices.filter((one) => one[2]).map(([id, one]) => [id, kronor(one), tax(id, one)]),
      money: kronor(gross + rounding),
    });
  });
}
