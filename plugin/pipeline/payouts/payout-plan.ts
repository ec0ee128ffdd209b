import { decidePayout, type PayoutPlan } from "../../decision/payout/payout.ts";
import type { Payout } from "../../domain/payout.ts";
import type { Problem } from "../../domain/problem.ts";
import { claimMovements, dropMovements, movementsOf } from "../../store/reports/payout-movements.ts";
import { releaseResting } from "../../store/transfers/releases.ts";
import { connectorOf } from "../context.ts";
import { openShop } from "../shop.ts";
import type { Work } from "../work.ts";
import { settledLines } from "./payout-lines.ts";

export type PayoutDecision = PayoutPlan | { readonly problem: Problem };

/**
 * Decides a payout whose voucher is not in the ledger, and claims the movements it settles before anything is written:
 * of two payouts with the same movement worked on at once, the second is decided again with what the first has claimed.
 */
export async function planPayout(work: Work, payout: Payout): Promise<PayoutDecision> {
  const { context, key, installation, connection, settings } = work;
  const { store } = context;
  const { facts } = connection;
  if (facts === null) throw new Error("a payout is decided with the facts of its ledger");
  // Claimed by a run that ended before its voucher: this payout must not see itself.
  await dropMovements(store, key, payout.id);
  const lines = await settledLines(context, key, openShop(context, installation), payout);
  if (!lines.ok) return { problem: lines.problem };
  const orderIds = [...new Set(payout.lines.flatMap(({ orderId }) => orderId ?? []))];
  for (;;) {
    const settled = await movementsOf(store, key, orderIds);
    const plan = decidePayout({
      payout,
      lines: lines.value,
      settled,
      settings,
      facts,
      timeZone: installation.timeZone,
      shopCountry: installation.country,
      ledgerName: connectorOf(context, connection.system).name,
    });
    work.checkLease();
    // Taken only by a payout that got ahead of this one, so it ends.
    if (await claimMovements(store, key, plan.settles, settled)) return plan;
  }
}

/** Gives the claims back when the voucher is certainly not in the ledger. */
export async function releaseUnwritten({ context, key, effects }: Work, payout: Payout): Promise<void> {
  if (effects.get("payout", "journal") === undefined) await dropMovements(context.store, key, payout.id);
}

/** What looked like a charge paid out twice may be the win of a dispute that was not heard of until now. */
export async function releaseWins({ context, key }: Work, { settles }: PayoutPlan): Promise<void> {
  if (!settles.some((one) => one.kind === "dispute")) return;
  const { installationId, connectionId } = key;
  const now = context.ports.clock.now();
  const held = { installationId, connectionId, states: ["held"], code: "ALREADY_SETTLED" } as const;
  await releaseResting(context.store, held, now);
}
