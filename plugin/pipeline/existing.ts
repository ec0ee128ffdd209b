import type { LedgerRef, LedgerTotals, Operation } from "../connectors/connector.ts";
import type { ExistingDocument } from "../decision/input.ts";
import type { Effect } from "../store/effects.ts";
import { EffectBook, type KnownEffect } from "./work.ts";

/** Effects as stored, with their JSON read. They are our own writing: the shapes are those of `pipeline/perform.ts`. */
export function effectBook(effects: readonly Effect[]): EffectBook {
  return new EffectBook(
    effects.map(
      (effect): KnownEffect => ({
        document: effect.document,
        step: effect.step,
        state: effect.state,
        operation: effect.planned as Operation | null,
        ref: effect.ref as LedgerRef | null,
        totals: effect.totals as LedgerTotals | null,
        createdAt: effect.createdAt,
        updatedAt: effect.updatedAt,
      }),
    ),
  );
}

/**
 * The documents of an order that are in the ledger, in the order they were made, as they were written last. An order of
 * the ledger counts as booked once it is invoiced.
 */
export function existingDocuments(effects: EffectBook, booksSeparately: boolean): ExistingDocument[] {
  return effects
    .all()
    .filter((effect) => effect.step === "create" && effect.state === "done")
    .flatMap(({ document }) => {
      const written = effects.written(document);
      return written === null ? [] : [written.operation.document];
    })
    .map((planned) => ({
      planned,
      isBooked:
        planned.kind === "order"
          ? effects.isDone("invoice", "create")
          : !booksSeparately || effects.isDone(planned.key, "book"),
    }));
}
