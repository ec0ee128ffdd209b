import type { Connector, LedgerRef, LedgerTotals } from "../../connectors/connector.ts";
import type { DecisionInput, ExistingDocument } from "../../decision/input.ts";
import { siblingKey } from "../../domain/document-key.ts";
import { FLOW_DOCUMENT, type TakenMoney } from "../../domain/flow.ts";
import type { LedgerChange } from "../../domain/ledger-change.ts";
import type { PlannedPayment } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import type { Effect } from "../../store/effects/effects.ts";
import type { EffectOperation } from "../flow/flow-operation.ts";
import { EffectBook, type KnownEffect } from "../work.ts";

/** Effects as stored, with their JSON read. They are our own writing: the shapes are those of `pipeline/effects/perform.ts`. */
export function effectBook(effects: readonly Effect[]): EffectBook {
  return new EffectBook(
    effects.map(
      (effect): KnownEffect => ({
        document: effect.document,
        step: effect.step,
        state: effect.state,
        operation: effect.planned as EffectOperation | null,
        ref: effect.ref as LedgerRef | null,
        totals: effect.totals as LedgerTotals | null,
        warning: effect.warning,
        changed: effect.changed as LedgerChange | null,
        createdAt: effect.createdAt,
        updatedAt: effect.updatedAt,
      }),
    ),
  );
}

/**
 * The documents of an order that are in the ledger, in the order they were made, as they were written last and with the
 * payments that are registered. An order of the ledger counts as booked once it is invoiced.
 */
export function existingDocuments(effects: EffectBook, booksSeparately: boolean): ExistingDocument[] {
  return effects
    .all()
    .filter((effect) => effect.step === "create" && effect.state === "done")
    .flatMap(({ document }) => {
      const written = effects.written(document);
      if (written === null) return [];
      return [{ ...written.operation.document, payments: registeredPayments(effects, document) }];
    })
    .map((planned) => ({
      planned,
      isBooked:
        planned.kind === "order"
          ? effects.isDone(siblingKey(planned.key, "invoice"), "create")
          : !booksSeparately || effects.isDone(planned.key, "book"),
      ...changedOf(effects, planned.key),
    }));
}

function changedOf(effects: EffectBook, document: string): Pick<ExistingDocument, "changed"> {
  const changed = effects.get(document, "create")?.changed ?? null;
  return changed === null ? {} : { changed };
}

/** Numbers of the order's documents in the ledger, in the order they were made; those of purchases too. */
export function numbersOf(effects: EffectBook): string[] {
  const made = effects.all().filter((effect) => effect.state === "done");
  return made.flatMap(({ document, step, ref }) => {
    if (step === "purchase") return ref?.number ?? [];
    return step === "create" ? (effects.written(document)?.ref.number ?? []) : [];
  });
}

/** What of an order's flow is done: captures and messages, by their steps. */
export function doneOfFlow(effects: EffectBook): string[] {
  return effects
    .all()
    .filter(({ document, state }) => document === FLOW_DOCUMENT && state === "done")
    .map(({ step }) => step);
}

/** What the flow's captures took. */
export function takenMoney(effects: EffectBook): TakenMoney[] {
  return effects.all().flatMap(({ operation, state, ref }): TakenMoney[] => {
    if (operation?.step !== "capture" || state !== "done" || ref === null) return [];
    const { amount, currency } = operation.capture;
    return [{ movement: ref.id, amount, currency }];
  });
}

function registeredPayments(effects: EffectBook, document: string): PlannedPayment[] {
  return effects
    .all()
    .filter((effect) => effect.document === document && effect.state === "done")
    .flatMap((effect) => (effect.operation?.step === "pay" ? [effect.operation.payment] : []));
}

/** What of a ledger's abilities the decision has to know, as the merchant's own settings of it leave them. */
export function limitsOf(
  connector: Connector,
  { ledger: own }: Settings,
): Pick<
  DecisionInput,
  | "maxRows"
  | "splitsPayments"
  | "decimals"
  | "updatesDrafts"
  | "makesOrders"
  | "leavesDrafts"
  | "setsOff"
  | "customerPerCurrency"
  | "takesPurchases"
> {
  const { capabilities } = connector;
  const { maxRows, splitsPayments, decimals, updatesDrafts, orders, setsOff, customerPerCurrency } =
    capabilities;
  const leavesDrafts = connector.leavesDrafts?.(own) ?? null;
  return {
    ...(leavesDrafts === null ? {} : { leavesDrafts }),
    maxRows,
    splitsPayments: splitsPayments === true,
    updatesDrafts: updatesDrafts === true,
    makesOrders: orders === true,
    setsOff: setsOff === true,
    customerPerCurrency: customerPerCurrency === true,
    takesPurchases: capabilities.purchases === true,
    ...(decimals === undefined ? {} : { decimals }),
  };
}
