import { decidePayout, type PayoutPlan } from "../../plugin/decision/payout/payout.ts";
import type { PayoutInput, SettledKind, SettledLine } from "../../plugin/decision/payout/payout-input.ts";
import { parseMoney } from "../../plugin/domain/money.ts";
import { facts, settings } from "./plans.ts";
import { PAID } from "./refunds.ts";

// Payouts told as briefly as the orders of orders.ts.

interface ToldLine {
  readonly kind?: SettledKind;
  /** The movement's number; every line has one of its own unless told. */
  readonly movement?: string;
  /** What the movement came to, where that is known. */
  readonly whole?: string;
  readonly amount: string;
  readonly fee?: string;
  readonly currency?: string;
  readonly method?: string;
  /** What is in the ledger of it: [account, amount, currency, exchange rate]. */
  readonly registered?: readonly [
    account: string | null,
    amount: string,
    currency: string,
    rate: string | null,
  ];
}

function settled(told: ToldLine, index: number): SettledLine {
  const currency = told.currency ?? "SEK";
  const kind = told.kind ?? "charge";
  const [account, amount, registeredCurrency, exchangeRate] = told.registered ?? [];
  return {
    line: {
      orderId: "1001",
      transactionId: kind === "refund" ? null : (told.movement ?? `T${index + 1}`),
      refundId: kind === "refund" ? (told.movement ?? `R${index + 1}`) : null,
      amount: parseMoney(told.amount, currency),
      fee: parseMoney(told.fee ?? "0", currency),
    },
    kind,
    method: told.method ?? "card",
    registered:
      account === undefined
        ? []
        : [
            {
              account,
              amount: parseMoney(amount ?? "0", registeredCurrency ?? "SEK"),
              exchangeRate: exchangeRate ?? null,
            },
          ],
    whole: told.whole === undefined ? null : parseMoney(told.whole, currency),
    orderRate: null,
  };
}

const ACCOUNTS = {
  enabled: true,
  bank_account: "1930",
  fee_account: "6040",
  exchange_account: "7960",
  dispute_account: "6351",
};

/** A payout of card money on 3 March 2026 at 10:00 in Stockholm, all accounts named. */
export function payoutPlan(
  net: string,
  lines: readonly ToldLine[],
  payouts: Partial<PayoutInput["settings"]["payouts"]> = {},
  more: Partial<Omit<PayoutInput, "payout">> & {
    readonly id?: string;
    readonly currency?: string;
    readonly at?: string;
  } = {},
): PayoutPlan {
  return decidePayout({
    payout: {
      id: more.id ?? "PO1",
      gateway: "card",
      paidAt: more.at ?? PAID,
      updatedAt: more.at ?? PAID,
      net: parseMoney(net, more.currency ?? "SEK"),
      lines: [],
    },
    lines: lines.map(settled),
    settled: [],
    settings: settings({ payouts: { ...ACCOUNTS, ...payouts } }),
    facts: facts(),
    timeZone: "Europe/Stockholm",
    shopCountry: "SE",
    ledgerName: "Fortnox",
    ...more,
  });
}

/** Debits positive, credits negative: "1930 245.51". */
export function entriesOf({ journal, outcome }: PayoutPlan): string[] {
  if (journal === null) throw new Error(`no voucher but ${JSON.stringify(outcome)}`);
  return journal.lines.map(({ account, debit, credit }) =>
    /^0(\.0*)?$/.test(debit) ? `${account} -${credit}` : `${account} ${debit}`,
  );
}

/** One payout of one line after the other, each knowing what those before it have settled: T1 of 249.00 unless told. */
export function payoutsInTurn(told: Readonly<Record<string, ToldLine>>): PayoutPlan[] {
  const plans: PayoutPlan[] = [];
  for (const [index, [id, line]] of Object.entries(told).entries()) {
    const settled = plans.flatMap((plan) => plan.settles);
    const at = `2026-03-0${index + 3}T09:00:00Z`;
    plans.push(payoutPlan(line.amount, [{ movement: "T1", ...line }], {}, { id, at, settled }));
  }
  return plans;
}
