import { dayIn } from "../decision/dates.ts";
import { decide } from "../decision/decide.ts";
import type { DecisionInput, Undone } from "../decision/input.ts";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { Order } from "../domain/order.ts";
import type { Plan } from "../domain/plan.ts";
import type { RetryProblem } from "../domain/problem.ts";
import type { VatNumberCheck } from "../domain/vat-number-check.ts";
import type { Settings } from "../settings/schema.ts";
import type { StoredConnection } from "../store/connections.ts";
import type { StoredInstallation } from "../store/installations.ts";
import { type Transfer, type TransferKey, wishOf } from "../store/transfers/transfers.ts";
import { type Context, connectorOf, platformOf } from "./context.ts";
import { existingJournals } from "./effects/execute-journals.ts";
import { existingPurchases } from "./effects/execute-purchases.ts";
import { doneOfFlow, existingDocuments, limitsOf, takenMoney } from "./effects/existing.ts";
import { othersFor } from "./left-to.ts";
import { isFromFile } from "./order-files/take-from-file.ts";
import { unreadProblem } from "./parties/products.ts";
import { costsOf } from "./purchases/costs.ts";
import { saleOf } from "./purchases/sale-of.ts";
import { checkVatNumber } from "./vat-number-check.ts";
import type { EffectBook } from "./work.ts";

/** The books an order is decided for. */
export interface Books {
  readonly context: Context;
  readonly installation: StoredInstallation;
  readonly connection: StoredConnection;
  readonly settings: Settings;
  readonly facts: LedgerFacts;
}

/** What a decision has to know of the books, whatever the order. */
export type BooksInput = Omit<DecisionInput, "order" | "existing">;

export function inputOfBooks({ context, installation, connection, settings, facts }: Books): BooksInput {
  const connector = connectorOf(context, connection.system);
  return {
    settings,
    facts,
    shopCountry: installation.country,
    shopChecksNumbers: platformOf(context, installation.platform).checksVatNumbers !== false,
    ...limitsOf(connector, settings),
    ledgerName: connector.name,
  };
}

/** An order as it stands towards these books. */
export interface Standing {
  readonly key: TransferKey;
  readonly order: Order;
  /** What of it is in the ledger. The run writes into it as it goes. */
  readonly effects: EffectBook;
  /** Null where nothing was ever to become of the order here. */
  readonly transfer: Pick<Transfer, "code" | "imported" | "leftOut"> | null;
}

/** What a preview supposes in place of what is so. */
export interface Supposed {
  /** As if an import had asked for the order, or as if none had. */
  readonly imported?: boolean | undefined;
  /** As if somebody took the order out of the books now. */
  readonly undone?: Undone | undefined;
}

/** How an order is decided: what the register said of the buyer's number, and the plan, anew each time it is asked for. */
export interface Deciding {
  readonly check: VatNumberCheck | null;
  /** What has to be known before anything is written; the plan is made without it. */
  readonly lacks: RetryProblem | null;
  /** By what is in the ledger at that moment; everything else stays as it was read. */
  plan(): Plan;
}

/**
 * Puts together all that an order is decided by, for the run and for the preview alike, so that the two cannot differ.
 * Asks the register of VAT numbers where its answer matters; nothing is written to the ledger.
 */
export async function decidingOf(
  books: Books,
  { key, order, effects, transfer }: Standing,
  { imported, undone }: Supposed = {},
): Promise<Deciding> {
  const { context, installation, connection, settings } = books;
  const { booksSeparately } = connectorOf(context, connection.system).capabilities;
  const fromFile = await isFromFile(context, installation, order);
  const sold = await saleOf(context, key, settings);
  const costs = await costsOf(context, installation, order, settings);
  const others = await othersFor({ ...books, effects }, order, transfer);
  const read = {
    ...inputOfBooks(books),
    order,
    ...sold,
    ...costs,
    ...others,
    today: dayIn(order.timeZone, new Date(context.ports.clock.now()).toISOString()),
    imported: imported ?? transfer?.imported ?? false,
    ...wishOf(transfer),
    ...(undone === undefined ? {} : { undone }),
    fromFile,
  };
  const inputNow = (): DecisionInput => ({
    ...read,
    existing: existingDocuments(effects, booksSeparately),
    journals: existingJournals(effects),
    purchases: existingPurchases(effects),
    flowDone: doneOfFlow(effects),
    taken: takenMoney(effects),
  });
  const check = await checkVatNumber(context, installation.id, inputNow());
  return {
    check,
    lacks: costs === null ? unreadProblem : null,
    plan: () => decide({ ...inputNow(), vatNumberChecks: check === null ? [] : [check] }),
  };
}
