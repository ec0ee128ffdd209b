import { z } from "zod";
import { eventually } from "./eventually.ts";
import type { House } from "./house.ts";

const payoutAnswer = z.object({
  payout_id: z.string(),
  state: z.string(),
  code: z.string().optional(),
  message: z.string().optional(),
  journals: z.array(z.object({ number: z.string(), lines: z.array(z.record(z.string(), z.string())) })),
  log: z.array(z.object({ message: z.string() })),
});
export type PayoutView = z.infer<typeof payoutAnswer>;

/** All accounts a payout may need, fees and disputes apart. */
export const PAYOUTS = { enabled: true, bank_account: "1930", fee_account: "6040", dispute_account: "6351" };

export async function waitForPayout(house: House, id: string, state: string): Promise<PayoutView> {
  return await payoutUntil(house, id, (one) => one.state === state, state);
}

export async function payoutUntil(
  house: House,
  id: string,
  isEnough: (payout: PayoutView) => boolean,
  what: string,
): Promise<PayoutView> {
  const found = await eventually(
    async () => {
      const { status, body } = await house.api("GET", `/payouts/${id}`);
      return status === 404 ? null : payoutAnswer.parse(body);
    },
    (one) => one !== null && isEnough(one),
    `payout ${id} ${what}`,
  );
  return payoutAnswer.parse(found);
}

/** In öre, over all vouchers of the ledger. */
export function balanceOf(house: House, account: number): number {
  const cents = (text: string): number => Number(text.replace(".", ""));
  return house.fortnox.ledger
    .vouchers()
    .flatMap((voucher) => voucher.VoucherRows)
    .filter((row) => row.Account === account)
    .reduce((sum, row) => sum + cents(row.Debit) - cents(row.Credit), 0);
}

export function vouchersOf(house: House, id: string) {
  return house.fortnox.ledger
    .vouchers()
    .filter((voucher) => new RegExp(`Utbetalning ${id} `).test(voucher.Description));
}
