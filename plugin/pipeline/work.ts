import type { Ledger, LedgerRef, LedgerTotals, Operation } from "../connectors/connector.ts";
import type { LedgerChange } from "../domain/ledger-change.ts";
import type { RetryProblem, Warning } from "../domain/problem.ts";
import type { Installation, Shop } from "../platforms/platform.ts";
import type { Settings } from "../settings/schema.ts";
import type { StoredConnection } from "../store/connections.ts";
import type { TransferKey } from "../store/transfers/transfers.ts";
import type { Context } from "./context.ts";
import type { EffectOperation } from "./flow/flow-operation.ts";

/** One order being worked on by one worker: everything the steps share. */
export interface Work {
  readonly context: Context;
  readonly key: TransferKey;
  readonly installation: Installation;
  readonly connection: StoredConnection;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly shop: Shop;
  /** Tries in a row that ended with a problem which time heals. */
  readonly attempts: number;
  /** This run's name in leases. */
  readonly owner: string;
  readonly effects: EffectBook;
  /** Throws `LeaseLost` when another worker has taken the order over: nothing may be written any more. */
  checkLease(): void;
  /** Notes a line for the merchant's log, written when the run ends. */
  note(step: string, message: string, detail?: unknown): void;
  /** Documents this run found in the ledger instead of making them. */
  readonly foundDocuments: Set<string>;
  /** What the merchant should know although the order goes through. */
  readonly warnings: Set<Warning>;
  /** What is tried again later although the order goes through: an e-mail whose server is away. */
  readonly postponed: RetryProblem[];
}

export class LeaseLost extends Error {
  constructor() {
    super("the order was taken over by another worker");
    this.name = "LeaseLost";
  }
}

export interface KnownEffect {
  readonly document: string;
  readonly step: string;
  readonly state: "sending" | "done";
  readonly operation: EffectOperation | null;
  readonly ref: LedgerRef | null;
  readonly totals: LedgerTotals | null;
  /** What the merchant should know although it is done. */
  readonly warning: Warning | null;
  /** What a person changed about the document in the ledger; on `create` only. */
  readonly changed: LedgerChange | null;
  readonly createdAt: string;
  /** Later than `createdAt` on one in doubt: the ledger was slow, and we stopped waiting for its answer then. */
  readonly updatedAt: string;
}

/** The writes that leave a document in the ledger. */
export type WriteOperation = Extract<Operation, { step: "create" | "update" | "invoice-order" }>;

interface OpenChange {
  readonly document: string;
  readonly change: LedgerChange;
  readonly ref: LedgerRef | null;
}

/** A document as it was written last. */
export interface Written {
  readonly operation: WriteOperation;
  readonly ref: LedgerRef;
  readonly totals: LedgerTotals | null;
  /** How often it was changed since it was made. */
  readonly revision: number;
}

/** The effects of the order in memory. The rows follow: what was done is written with what is begun next. */
export class EffectBook {
  readonly #effects = new Map<string, KnownEffect>();
  readonly #unsaved = new Set<KnownEffect>();

  constructor(effects: readonly KnownEffect[]) {
    for (const effect of effects) this.put(effect);
  }

  get(document: string, step: string): KnownEffect | undefined {
    return this.#effects.get(`${document} ${step}`);
  }

  put(effect: KnownEffect): void {
    this.#effects.set(`${effect.document} ${effect.step}`, effect);
  }

  /** Known to be done; its row says `sending` until `saved`. */
  putUnsaved(effect: KnownEffect): void {
    this.put(effect);
    this.#unsaved.add(effect);
  }

  unsaved(): KnownEffect[] {
    return [...this.#unsaved];
  }

  saved(effects: readonly KnownEffect[]): void {
    for (const effect of effects) this.#unsaved.delete(effect);
  }

  remove(document: string, step: string): void {
    this.#effects.delete(`${document} ${step}`);
  }

  /** Forgets everything about a document. */
  forget(document: string): void {
    for (const [name, effect] of this.#effects) {
      if (effect.document === document) this.#effects.delete(name);
    }
    for (const effect of this.#unsaved) {
      if (effect.document === document) this.#unsaved.delete(effect);
    }
  }

  /** In the order they were begun. */
  all(): KnownEffect[] {
    return [...this.#effects.values()];
  }

  isDone(document: string, step: string): boolean {
    return this.get(document, step)?.state === "done";
  }

  /** Null when it was never made, is in doubt or was removed again. */
  written(document: string): Written | null {
    if (this.isDone(document, "remove")) return null;
    const writes = this.all().flatMap((effect): Written[] => {
      const { operation, ref, totals } = effect;
      const isWrite = effect.document === document && effect.state === "done" && operation !== null;
      if (!isWrite || ref === null) return [];
      if (operation.step === "update") return [{ operation, ref, totals, revision: revisionOf(effect.step) }];
      const isMade = operation.step === "create" || operation.step === "invoice-order";
      return isMade ? [{ operation, ref, totals, revision: 0 }] : [];
    });
    return writes.sort((a, b) => b.revision - a.revision)[0] ?? null;
  }

  /** The rounding row that was added to what was written last. */
  adjustment({ operation, revision }: Written): KnownEffect | null {
    const effect = this.get(operation.document.key, adjustStep(revision));
    return effect?.state === "done" ? effect : null;
  }

  /** What a person changed in the ledger and nobody has accepted yet. */
  openChanges(): OpenChange[] {
    return this.all().flatMap(({ document, changed, ref }) =>
      changed === null || changed.isAccepted ? [] : [{ document, change: changed, ref }],
    );
  }

  /** A document that was cancelled in the ledger with our consent: nothing is done to it any more. */
  isClosed(document: string): boolean {
    const changed = this.get(document, "create")?.changed ?? null;
    return changed?.what === "cancelled" && changed.isAccepted;
  }

  /** Where a document lives in the ledger; under the number it got by being booked, where only that gives one. */
  ref(document: string): LedgerRef | null {
    const made = this.get(document, "create")?.ref ?? null;
    const booked = this.isDone(document, "book") ? this.get(document, "book")?.ref : null;
    return booked?.id === made?.id && booked != null ? booked : made;
  }
}

export const updateStep = (revision: number): string => `update:${revision}`;
export const adjustStep = (revision: number): string => (revision === 0 ? "adjust" : `adjust:${revision}`);
const revisionOf = (step: string): number => Number(step.slice("update:".length));
