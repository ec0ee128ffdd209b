import Big from "big.js";
import { expect } from "vitest";
import type { Row } from "./open-shop.ts";
import { at } from "./open-shop.ts";

const COLUMNS = ["shopMoney", "presentmentMoney"] as const;
type Column = (typeof COLUMNS)[number];

/** Holds what Shopify promises of an order's totals against what the API said, in both currencies, to the cent. */
export function expectIdentities(order: Row, agreements: readonly Row[]): void {
  for (const column of COLUMNS) {
    const amount = (path: string) => amountIn(at(order, path), column);
    const sales = agreements.map((agreement) => list(agreement, "sales.nodes"));
    const placed = agreements.filter((each) => each["__typename"] === "OrderAgreement");
    const all = sales.flat();
    const totals = (of: readonly Row[]) => sum(of.map((sale) => amountIn(sale["totalAmount"], column)));
    const taxes = (of: readonly Row[]) =>
      sum(
        of
          .filter((sale) => sale["lineType"] !== "DUTY")
          .map((sale) => amountIn(sale["totalTaxAmount"], column)),
      );
    const first = placed.flatMap((agreement) => list(agreement, "sales.nodes"));

    expect(totals(first), `I1 ${column}`).toBe(amount("originalTotalPriceSet"));
    expect(totals(all), `I2 ${column}`).toBe(amount("currentTotalPriceSet"));
    for (const sale of all) {
      const parts = sum(list(sale, "taxes").map((tax) => amountIn(tax["amount"], column)));
      expect(parts, `I3 ${column}`).toBe(amountIn(sale["totalTaxAmount"], column));
    }
    if (order["edited"] === false && order["returnStatus"] === "NO_RETURN") {
      expect(taxes(first), `I4 placed ${column}`).toBe(amount("totalTaxSet"));
    }
    expect(taxes(all), `I4 now ${column}`).toBe(amount("currentTotalTaxSet"));
    expect(linesView(order, column), `I5 ${column}`).toBe(amount("totalPriceSet"));
    expect
      .soft(moved(order, ["SALE", "CAPTURE"], column), `I6 in ${column}`)
      .toBe(amount("totalReceivedSet"));
    expect(moved(order, ["REFUND"], column), `I6 out ${column}`).toBe(amount("totalRefundedSet"));
    const net = minus(amount("totalReceivedSet"), amount("totalRefundedSet"));
    expect(net, `I6 net ${column}`).toBe(amount("netPaymentSet"));
    const owed = minus(amount("currentTotalPriceSet"), amount("netPaymentSet"));
    expect(owed, `I7 ${column}`).toBe(amount("totalOutstandingSet"));
  }
}

/** The second opinion: the order's lines, freights, duties and fees, with tax on top where it is not in the prices. */
function linesView(order: Row, column: Column): string {
  const lines = list(order, "lineItems.nodes");
  const isOnTop = order["taxesIncluded"] === false;
  const duties = lines.flatMap((line) => list(line, "duties"));
  const fees = list(order, "additionalFees");
  const goods = lines.map((line) => [
    amountIn(line["originalTotalSet"], column),
    ...list(line, "discountAllocations").map((each) => `-${amountIn(each["allocatedAmountSet"], column)}`),
  ]);
  return sum([
    ...goods.flat(),
    ...list(order, "shippingLines.nodes").map((row) => amountIn(row["discountedPriceSet"], column)),
    ...[...duties, ...fees].map((each) => amountIn(each["price"], column)),
    ...(isOnTop ? [amountIn(order["totalTaxSet"], column)] : []),
    ...(isOnTop
      ? duties.flatMap((duty) => list(duty, "taxLines").map((tax) => amountIn(tax["priceSet"], column)))
      : []),
  ]);
}

function moved(order: Row, kinds: readonly string[], column: Column): string {
  const done = list(order, "transactions").filter(
    (each) => each["status"] === "SUCCESS" && kinds.includes(String(each["kind"])),
  );
  return sum(done.map((each) => amountIn(each["amountSet"], column)));
}

function amountIn(bag: unknown, column: Column): string {
  return text(new Big(String(at(bag, `${column}.amount`))));
}

export function list(row: unknown, path: string): Row[] {
  const value = at(row, path) ?? [];
  return Array.isArray(value) ? value : [];
}

function sum(amounts: readonly string[]): string {
  return text(amounts.reduce((left, right) => left.plus(right), new Big(0)));
}

function minus(left: string, right: string): string {
  return text(new Big(left).minus(right));
}

function text(value: Big): string {
  return value.eq(0) ? "0" : value.toFixed();
}
