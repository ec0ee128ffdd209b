import type { PlannedJournal } from "../../domain/journal.ts";
import { formatMoney } from "../../domain/money.ts";
import { type Payout, payoutIdOf } from "../../domain/payout.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Lane } from "../../ports.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readEffects } from "../../store/effects/effects.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import type { TransferResult } from "../../store/transfers/transfer-leases.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import type { Context } from "../context.ts";
import { existingJournals, writeJournal } from "../effects/execute-journals.ts";
import { effectBook } from "../effects/existing.ts";
import { settleDoubts, storePerformed } from "../effects/perform.ts";
import type { Lease } from "../lease.ts";
import { fromOutcome, vanished, waiting } from "../results.ts";
import { openShop } from "../shop.ts";
import { startWork } from "../start-work.ts";
import type { Work } from "../work.ts";
import { type PayoutDecision, planPayout, releaseUnwritten, releaseWins } from "./payout-plan.ts";

/** One run over one payout; problems are sorted by whoever runs it, as for an order. */
export interface PayoutRun {
  readonly context: Context;
  readonly key: TransferKey;
  readonly lease: Lease;
  readonly lane: Lane;
  readonly installation: StoredInstallation;
  readonly connection: StoredConnection;
  readonly note: Work["note"];
  shopProblem(problem: Problem): Promise<TransferResult>;
  ledgerProblem(problem: Problem): Promise<TransferResult>;
}

/**
 * The road of orders for a payout: load -> settle doubts -> decide -> write the voucher. "forget": the shop never knew
 * it, or nobody wants payouts booked.
 */
export async function relayPayout(run: PayoutRun): Promise<TransferResult | "forget"> {
  const { context, key, lease, connection, installation } = run;
  const { transfer } = lease;
  if (connection.status !== "connected") {
    return waiting(transfer, null, connection.status === "paused" ? "PAUSED" : "NOT_CONNECTED");
  }
  const settings = await currentSettings(context, connection);
  const shop = openShop(context, installation);
  const { payouts } = shop;
  const effects = effectBook(await readEffects(context.store, key));
  if (effects.all().length === 0 && !settings.payouts.enabled) return "forget";
  if (payouts === undefined) {
    return transfer.version === null ? "forget" : waiting(transfer, null, "NOT_CONNECTED", NOT_GRANTED);
  }
  const loaded = await payouts.find(payoutIdOf(key.orderId) ?? "");
  if (!loaded.ok) {
    // No access to payouts is no end of the installation: that is told by its orders.
    const isRefused = loaded.problem.act === "fix" && loaded.problem.code === "NOT_CONNECTED";
    return isRefused
      ? waiting(transfer, null, "NOT_CONNECTED", NOT_GRANTED)
      : await run.shopProblem(loaded.problem);
  }
  const payout = loaded.value;
  if (payout === null) {
    return transfer.version === null ? "forget" : vanished(transfer, context.ports.clock.now());
  }

  const ledger = openLedger(context, connection, run.lane, lease.check);
  const facts = await ledgerFacts(context, connection, ledger);
  if (!facts.ok) return shown(payout, await run.ledgerProblem(facts.problem));
  const work = startWork(run, {
    installation,
    connection: { ...connection, facts: facts.value },
    settings,
    ledger,
    shop,
    effects,
    note: run.note,
  });
  const doubt = await settleDoubts(work);
  if (doubt !== null) return shown(payout, await run.ledgerProblem(doubt));
  // What is in the ledger stays as it is (R16), whatever the shop says of the payout since.
  const [written] = existingJournals(work.effects);
  const plan = written === undefined ? await planPayout(work, payout) : doneWith(written);
  if ("problem" in plan) return shown(payout, await run.shopProblem(plan.problem));
  if (plan.journal !== null) {
    const problem = await writeJournal(work, plan.journal);
    await storePerformed(work);
    if (problem !== null) {
      await releaseUnwritten(work, payout);
      return shown(payout, await run.ledgerProblem(problem));
    }
    await releaseWins(work, plan);
  }
  return shown(payout, fromOutcome(transfer, plan.outcome));
}

const doneWith = (journal: PlannedJournal): PayoutDecision => ({
  journal,
  outcome: { state: "booked" },
  settles: [],
});

const NOT_GRANTED =
  "The shop does not let us read its payouts. Install the app again from the shop's admin and grant it.";

/** A transfer's columns tell a payout to the lists: its id, who paid, what arrived, and when. */
function shown(payout: Payout, result: TransferResult): TransferResult {
  return {
    ...result,
    order: {
      number: payout.id.slice(0, 191),
      customer: payout.gateway.slice(0, 255),
      buyerKey: null,
      total: formatMoney(payout.net),
      currency: payout.net.currency,
      orderedAt: new Date(payout.paidAt).toISOString(),
      url: null,
      version: payout.updatedAt,
    },
  };
}
