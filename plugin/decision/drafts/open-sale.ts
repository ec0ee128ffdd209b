import type { PlannedDocument } from "../../domain/plan.ts";
import { type DecisionInput, type ExistingDocument, isFinal } from "../input.ts";
import { guarded } from "../outcomes.ts";
import { Refusal } from "../refusal.ts";
import type { Step } from "../step.ts";
import { stepsOf } from "../steps.ts";
import { isSupplied } from "../words.ts";
import { folded } from "./fold.ts";

/** The sale's document as long as nobody has booked it. */
export interface OpenSale {
  /** Null when there is nothing to sell, or nothing left of it. */
  readonly document: PlannedDocument | null;
  /** What holds it, or the first change that could not be taken in. */
  readonly refusal: Refusal | null;
  /** Keys of the changes that are in its rows. */
  readonly takenIn: readonly string[];
}

/** What stands for the sale in the ledger: its invoice, or the order as long as that is not invoiced. */
export function sentSale(input: DecisionInput): ExistingDocument | null {
  const find = (key: string) => input.existing.find((one) => one.planned.key === key);
  return find("invoice") ?? find("order") ?? null;
}

/**
 * The sale as it should stand now. A draft follows the order: refunds, edits and exchanges are taken into its rows
 * instead of becoming documents of their own. A draft that is to be finished becomes the whole sale again, so that
 * every movement of money finds its document (R4, R16).
 * Day and exchange rate remain those it was sent with.
 */
export function openSale(sent: ExistingDocument | null, input: DecisionInput): OpenSale {
  const free = unlocked(input);
  const dated = sent === null || isInvoicedNow(sent, input) ? null : sent.planned;
  const [sale] = stepsOf(dated === null ? input : free);
  const main = guarded(() => sale?.make([], []) ?? null);
  if (main instanceof Refusal) return { document: null, refusal: main, takenIn: [] };
  if (main === null || main.kind === "credit_note") return { document: main, refusal: null, takenIn: [] };
  const first = dated === null ? main : datedAs(main, dated);
  const parts = [first];
  const contains: string[] = [];
  let refusal: Refusal | null = null;
  for (const step of stepsOf(free).slice(1)) {
    if (!isTakenIn(step, input)) continue;
    const made = guarded(() => step.make(parts, parts));
    if (made instanceof Refusal) {
      refusal = made;
      break;
    }
    if (made !== null) parts.push(made);
    contains.push(step.key);
  }
  const left = guarded(() => folded(parts, contains, free));
  if (left instanceof Refusal) return { document: null, refusal: left, takenIn: [] };
  if (left === "below zero") return { document: first, refusal, takenIn: [] };
  return { document: left === null ? null : datedAs(left, first), refusal, takenIn: contains };
}

function isTakenIn(step: Step, input: DecisionInput): boolean {
  const hasDocument = input.existing.some((one) => one.planned.key === step.key);
  if (step.waitsFor !== null || hasDocument) return false;
  return input.settings.orders.booking === "draft";
}

/** A document that is in the ledger already has its day; a lock since then is the booking's matter. */
function unlocked(input: DecisionInput): DecisionInput {
  return { ...input, facts: { ...input.facts, lockedUntil: null, years: null } };
}

/** A step of the flow invoices the ledger's order: the invoice bears the day of that step. */
function isInvoicedNow(sent: ExistingDocument, { flow }: DecisionInput): boolean {
  return sent.planned.kind === "order" && (flow?.has("invoice") === true || flow?.has("draft") === true);
}

/** The document with the day and the exchange rate of the one that was sent. */
export function datedAs(document: PlannedDocument, sent: PlannedDocument): PlannedDocument {
  const legalTexts = [
    ...document.legalTexts.filter((text) => !isSupplied(text)),
    ...sent.legalTexts.filter(isSupplied),
  ];
  return { ...document, date: sent.date, exchangeRate: sent.exchangeRate, legalTexts };
}

/** Whether the sale may still change: nothing of it is in the ledger, or nobody has booked what is. */
export function isOpen(sent: ExistingDocument | null, input: DecisionInput): boolean {
  return sent === null || !isFinal(sent, input);
}
