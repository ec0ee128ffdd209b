import { z } from "zod";
import { decimal } from "./order.ts";

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
