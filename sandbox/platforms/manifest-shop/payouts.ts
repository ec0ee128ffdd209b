import { z } from "zod";
import { compare, isNegative, minus, negated, sum, times } from "./amounts.ts";
import { decimal, type ShopOrder, type Transaction } from "./order.ts";

/** A payout of a payment provider, the contract's section 2.3. */
export const payoutSchema = z.object({
  id: z.string().min(1),
  gateway: z.string(),
  paid_at: z.iso.datetime({ offset: true }),
  currency: z.string(),
  net: decimal,
  lines: z.array(
    z.object({
      order_id: z.string(),
      transaction_id: z.string().optional(),
      refund_id: z.string().optional(),
      amount: decimal,
      fee: decimal,
      currency: z.string(),
    }),
  ),
});

export type PayoutDraft = z.infer<typeof payoutSchema>;
export type Payout = PayoutDraft & { updated_at: string };

type Line = PayoutDraft["lines"][number];

/** What the provider keeps of a charge: 1.4 % and 1.80 of the currency; refunds and disputes are free. */
const FEE = { share: "0.014", fixed: "1.80" };

/** Movements that no payout has settled yet, one draft for each provider and currency. */
export function unsettledPayouts(
  orders: Iterable<ShopOrder>,
  settled: Iterable<Payout>,
  at: string,
): Omit<PayoutDraft, "id">[] {
  const done = new Set([...settled].flatMap((payout) => payout.lines.map(nameOf)));
  const open = [...orders]
    .flatMap((order) => movementLines(order))
    .filter(({ line }) => !done.has(nameOf(line)));
  return [...Map.groupBy(open, ({ gateway, line }) => `${gateway} ${line.currency}`).values()].flatMap(
    (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { gateway, decimals } = first;
      const lines = group.map(({ line }) => line);
      const net = sum(
        lines.map((line) => minus(line.amount, line.fee, decimals)),
        decimals,
      );
      return [{ gateway, paid_at: at, currency: first.line.currency, net, lines }];
    },
  );
}

const nameOf = (line: Line): string =>
  `${line.order_id} ${line.transaction_id ?? ""} ${line.refund_id ?? ""}`;

function movementLines(order: ShopOrder): { gateway: string; decimals: number; line: Line }[] {
  const { decimals } = order;
  const place = (movement: Transaction, line: Omit<Line, "order_id" | "currency">) => ({
    gateway: movement.gateway,
    decimals,
    line: { order_id: order.id, currency: movement.currency, ...line },
  });
  const own = order.transactions.filter(isSettledByProvider).map((movement) => {
    const isOut = movement.kind === "refund" || movement.kind === "chargeback";
    const amount = isOut ? negated(movement.amount, decimals) : movement.amount;
    const isCharge = movement.kind === "sale" || movement.kind === "capture";
    return place(movement, {
      transaction_id: movement.id,
      amount,
      fee: isCharge ? feeOf(amount, decimals) : sum([], decimals),
    });
  });
  const refunded = order.refunds.flatMap((refund) => {
    const movements = refund.transactions.filter(isSettledByProvider);
    const [first] = movements;
    if (first === undefined) return [];
    const back = sum(
      movements.map((movement) => movement.amount),
      decimals,
    );
    return [place(first, { refund_id: refund.id, amount: negated(back, decimals), fee: sum([], decimals) })];
  });
  return [...own, ...refunded];
}

function isSettledByProvider(movement: Transaction): boolean {
  const moves = ["sale", "capture", "refund", "chargeback", "chargeback_reversal"].includes(movement.kind);
  return (
    moves &&
    movement.status === "success" &&
    movement.gateway !== "gift_card" &&
    compare(movement.amount, "0") !== 0
  );
}

function feeOf(amount: string, decimals: number): string {
  if (isNegative(amount)) return sum([], decimals);
  return sum([times(amount, FEE.share, decimals), FEE.fixed], decimals);
}
