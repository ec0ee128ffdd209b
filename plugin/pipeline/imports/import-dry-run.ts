import { shopSums } from "../../decision/rows/shop-sums.ts";
import { add, formatMoney, parseMoney, subtract } from "../../domain/money.ts";
import type { Code, TransferState } from "../../domain/problem.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import type { ImportProgress, StoredImport } from "../../store/incoming/imports.ts";
import { readInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { previewFileOrders } from "../order-files/preview-file.ts";
import { type Preview, type PreviewResult, previewOrder } from "../reports/orders.ts";
import { notConnected, type Slice } from "./import-slice.ts";

const AT_ONCE = 4;

/** What an import would do: orders by how they would stand, with what the shop keeps of them, exact to the cent. */
export interface DryRunReport {
  readonly orders: number;
  /** Orders of which everything is in the ledger already. */
  readonly alreadyBooked: number;
  /** Documents that would be made. */
  readonly invoices: number;
  readonly creditNotes: number;
  readonly outcomes: readonly DryRunOutcome[];
}

export interface DryRunOutcome {
  readonly state: TransferState;
  readonly code: Code | null;
  /** Null where the order could not be read. */
  readonly currency: string | null;
  readonly count: number;
  readonly sum: string | null;
}

const nothing: DryRunReport = { orders: 0, alreadyBooked: 0, invoices: 0, creditNotes: 0, outcomes: [] };

/** Decides the next orders as their previews do; nothing is written anywhere but in the import's own report. */
export async function dryRunSlice(
  context: Context,
  one: StoredImport,
  progress: ImportProgress,
): Promise<Slice> {
  const connection = await readConnection(context.store, one.installationId, one.connectionId);
  if (connection?.status !== "connected") return notConnected;
  const ids = progress.pending.slice(0, AT_ONCE);
  const previews = await previewsOf(context, one, connection, ids);
  let report = reportOf(progress);
  // Those looked at, and those of them that count.
  let decided = 0;
  let found = progress.found;
  for (const previewed of previews) {
    if (previewed === "known") {
      decided += 1;
      continue;
    }
    if (previewed.ok) report = counted(report, previewed.value);
    else if (previewed.reason === "not connected") return notConnected;
    else if (previewed.reason === "problem") {
      const { problem } = previewed;
      // What is wrong with one order is part of the report; what is wrong with shop or ledger stops the import, once
      // the orders decided before it are kept: or a shop that lets us ask three at a time would never get past four.
      if (problem.act === "retry" || problem.code !== "ORDER_UNREADABLE") {
        if (decided > 0) break;
        return { kind: "problem", problem };
      }
      report = withOutcome(report, {
        state: "held",
        code: problem.code,
        currency: null,
        count: 1,
        sum: null,
      });
    }
    decided += 1;
    found += 1;
  }
  const pending = progress.pending.slice(decided);
  return { kind: "on", progress: { ...progress, pending, found, report } };
}

/** The orders of the slice decided; of a file also which of them the shop relays itself. */
async function previewsOf(
  context: Context,
  { installationId, fileId }: StoredImport,
  connection: StoredConnection,
  ids: readonly string[],
): Promise<(PreviewResult | "known")[]> {
  if (fileId === null) {
    const asImported = { imported: true, lane: "backlog" } as const;
    return await Promise.all(ids.map((id) => previewOrder(context, connection, id, asImported)));
  }
  const installation = await readInstallation(context.store, installationId);
  if (installation === null) return [{ ok: false, reason: "not connected" }];
  const previews = await previewFileOrders(context, installation, connection, fileId, ids);
  return previews.map(({ preview }) => preview);
}

export const reportOf = ({ report }: ImportProgress): DryRunReport =>
  (report as DryRunReport | null) ?? nothing;

function counted(report: DryRunReport, { order, plan, documents }: Preview): DryRunReport {
  const inLedger = documents.map((document) => document.key);
  const missing = plan.documents.filter((document) => !inLedger.includes(document.key));
  const { charged, refunded } = shopSums(order);
  const { outcome } = plan;
  const isThere = outcome.state === "booked" && missing.length === 0;
  const made = (kind: "invoice" | "credit_note"): number => missing.filter((one) => one.kind === kind).length;
  return withOutcome(
    {
      ...report,
      alreadyBooked: report.alreadyBooked + (isThere ? 1 : 0),
      invoices: report.invoices + made("invoice"),
      creditNotes: report.creditNotes + made("credit_note"),
    },
    {
      state: outcome.state,
      code: outcome.state === "booked" ? null : outcome.code,
      currency: order.currency,
      count: 1,
      sum: formatMoney(subtract(charged, refunded)),
    },
  );
}

function withOutcome(report: DryRunReport, one: DryRunOutcome): DryRunReport {
  const isSame = (other: DryRunOutcome): boolean =>
    other.state === one.state && other.code === one.code && other.currency === one.currency;
  const known = report.outcomes.find(isSame);
  const others = report.outcomes.filter((other) => !isSame(other));
  const outcomes = [...others, known === undefined ? one : plus(known, one)];
  return { ...report, orders: report.orders + 1, outcomes };
}

function plus(known: DryRunOutcome, one: DryRunOutcome): DryRunOutcome {
  const { currency, sum } = known;
  const count = known.count + one.count;
  if (currency === null || sum === null || one.sum === null) return { ...known, count };
  return { ...known, count, sum: formatMoney(add(parseMoney(sum, currency), parseMoney(one.sum, currency))) };
}
