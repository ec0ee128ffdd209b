import { keyInLife, lifeOf, plainKey } from "../../domain/document-key.ts";
import type { PlannedJournal } from "../../domain/journal.ts";
import type { Plan, PlannedDocument } from "../../domain/plan.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import type { DecisionInput } from "../input.ts";

/** Key of the credit note that takes a life back, and of the voucher that evens its accounts out. */
export const UNDO = "undo";

/** What is in the ledger of one life of the order, with plain keys: the rules know no other. */
export interface Life extends Required<Pick<DecisionInput, "existing" | "journals" | "purchases">> {
  readonly number: number;
}

/** The order's lives, oldest first; an order of which nothing was ever taken back has one. */
export function livesOf(asked: Pick<DecisionInput, "existing" | "journals" | "purchases">): readonly Life[] {
  const { existing, journals = [], purchases = [] } = asked;
  const keys = [...existing.map((one) => one.planned), ...journals, ...purchases].map((one) => one.key);
  const last = Math.max(1, ...keys.map(lifeOf));
  if (last === 1) return [{ number: 1, existing, journals, purchases }];
  return Array.from({ length: last }, (_, index) => {
    const number = index + 1;
    const isOwn = (key: string): boolean => lifeOf(key) === number;
    return {
      number,
      existing: existing
        .filter((one) => isOwn(one.planned.key))
        .map((one) => ({ ...one, planned: documentAs(one.planned, plainKey) })),
      journals: journals.filter((one) => isOwn(one.key)).map((one) => journalAs(one, plainKey)),
      purchases: purchases.filter((one) => isOwn(one.key)).map((one) => purchaseAs(one, plainKey)),
    };
  });
}

/**
 * Whether somebody began to take this life back: it is carried through, and what is booked later belongs to the next.
 * An order of the ledger whose invoice is gone cannot be invoiced once more.
 */
export function isTakenBack({ existing, journals }: Life): boolean {
  const isInvoiceGone =
    existing.some((one) => one.planned.kind === "order" && one.isBooked) &&
    !existing.some((one) => one.planned.key === "invoice");
  return (
    isInvoiceGone ||
    existing.some((one) => one.planned.key === UNDO || one.planned.payments.some(isUndoing)) ||
    journals.some((one) => one.key === UNDO)
  );
}

const isUndoing = (payment: PlannedDocument["payments"][number]): boolean => payment.undoes === true;

/** A plan of one life, with the keys of that life. */
export function inLife(plan: Plan, number: number): Plan {
  if (number === 1) return plan;
  const rename = (key: string): string => keyInLife(key, number);
  return {
    ...plan,
    documents: plan.documents.map((one) => documentAs(one, rename)),
    removals: plan.removals.map(rename),
    ...(plan.journals === undefined ? {} : { journals: plan.journals.map((one) => journalAs(one, rename)) }),
    ...(plan.purchases === undefined
      ? {}
      : { purchases: plan.purchases.map((one) => purchaseAs(one, rename)) }),
  };
}

/** All lives as one plan: the order stands as its last life does, unless an earlier one is not finished. */
export function together(plans: readonly Plan[]): Plan {
  const [first, ...more] = plans;
  if (first === undefined) throw new Error("an order has at least one life");
  if (more.length === 0) return first;
  const journals = plans.flatMap((one) => one.journals ?? []);
  const purchases = plans.flatMap((one) => one.purchases ?? []);
  const flow = plans.at(-1)?.flow;
  const unfinished = plans.find((one) => one.outcome.state === "held");
  return {
    documents: plans.flatMap((one) => one.documents),
    removals: plans.flatMap((one) => one.removals),
    outcome: (unfinished ?? plans.at(-1) ?? first).outcome,
    warnings: [...new Set(plans.flatMap((one) => one.warnings))],
    notices: plans.flatMap((one) => one.notices),
    ...(journals.length === 0 ? {} : { journals }),
    ...(purchases.length === 0 ? {} : { purchases }),
    ...(flow === undefined ? {} : { flow }),
  };
}

type Rename = (key: string) => string;

function documentAs(document: PlannedDocument, rename: Rename): PlannedDocument {
  const { key, credits, contains, payments } = document;
  return {
    ...document,
    key: rename(key),
    credits: credits === null ? null : rename(credits),
    ...(contains === undefined ? {} : { contains: contains.map(rename) }),
    payments: payments.map((one) =>
      one.setOff === undefined ? one : { ...one, setOff: rename(one.setOff) },
    ),
  };
}

function purchaseAs(purchase: PlannedPurchase, rename: Rename): PlannedPurchase {
  const { key, credits } = purchase;
  return { ...purchase, key: rename(key), credits: credits === null ? null : rename(credits) };
}

function journalAs(journal: PlannedJournal, rename: Rename): PlannedJournal {
  return {
    ...journal,
    key: rename(journal.key),
    lines: journal.lines.map((line) =>
      line.source === null ? line : { ...line, source: rename(line.source) },
    ),
  };
}
